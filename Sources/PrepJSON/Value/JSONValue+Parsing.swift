extension JSONValue {
  /// Reads one JSON text, with optional white space around it.
  /// - Throws: what is wrong, with its line.
  package init(_ text: UnsafeRawBufferPointer, options: JSONOptions = .values) throws(JSONFault) {
    var reader = JSONReader(text, options: options)
    do throws(JSONFault) {
      self = try reader.value()
      try reader.end()
    } catch {
      throw error.explained(by: text)
    }
  }

  /// Reads one JSON text, with optional white space around it.
  /// - Throws: what is wrong, with its line.
  package init(_ text: [UInt8], options: JSONOptions = .values) throws(JSONFault) {
    let result: Result<JSONValue, JSONFault> = text.withUnsafeBytes { text in
      do throws(JSONFault) { return .success(try JSONValue(text, options: options)) } catch { return .failure(error) }
    }
    self = try result.get()
  }
}

extension JSONReader<JSONSpan> {
  /// Reads the value that comes next.
  package mutating func value() throws(JSONFault) -> JSONValue {
    switch try kind() {
    case .object:
      var members: [JSONValue.Member] = []
      try enter()
      while try nextKey() { members.append(JSONValue.Member(try keyString(), try value())) }
      return .object(members)
    case .array:
      var elements: [JSONValue] = []
      try enter()
      while try nextElement() { elements.append(try value()) }
      return .array(elements)
    case .string: return .string(try string())
    case .number: return .number(try writtenNumber())
    case .flag: return .bool(try flag())
    case .null:
      try null()
      return .null
    }
  }

  /// Reads the string that comes next, as ``kind()`` said.
  package mutating func string() throws(JSONFault) -> String {
    let start = offset
    do throws(JSONFault) {
      // Most strings have no escapes, and are copied once.
      scanner.position += 1
      let run = scanner.textRun()
      let end = scanner.position + run
      if end < scanner.window.count, scanner.window[end] == UInt8(ascii: "\"") {
        defer { scanner.position = end + 1 }
        return String(decoding: scanner.window[scanner.position..<end], as: UTF8.self)
      }
      scanner.position -= 1
      var bytes: [UInt8] = []
      try scanner.string(into: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      throw fault(error, inStringAt: start)
    }
  }

  private func keyString() throws(JSONFault) -> String {
    if key.isWhole { return String(decoding: key.kept, as: UTF8.self) }
    var bytes: [UInt8] = []
    try read(keyOffset + 1..<keyOffset + 1, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What is wrong with a string, in the words of one who sees all of it.
  private func fault(_ fault: JSONFault, inStringAt start: Int) -> JSONFault {
    switch fault.kind {
    case .end: return JSONFault(.end, at: start, found: "a string that is never closed")
    case .syntax where fault.offset < text.count && text[fault.offset] < 0x20 && fault.expected.hasSuffix("in its place"):
      let byte = text[fault.offset]
      let name =
        switch byte {
        case 0x00: "NUL"
        case 0x09: "a tab"
        case 0x0A, 0x0D: "a line break"
        default: "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
      return JSONFault(.syntax, at: fault.offset, found: "an unescaped control character (\(name)) in a string")
    default: return fault
    }
  }

  /// Reads the number that comes next, and gives it as it is written.
  private mutating func writtenNumber() throws(JSONFault) -> String {
    let start = offset
    var number = JSONNumber()
    while number.take(scanner.byte()) { scanner.position += 1 }
    guard number.isComplete else { throw JSONFault(.syntax, at: start, found: "a number that is not complete") }
    // "01" and "1x" would otherwise be blamed on a missing comma.
    if offset < text.count, !Self.endsNumber(text[offset]) {
      let beginning = String(decoding: text[start...offset].prefix(80), as: UTF8.self)
      throw JSONFault(.syntax, at: start, found: "a number that JSON does not allow: \"\(beginning)…\"")
    }
    return String(decoding: text[start..<offset], as: UTF8.self)
  }

  private static func endsNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "."), UInt8(ascii: "_"):
      false
    default: true
    }
  }
}
