import Glibc

/// Walks over a JSON text from front to back without making values of it: what is not asked for is jumped over, a string of megabytes
/// by a search for its closing quote.
///
/// It follows the grammar of RFC 8259, but looks inside a string only when its text is asked for.
package struct JSONCursor {
  package let bytes: UnsafeRawBufferPointer
  package private(set) var position = 0
  private var depth = 0

  /// Arrays and objects inside one another.
  private static let maxDepth = 256

  package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// What is wrong with a text.
  package struct Fault: Error, Sendable, Hashable {
    /// What was found, and what should be there.
    package let message: String

    package init(_ message: String) { self.message = message }
  }

  /// What a value is, by its first character.
  package enum Kind { case object, array, text, other }

  package var kind: Kind {
    switch position < bytes.count ? bytes[position] : 0 {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .text
    default: .other
    }
  }

  /// Goes over an object.
  /// - Parameter member: called with each key at its value, which it has to read or skip.
  package mutating func object(_ member: (inout JSONCursor, String) throws(Fault) -> Void) throws(Fault) {
    try expect(UInt8(ascii: "{"))
    try enter()
    skipSpace()
    if take(UInt8(ascii: "}")) { return leave() }
    repeat {
      skipSpace()
      let key = try string(text())
      skipSpace()
      try expect(UInt8(ascii: ":"))
      skipSpace()
      try member(&self, key)
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
    leave()
  }

  /// Goes over an array.
  /// - Parameter element: called at each element, which it has to read or skip.
  package mutating func array(_ element: (inout JSONCursor) throws(Fault) -> Void) throws(Fault) {
    try expect(UInt8(ascii: "["))
    try enter()
    skipSpace()
    if take(UInt8(ascii: "]")) { return leave() }
    repeat {
      skipSpace()
      try element(&self)
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    leave()
  }

  /// Goes over a string.
  /// - Returns: where it stands, without its quotes; its escapes are as they were written.
  package mutating func text() throws(Fault) -> Range<Int> {
    try expect(UInt8(ascii: "\""))
    let start = position
    var next = start
    while next < bytes.count, let base = bytes.baseAddress, let found = memchr(base + next, 0x22, bytes.count - next) {
      let quote = base.distance(to: UnsafeRawPointer(found))
      var backslashes = 0
      while quote - backslashes > start, bytes[quote - backslashes - 1] == UInt8(ascii: "\\") { backslashes += 1 }
      position = quote + 1
      if backslashes % 2 == 0 { return start..<quote }
      next = quote + 1
    }
    throw Fault("a string is never closed")
  }

  /// Goes over any value.
  package mutating func skip() throws(Fault) {
    switch kind {
    case .object: try object { cursor, _ throws(Fault) in try cursor.skip() }
    case .array: try array { cursor throws(Fault) in try cursor.skip() }
    case .text: _ = try text()
    case .other: try skipWord()
    }
  }

  /// Goes over a whole number.
  package mutating func number() throws(Fault) -> Int {
    let start = position
    try skipWord()
    guard let number = Int(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      throw Fault("expected a whole number")
    }
    return number
  }

  /// Makes sure that nothing follows but white space.
  package mutating func end() throws(Fault) {
    skipSpace()
    if position < bytes.count { throw Fault("expected the end of the line, found \(found)") }
  }

  package mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }
}

extension JSONCursor {
  /// `true`, `false`, `null` or a number.
  private mutating func skipWord() throws(Fault) {
    for word in ["true", "false", "null"] where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return
    }
    let start = position
    if isNext(UInt8(ascii: "-")) { position += 1 }
    let digits = position
    skipDigits()
    var isNumber = position > digits && (position == digits + 1 || bytes[digits] != UInt8(ascii: "0"))
    if isNumber, isNext(UInt8(ascii: ".")) {
      position += 1
      let fraction = position
      skipDigits()
      isNumber = position > fraction
    }
    if isNumber, isNext(UInt8(ascii: "e")) || isNext(UInt8(ascii: "E")) {
      position += 1
      if isNext(UInt8(ascii: "+")) || isNext(UInt8(ascii: "-")) { position += 1 }
      let exponent = position
      skipDigits()
      isNumber = position > exponent
    }
    if !isNumber {
      position = start
      throw Fault("expected a value, found \(found)")
    }
  }

  private mutating func skipDigits() {
    while position < bytes.count, 0x30...0x39 ~= bytes[position] { position += 1 }
  }

  private func isNext(_ byte: UInt8) -> Bool { position < bytes.count && bytes[position] == byte }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard isNext(byte) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(Fault) {
    guard take(byte) else { throw Fault("expected \"\(Character(Unicode.Scalar(byte)))\", found \(found)") }
  }

  private mutating func enter() throws(Fault) {
    depth += 1
    if depth > Self.maxDepth { throw Fault("arrays and objects are more than \(Self.maxDepth) deep") }
  }

  private mutating func leave() { depth -= 1 }

  /// What stands at the current place, for a message.
  private var found: String {
    guard position < bytes.count else { return "the end" }
    let byte = bytes[position]
    return 0x21...0x7E ~= byte ? "\"\(Character(Unicode.Scalar(byte)))\"" : "the byte \(byte)"
  }
}
