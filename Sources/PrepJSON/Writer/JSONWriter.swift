import CPrepKernels

/// Writes JSON (RFC 8259) into a buffer, keys in the order in which they are written.
///
/// The caller writes the values; the writer adds commas and line breaks. Nested content is written in a closure, or between a
/// call that begins it and one that ends it:
///
///     json.object {
///       $0.member("name", name)
///       $0.array("sizes", of: sizes) { $0.value($1.width) }
///       $0.object("crop", crop) { json, crop in json.member("x", crop.x) }
///     }
package struct JSONWriter: Sendable {
  package enum Layout: Sendable {
    /// Without any space.
    case compact
    /// A line for each element and member, two spaces a level: for people.
    case lines
  }

  package var bytes: [UInt8] = []
  private let layout: Layout
  private var needsComma = false
  private var isBehindKey = false
  private var depth = 0

  package init(_ layout: Layout = .compact, reserving capacity: Int = 0) {
    self.layout = layout
    if capacity > 0 { bytes.reserveCapacity(capacity) }
  }

  /// What was written, as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
}

// MARK: - Objects and arrays

extension JSONWriter {
  package mutating func beginObject() { open(UInt8(ascii: "{")) }
  package mutating func endObject() { close(UInt8(ascii: "}")) }
  package mutating func beginArray() { open(UInt8(ascii: "[")) }
  package mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Writes an object whose members `body` writes.
  package mutating func object<Fault: Error>(_ body: (inout JSONWriter) throws(Fault) -> Void) throws(Fault) {
    beginObject()
    try body(&self)
    endObject()
  }

  /// Writes an array whose elements `body` writes.
  package mutating func array<Fault: Error>(_ body: (inout JSONWriter) throws(Fault) -> Void) throws(Fault) {
    beginArray()
    try body(&self)
    endArray()
  }

  /// Writes a key with an object whose members `body` writes.
  package mutating func object<Fault: Error>(
    _ name: String, _ body: (inout JSONWriter) throws(Fault) -> Void
  ) throws(Fault) {
    key(name)
    try object(body)
  }

  /// Writes a key with an object whose members `body` writes of a value; nil becomes null.
  package mutating func object<Value, Fault: Error>(
    _ name: String, _ value: Value?, _ body: (inout JSONWriter, Value) throws(Fault) -> Void
  ) throws(Fault) {
    key(name)
    guard let value else { return null() }
    beginObject()
    try body(&self, value)
    endObject()
  }

  /// Writes a key with an array whose elements `body` writes.
  package mutating func array<Fault: Error>(
    _ name: String, _ body: (inout JSONWriter) throws(Fault) -> Void
  ) throws(Fault) {
    key(name)
    try array(body)
  }

  /// Writes a key with an array that has a value for each of the elements, which `body` writes.
  package mutating func array<Elements: Sequence, Fault: Error>(
    _ name: String, of elements: Elements, _ body: (inout JSONWriter, Elements.Element) throws(Fault) -> Void
  ) throws(Fault) {
    key(name)
    beginArray()
    for element in elements { try body(&self, element) }
    endArray()
  }
}

// MARK: - Values and members

extension JSONWriter {
  package mutating func key(_ name: String) {
    separate()
    Self.append(quoted: name, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    if layout == .lines { bytes.append(UInt8(ascii: " ")) }
    needsComma = false
    isBehindKey = true
  }

  package mutating func value(_ text: String) {
    separate()
    Self.append(quoted: text, to: &bytes)
    needsComma = true
  }

  package mutating func value(_ number: Int) { literal(String(number)) }
  package mutating func value(_ flag: Bool) { literal(flag ? "true" : "false") }
  package mutating func null() { literal("null") }

  /// Writes a key with a text, a number or a flag; nil becomes null.
  package mutating func member(_ name: String, _ text: String?) {
    key(name)
    if let text { value(text) } else { null() }
  }

  package mutating func member(_ name: String, _ number: Int?) {
    key(name)
    if let number { value(number) } else { null() }
  }

  package mutating func member(_ name: String, _ flag: Bool?) {
    key(name)
    if let flag { value(flag) } else { null() }
  }

  /// Writes a key with a list of texts; nil becomes null.
  package mutating func member(_ name: String, _ texts: [String]?) {
    key(name)
    guard let texts else { return null() }
    beginArray()
    for text in texts { value(text) }
    endArray()
  }

  /// Writes JSON text as it is: a number as its source wrote it, or a whole value.
  package mutating func literal(_ json: String) {
    separate()
    bytes.append(contentsOf: json.utf8)
    needsComma = true
  }

  private mutating func open(_ brace: UInt8) {
    separate()
    bytes.append(brace)
    needsComma = false
    depth += 1
  }

  private mutating func close(_ brace: UInt8) {
    depth -= 1
    // Nothing stands between the braces of what is empty.
    if needsComma { breakLine() }
    bytes.append(brace)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    if isBehindKey { isBehindKey = false } else if depth > 0 { breakLine() }
  }

  private mutating func breakLine() {
    guard layout == .lines else { return }
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<2 * depth { bytes.append(UInt8(ascii: " ")) }
  }
}

// MARK: - Texts

extension JSONWriter {
  /// Appends a text in quotes; quotes, backslashes and control characters are escaped, everything else stays UTF-8.
  package static func append(quoted text: String, to bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { utf8 in
      bytes.append(UInt8(ascii: "\""))
      var rest = UnsafeBufferPointer(rebasing: utf8[...])
      while let base = rest.baseAddress, rest.count > 0 {
        // A Swift string is well-formed, so a run ends at nothing but what has to be escaped.
        let run = vp_json_text_run(base, rest.count, 0)
        bytes.append(contentsOf: rest[..<run])
        guard run < rest.count else { break }
        append(escaped: rest[run], to: &bytes)
        rest = UnsafeBufferPointer(rebasing: rest[(run + 1)...])
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private static func append(escaped byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0a: bytes.append(UInt8(ascii: "n"))
    case 0x0c: bytes.append(UInt8(ascii: "f"))
    case 0x0d: bytes.append(UInt8(ascii: "r"))
    default:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: Array("u00".utf8))
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
  }
}
