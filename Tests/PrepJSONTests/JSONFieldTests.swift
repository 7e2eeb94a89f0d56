import PrepJSON
import Testing

@Suite("Documents of a known form")
struct JSONFieldTests {
  private enum Color: String, CaseIterable { case red, green }

  private func root(_ text: String) throws -> JSONField { JSONField(try JSONValue(Array(text.utf8)), name: "a.json") }

  @Test("What is there is read")
  func reading() throws {
    let root = try root(#"{"a":{"b":["x",{"c":7}]},"d":1.5,"e":true,"f":null,"g":"green","h":{"y":1,"x":2}}"#)
    #expect(try root["a"]["b"].elements()[0].string() == "x")
    #expect(try root["a"]["b"].elements()[1]["c"].integer(in: 0...7) == 7)
    #expect(try root["d"].double(in: 1...2) == 1.5)
    #expect(try root["e"].flag())
    #expect(root["f"].ifPresent == nil && root["z"].ifPresent == nil && root["z"]["y"].ifPresent == nil)
    #expect(try root["g"].word(Color.self) == .green)
    #expect(try root["h"].members().map(\.key) == ["y", "x"])
  }

  @Test("What is wrong is named by its place")
  func faults() throws {
    let root = try root(#"{"a":{"b":[{"c":"x"},{"c":1.5}]},"d":12,"e":"blue"}"#)
    func sentence<Result>(_ body: () throws -> Result) -> String? {
      do {
        _ = try body()
        return nil
      } catch { return "\(error)" }
    }
    #expect(sentence { try root["a"]["b"].elements()[1]["c"].string() } == "a.b[1].c is a number; expected a string")
    #expect(
      sentence { try root["a"]["b"].elements()[1]["c"].integer(in: 0...9) }
        == "a.b[1].c is a number; expected a whole number from 0 to 9")
    #expect(sentence { try root["d"].integer(in: 0...9) } == "d is 12; expected a whole number from 0 to 9")
    #expect(sentence { try root["x"]["y"].flag() } == "x.y is missing; expected true or false")
    #expect(sentence { try root["e"].word(Color.self) } == #"e is "blue"; expected one of "red", "green""#)
    #expect(sentence { try root.elements() } == "a.json is an object; expected an array")
  }
}
