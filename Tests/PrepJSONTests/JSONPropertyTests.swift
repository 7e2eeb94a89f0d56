import PrepJSON
import TestSupport
import Testing

@Suite("What holds of any JSON")
struct JSONPropertyTests {
  /// A value of any shape, with texts that are hard on readers.
  private func value(_ random: inout Seeded, depth: Int = 0) -> JSONValue {
    switch Int.random(in: 0..<(depth < 5 ? 8 : 5), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2:
      let numbers = ["0", "-0", "1.10", "-12e+5", "1E-400", "123456789012345678901234567890", "0.00000000000000000000001"]
      return .number(numbers.randomElement(using: &random) ?? "7")
    case 3, 4: return .string(random.nastyText(upTo: 40))
    case 5, 6:
      var keys: Set<String> = []
      var members: [JSONValue.Member] = []
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        let key = random.nastyText(upTo: 20)
        // Keys are the same by their bytes, not by what Unicode calls equivalent.
        guard keys.insert(Array(key.utf8).description).inserted else { continue }
        members.append(JSONValue.Member(key, value(&random, depth: depth + 1)))
      }
      return .object(members)
    default:
      let count = Int.random(in: 0...5, using: &random)
      return .array((0..<count).map { _ in value(&random, depth: depth + 1) })
    }
  }

  @Test("A value that is written and read again is the same, in both layouts", arguments: 0..<4)
  func roundTrip(seed: UInt64) throws {
    var random = Seeded(seed)
    for _ in 0..<200 {
      let value = value(&random)
      let compact = value.compactJSON
      #expect(try JSONValue(Array(compact.utf8)) == value)
      #expect(try JSONValue(Array(compact.utf8)).compactJSON == compact)
      var json = JSONWriter(.lines)
      json.value(value)
      #expect(try JSONValue(json.bytes) == value)
    }
  }

  private enum Event: Hashable {
    case token(JSONToken)
    case text([UInt8])
    case number(Int?)
    case fault(JSONFault)
  }

  private func events<Input>(_ reader: consuming JSONReader<Input>) -> [Event] {
    var events: [Event] = []
    do throws(JSONFault) {
      while true {
        let token = try reader.next()
        events.append(.token(token))
        switch token {
        case .key: events.append(.text(Array(reader.key.kept)))
        case .string:
          var text: [UInt8] = []
          try reader.string(into: &text)
          events.append(.text(text))
        case .number: events.append(.number(try reader.number().whole))
        case .end: return events
        default: break
        }
      }
    } catch {
      return events + [.fault(error)]
    }
  }

  @Test("In memory and in blocks of 16 bytes, tokens and faults are the same", arguments: 0..<4)
  func tokens(seed: UInt64) {
    var random = Seeded(seed)
    var options = JSONOptions()
    for _ in 0..<300 {
      var text = Array(value(&random).compactJSON.utf8)
      for _ in 0..<Int.random(in: 0...2, using: &random) where !text.isEmpty {
        let place = Int.random(in: text.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text[place] = UInt8.random(in: 0...255, using: &random)
        case 1: text.remove(at: place)
        default: text.insert(Array("{}[]\",:\\u0e- \n".utf8).randomElement(using: &random) ?? 0, at: place)
        }
      }
      options.isByLine = Bool.random(using: &random)
      options.duplicateKeys = Bool.random(using: &random) ? .refuse : .report
      options.invalidUTF8 = Bool.random(using: &random) ? .refuse : .replace
      options.loneSurrogates = Bool.random(using: &random) ? .refuse : .replace
      let inMemory = text.withUnsafeBytes { events(JSONReader($0, options: options)) }
      let inBlocks = events(JSONReader(BlockReader(.memory(text), blockSize: 16), options: options))
      #expect(inMemory == inBlocks, "\(String(decoding: text, as: UTF8.self))")
    }
  }
}
