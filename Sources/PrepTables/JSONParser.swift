import PrepCore

/// A strict parser of RFC 8259 that keeps numbers as written and keys in order.
///
/// Stricter than the standard: an object that has a key twice is an error, because either choice would guess. Where the
/// standard is silent: invalid UTF-8 and `\u` escapes of lone surrogates become U+FFFD, and a byte order mark is an error.
package struct JSONParser {
  /// How deep arrays and objects may be nested.
  package static let maxDepth = 512

  let bytes: UnsafeRawBufferPointer
  var position = 0
  private var depth = 0

  private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Parses one JSON text, with optional white space around it.
  package static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONSyntaxError) -> Value {
    var parser = JSONParser(bytes)
    parser.skipSpace()
    let value = try parser.value()
    parser.skipSpace()
    guard parser.position == bytes.count else {
      throw parser.error("\(parser.found) after the end of the value")
    }
    return value
  }

  /// Parses one JSON text, with optional white space around it.
  package static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> Value {
    let result: Result<Value, JSONSyntaxError> = bytes.withUnsafeBytes { buffer in
      do throws(JSONSyntaxError) { return .success(try parse(buffer)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  private mutating func value() throws(JSONSyntaxError) -> Value {
    guard position < bytes.count else { throw error("the text ends where a value should be") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return .object(try nested { parser throws(JSONSyntaxError) in try parser.members() })
    case UInt8(ascii: "["): return .array(try nested { parser throws(JSONSyntaxError) in try parser.elements() })
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw error("\(found) where a value should be")
    }
  }

  private mutating func nested<T>(
    _ body: (inout JSONParser) throws(JSONSyntaxError) -> T
  ) throws(JSONSyntaxError) -> T {
    depth += 1
    guard depth <= Self.maxDepth else { throw error("nested deeper than \(Self.maxDepth) levels") }
    let result = try body(&self)
    depth -= 1
    return result
  }

  private mutating func members() throws(JSONSyntaxError) -> [Value.Member] {
    position += 1
    skipSpace()
    var members: [Value.Member] = []
    if take(UInt8(ascii: "}")) { return members }
    var keys = SeenKeys()
    while true {
      guard position < bytes.count else { throw error("the text ends inside an object") }
      guard bytes[position] == UInt8(ascii: "\"") else { throw error("\(found) where a quoted key should be") }
      let start = position
      let key = try string()
      guard keys.insert(key, after: members) else {
        position = start
        throw error("the key \"\(key.excerpt)\" stands twice in one object")
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("\(found) where the colon after \"\(key.excerpt)\" should be") }
      skipSpace()
      members.append(Value.Member(key, try value()))
      skipSpace()
      if take(UInt8(ascii: "}")) { return members }
      guard take(UInt8(ascii: ",")) else { throw error("\(found) where a comma or } should be") }
      skipSpace()
    }
  }

  private mutating func elements() throws(JSONSyntaxError) -> [Value] {
    position += 1
    skipSpace()
    var elements: [Value] = []
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try value())
      skipSpace()
      if take(UInt8(ascii: "]")) { return elements }
      guard take(UInt8(ascii: ",")) else { throw error("\(found) where a comma or ] should be") }
      skipSpace()
    }
  }

  private mutating func number() throws(JSONSyntaxError) -> Value {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
    guard let number = JSONNumber(startOf: rest) else { throw error("a number that is not complete") }
    let text = String(decoding: rest[..<number.length], as: UTF8.self)
    // "01" and "1x" would otherwise be blamed on a missing comma.
    if number.length < rest.count, !Self.endsNumber(rest[number.length]) {
      let start = String(decoding: rest[...number.length].prefix(80), as: UTF8.self)
      throw error("a number that JSON does not allow: \"\(start)…\"")
    }
    position += number.length
    return .number(text)
  }

  private static func endsNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "."), UInt8(ascii: "_"):
      false
    default: true
    }
  }

  private mutating func literal(_ text: StaticString, _ value: Value) throws(JSONSyntaxError) -> Value {
    let word = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes[position...].starts(with: word) else { throw error("\(found) where a value should be") }
    position += word.count
    return value
  }

  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// What stands at the current place, for a message.
  private var found: String {
    guard position < bytes.count else { return "the end of the text" }
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "'"): return "a single quote (JSON wants double quotes)"
    case 0xEF where bytes[position...].starts(with: [0xEF, 0xBB, 0xBF]): return "a byte order mark"
    case 0x21...0x7E: return "\"\(Character(Unicode.Scalar(byte)))\""
    default: return "the byte 0x\(String(byte, radix: 16, uppercase: true))"
    }
  }

  func error(_ message: String) -> JSONSyntaxError {
    let line = bytes[..<position].reduce(into: 1) { line, byte in if byte == 0x0A { line += 1 } }
    return JSONSyntaxError(offset: position, line: line, message: message)
  }
}
