/// Walks over JSON (RFC 8259) a line at a time, without a tree: who calls it asks for the next key, element or value.
///
/// It is strict, and a line is a text of its own: nothing in it stands on the next line. The bytes come in blocks, so a line may be longer
/// than memory.
package struct JSONWalker {
  /// How deep arrays and objects may be nested.
  package static let maxDepth = 512

  package enum Kind: Sendable { case object, array, string, number, flag, null }

  let reader: BlockReader
  /// What is in memory and not yet read.
  var window = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// The next byte in the window.
  var position = 0
  /// The open objects and arrays, the outermost first; behind `depth` those of before, to be used again.
  private var frames: [Frame] = []
  private var depth = 0
  /// The key that was read last.
  package private(set) var key = KeyText()
  /// Whether the object had that key already.
  package private(set) var isKeyRepeated = false
  /// The first key that an object within a skipped value had twice.
  private var keyRepeatedInside: String?
  /// Where the first escape of half a surrogate pair stands.
  package var loneSurrogate: Int?
  /// Whether the white space that was read last ends in a carriage return.
  private(set) var isBehindCarriageReturn = false

  private struct Frame {
    var isObject = false
    var isEmpty = true
    var keys = RepeatedKeys()
  }

  package init(_ reader: BlockReader) { self.reader = reader }
}

// MARK: - Lines

extension JSONWalker {
  /// The place in the file of the next byte.
  package var offset: Int { reader.end - (window.count - position) }

  /// Whether nothing is left of the file.
  package var isAtEnd: Bool { mutating get { position == window.count && !fill() } }

  /// Begins a line at the byte at hand.
  package mutating func beginLine() {
    depth = 0
    keyRepeatedInside = nil
    loneSurrogate = nil
    isBehindCarriageReturn = false
  }

  /// Goes to the beginning of the next line, whatever is left of this one, or gives up at a place in the file.
  /// - Returns: whether there was a newline.
  @discardableResult
  package mutating func skipLine(before place: Int = .max) -> Bool {
    repeat {
      let rest = UnsafeBufferPointer(rebasing: window[position...])
      if let length = rest.lengthOfLine {
        position += length + 1
        return true
      }
      position = window.count
    } while offset < place && fill()
    return false
  }

  /// Whether only white space is left of the line.
  package mutating func isAtLineEnd() -> Bool {
    isBehindCarriageReturn = false
    return nextByte() == Self.newline
  }

  /// The next bytes, at most `count`, without reading over them.
  mutating func peek(_ count: Int) -> [UInt8] {
    while window.count - position < count, fill() {}
    return Array(window[position...].prefix(count))
  }

  /// Reads over bytes that were looked at.
  mutating func drop(_ count: Int) { position += count }

  mutating func seek(to place: Int) {
    reader.seek(to: place)
    window = UnsafeBufferPointer(start: nil, count: 0)
    position = 0
  }

  /// Reads more behind the bytes that are left.
  /// - Returns: false at the end of the file.
  mutating func fill() -> Bool {
    let kept = window.count - position
    window = reader.fill(keeping: UnsafeBufferPointer(rebasing: window[position...]))
    position = 0
    return window.count > kept
  }
}

// MARK: - Structure

extension JSONWalker {
  static let newline = UInt8(ascii: "\n")

  /// The byte at hand; a newline also at the end of the file.
  @inline(__always)
  mutating func byte() -> UInt8 {
    if position == window.count && !fill() { return Self.newline }
    return window[position]
  }

  /// The next byte that is no white space; the newline when the line has ended.
  @inline(__always)
  mutating func nextByte() -> UInt8 {
    while true {
      let byte = byte()
      guard byte == 0x20 || byte == 0x09 || byte == 0x0D else { return byte }
      isBehindCarriageReturn = byte == 0x0D
      position += 1
    }
  }

  /// What kind of value comes next.
  package mutating func kind() throws(JSONFault) -> Kind {
    switch nextByte() {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .flag
    case UInt8(ascii: "n"): return .null
    default: throw unexpected("a value")
    }
  }

  /// Enters the object or array that comes next, as ``kind()`` said.
  package mutating func enter() throws(JSONFault) {
    guard depth < Self.maxDepth else {
      throw JSONFault(
        kind: .depth, offset: offset, found: "more than \(Self.maxDepth) levels of objects and arrays", expected: "")
    }
    if depth == frames.count { frames.append(Frame()) }
    frames[depth].isObject = byte() == UInt8(ascii: "{")
    frames[depth].isEmpty = true
    frames[depth].keys.removeAll()
    depth += 1
    position += 1
  }

