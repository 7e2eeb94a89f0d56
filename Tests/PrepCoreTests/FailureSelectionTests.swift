import PrepCore
import Testing

@Suite("Which failures are done again")
struct FailureSelectionTests {
  @Test("Codes, classes of HTTP statuses and all are understood, in any order and each once")
  func words() throws {
    let selection = try FailureSelection(parsing: "timeout, dns,timeout,http_5xx")
    #expect(selection.words == ["dns", "http_5xx", "timeout"])
    #expect(selection == (try FailureSelection(parsing: selection.description)))
    for code in [FailureCode.timeout, .dns, .http(503), .http(500)] { #expect(selection.contains(code)) }
    for code in [FailureCode.tls, .http(404), .missingValue] { #expect(!selection.contains(code)) }
    #expect(try FailureSelection(parsing: "http_404").contains(.http(404)))
    #expect(FailureSelection.all.contains(.blankPage))
    #expect(FailureSelection.none.isEmpty && !FailureSelection.none.contains(.timeout))
    #expect(FailureSelection([.timeout, .dns]).description == "dns,timeout")
  }

  @Test(
    "A word that names no failure is named", arguments: ["", "timeouts", "http_3xx", "http_", "dns,,tls", "Timeout", "http_NNN"])
  func unknown(text: String) throws {
    let error = #expect(throws: FailureSelection.UnknownWord.self) { try FailureSelection(parsing: text) }
    #expect(text.contains(error?.word ?? "?"))
  }
}