  /// Goes to the next member of the object that was entered last, and reads its ``key``.
  /// - Returns: false at the object's end, which is left.
  package mutating func nextKey() throws(JSONFault) -> Bool {
    guard try goOn(closing: UInt8(ascii: "}")) else { return false }
    guard nextByte() == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
    try readKey()
    isKeyRepeated = !frames[depth - 1].keys.insert(key)
    guard nextByte() == UInt8(ascii: ":") else { throw unexpected("a colon") }
    position += 1
    return true
  }

  private mutating func readKey() throws(JSONFault) {
    // Out of here and back again, since reading changes this value, too.
    var text = KeyText()
    swap(&text, &key)
    defer { swap(&text, &key) }
    text.clear()
    try string(into: &text)
  }

  /// Goes to the next element of the array that was entered last.
  /// - Returns: false at the array's end, which is left.
  package mutating func nextElement() throws(JSONFault) -> Bool { try goOn(closing: UInt8(ascii: "]")) }

  /// Reads the comma before what comes next in the object or array at hand, or its end.
  @inline(__always)
  private mutating func goOn(closing: UInt8) throws(JSONFault) -> Bool {
    let byte = nextByte()
    if byte == closing {
      position += 1
      depth -= 1
      return false
    }
    if frames[depth - 1].isEmpty {
      frames[depth - 1].isEmpty = false
      return true
    }
    guard byte == UInt8(ascii: ",") else { throw unexpected("a comma or \(Character(Unicode.Scalar(closing)))") }
    position += 1
    return true
  }

  /// Reads over the value that comes next.
  package mutating func skip() throws(JSONFault) {
    let outside = depth
    repeat {
      if depth > outside {
        if frames[depth - 1].isObject {
          guard try nextKey() else { continue }
          if isKeyRepeated, keyRepeatedInside == nil { keyRepeatedInside = key.description }
        } else {
          guard try nextElement() else { continue }
        }
      }
      switch try kind() {
      case .object, .array: try enter()
      case .string:
        var nothing = NoText()
        try string(into: &nothing)
      case .number: try number()
      case .flag: _ = try flag()
      case .null: try literal("null")
      }
    } while depth > outside
  }

  /// The first key that an object within a skipped value had twice, once.
  mutating func takeKeyRepeatedInside() -> String? { keyRepeatedInside.take() }

  /// What stands at hand, where something else should be.
  mutating func unexpected(_ expected: String) -> JSONFault {
    let byte = byte()
    if byte == Self.newline { return JSONFault(kind: .end, offset: offset, found: "the line ends", expected: expected) }
    let found =
      switch byte {
      case 0: "a NUL byte"
      case UInt8(ascii: "'"): "a single quotation mark"
      case 0x21..<0x7F: "\"\(Character(Unicode.Scalar(byte)))\""
      case 0x80...: "a character that is not ASCII"
      default: "a control character (\(byte))"
      }
    return JSONFault(kind: .syntax, offset: offset, found: found, expected: expected)
  }
}

// MARK: - Literals and numbers

extension JSONWalker {
  /// Reads over a word.
  package mutating func literal(_ word: StaticString) throws(JSONFault) {
    for index in 0..<word.utf8CodeUnitCount {
      guard byte() == word.utf8Start[index] else { throw unexpected(word.description) }
      position += 1
    }
  }

  package mutating func flag() throws(JSONFault) -> Bool {
    let isTrue = byte() == UInt8(ascii: "t")
    try literal(isTrue ? "true" : "false")
    return isTrue
  }

  /// Reads a number (RFC 8259, section 6).
  /// - Returns: it when it is whole, has at most 18 digits, and is written without fraction and exponent; else nil.
  @discardableResult
  package mutating func number() throws(JSONFault) -> Int? {
    let isNegative = byte() == UInt8(ascii: "-")
    if isNegative { position += 1 }
    var value = 0
    var count = 0
    if byte() == UInt8(ascii: "0") {
      position += 1
      count = 1
      // A leading zero stands alone: 007 is no number.
      if Self.isDigit(byte()) { throw unexpected("no digit behind a leading zero") }
    } else {
      while Self.isDigit(byte()) {
        if count < 18 { value = value * 10 + Int(window[position] - 0x30) }
        count += 1
        position += 1
      }
      if count == 0 { throw unexpected("a digit") }
    }
    var isWhole = count <= 18
    if byte() == UInt8(ascii: ".") {
      position += 1
      isWhole = false
      try digits()
    }
    if byte() | 0x20 == UInt8(ascii: "e") {
      position += 1
      isWhole = false
      if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    return isWhole ? (isNegative ? -value : value) : nil
  }

  private mutating func digits() throws(JSONFault) {
    guard Self.isDigit(byte()) else { throw unexpected("a digit") }
    while Self.isDigit(byte()) { position += 1 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
