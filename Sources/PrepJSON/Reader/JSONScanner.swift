import CPrepKernels
import Glibc

/// The bytes of a JSON text, and the parts of parsing that need no position in the structure: white space, words, numbers,
/// strings.
@usableFromInline
package struct JSONScanner<Input: JSONInput> {
  @usableFromInline var input: Input
  @usableFromInline let options: JSONOptions
  /// What is in memory and not yet read.
  @usableFromInline var window: UnsafeBufferPointer<UInt8>
  /// The next byte in the window.
  @usableFromInline var position = 0
  /// The place in the text of the first byte that is not in the window: the input's, at hand.
  @usableFromInline var end: Int
  /// Where the first escape of half a surrogate pair stands.
  @usableFromInline var loneSurrogate: Int?
  /// Whether the white space that was read last ends in a carriage return.
  @usableFromInline var isBehindCarriageReturn = false

  @inlinable
  init(_ input: Input, window: UnsafeBufferPointer<UInt8>, options: JSONOptions) {
    self.input = input
    self.window = window
    self.options = options
    end = input.end
  }

  @inlinable static var newline: UInt8 { 0x0A }

  /// The place in the text of the next byte.
  @inlinable var offset: Int { end - (window.count - position) }

  /// Whether nothing is left of the text.
  @inlinable var isAtEnd: Bool { mutating get { position == window.count && !fill() } }

  /// Reads more behind the bytes that are left.
  /// - Returns: false at the end of the text.
  @usableFromInline
  mutating func fill() -> Bool {
    let left = window.count - position
    guard let filled = input.fill(keeping: UnsafeBufferPointer(rebasing: window[position...])) else { return false }
    window = filled
    position = 0
    end = input.end
    return window.count > left
  }

  /// The byte at hand; 0 at the end of the text.
  @inlinable @inline(__always)
  mutating func byte() -> UInt8 {
    if position == window.count && !fill() { return 0 }
    return window[position]
  }

  /// The next byte that is no white space, which a newline is not where lines are read; 0 at the end of the text.
  @inlinable @inline(__always)
  mutating func nextByte() -> UInt8 {
    while true {
      let byte = byte()
      guard byte <= 0x20 else { return byte }
      guard byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A && !options.isByLine else { return byte }
      isBehindCarriageReturn = byte == 0x0D
      position += 1
    }
  }

  /// What stands at hand, where something else should be.
  @usableFromInline
  mutating func unexpected(_ expected: String) -> JSONFault {
    let byte = byte()
    if options.isByLine, isAtEnd || byte == Self.newline {
      return JSONFault(.end, at: offset, found: "the line ends", expected: expected)
    }
    if isAtEnd { return JSONFault(.end, at: offset, found: "the text ends", expected: expected) }
    let found =
      switch byte {
      case 0: "a NUL byte"
      case UInt8(ascii: "'"): "a single quotation mark"
      case 0x21..<0x7F: "\"\(Character(Unicode.Scalar(byte)))\""
      case 0x80...: "a character that is not ASCII"
      default: "a control character (\(byte))"
      }
    return JSONFault(.syntax, at: offset, found: found, expected: expected)
  }
}

// MARK: - Words and numbers

extension JSONScanner {
  /// What kind of value comes next.
  @inlinable
  mutating func kind() throws(JSONFault) -> JSONKind {
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

  /// Reads over a word.
  @inlinable
  mutating func literal(_ word: StaticString) throws(JSONFault) {
    for index in 0..<word.utf8CodeUnitCount {
      guard byte() == word.utf8Start[index] else { throw unexpected(word.description) }
      position += 1
    }
  }

  @inlinable
  mutating func flag() throws(JSONFault) -> Bool {
    let isTrue = byte() == UInt8(ascii: "t")
    try literal(isTrue ? "true" : "false")
    return isTrue
  }

  /// Reads a number.
  @usableFromInline
  mutating func number() throws(JSONFault) -> JSONNumber {
    var number = JSONNumber()
    while number.take(byte()) { position += 1 }
    if number.isZero, byte() &- 0x30 < 10 { throw unexpected("no digit behind a leading zero") }
    guard number.isComplete else { throw unexpected("a digit") }
    return number
  }
}

// MARK: - Strings

/// How many bytes are plain text of a string.
///
/// A separate function, so that code that is inlined into other modules does not refer to the C function.
@usableFromInline
func plainText(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int { vp_json_text_run(bytes, count, 0) }

extension JSONScanner {
  /// How many bytes at hand, up to the window's end, are plain text of a string.
  @inlinable @inline(__always)
  func textRun() -> Int {
    guard position < window.count, let base = window.baseAddress else { return 0 }
    return plainText(base + position, window.count - position)
  }

  /// Reads the string that begins at hand.
  @inlinable
  mutating func string(into sink: inout some TextSink) throws(JSONFault) {
    position += 1
    while true {
      let run = textRun()
      if run > 0 {
        sink.take(UnsafeBufferPointer(rebasing: window[position..<position + run]))
        position += run
      }
      if position < window.count {
        if window[position] == UInt8(ascii: "\"") {
          position += 1
          return
        }
        if window[position] == UInt8(ascii: "\\") {
          try escape(into: &sink)
          continue
        }
      }
      try goOn(into: &sink)
    }
  }

  /// Reads on where the window ends, or where something stands that a string may not have.
  @usableFromInline
  mutating func goOn(into sink: inout some TextSink) throws(JSONFault) {
    if position == window.count {
      guard fill() else { throw unexpected("the quotation mark that closes the string") }
      return
    }
    switch window[position] {
    case Self.newline where options.isByLine: throw unexpected("the quotation mark that closes the string")
    case 0..<0x20:
      throw unexpected("\\u00\(window[position] < 16 ? "0" : "")\(String(window[position], radix: 16)) in its place")
    default:
      // A sequence that the window cuts off may continue behind it.
      if window.count - position < 4, fill() { return }
      guard options.invalidUTF8 == .replace else {
        throw JSONFault(.encoding, at: offset, found: "bytes that are not UTF-8")
      }
      position += illFormedLength
      Self.give("\u{FFFD}", to: &sink)
    }
  }

  /// The number of ill-formed bytes here that one U+FFFD replaces: the longest start of a sequence, or one byte.
  ///
  /// Source: Unicode, section 3.9, "U+FFFD Substitution of Maximal Subparts", with table 3-7.
  private var illFormedLength: Int {
    let bytes = window[position...].prefix(4)
    let lead = window[position]
    let length = (0xC2..<0xE0).contains(lead) ? 2 : (0xE0..<0xF0).contains(lead) ? 3 : (0xF0..<0xF5).contains(lead) ? 4 : 1
    let least: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
    let most: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
    guard length > 1, bytes.count > 1, (least...most).contains(window[position + 1]) else { return 1 }
    return 2 + bytes.dropFirst(2).prefix(length - 2).prefix { $0 & 0xC0 == 0x80 }.count
  }

  @inlinable
  static func give(_ scalar: Unicode.Scalar, to sink: inout some TextSink) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { bytes in
      var count = 0
      for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
        bytes[count] = unit
        count += 1
      }
      sink.take(UnsafeBufferPointer(rebasing: bytes[..<count]))
    }
  }

  @inlinable
  mutating func escape(into sink: inout some TextSink) throws(JSONFault) {
    let start = offset
    position += 1
    let decoded: UInt8
    switch byte() {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded = window[position]
    case UInt8(ascii: "b"): decoded = 0x08
    case UInt8(ascii: "f"): decoded = 0x0C
    case UInt8(ascii: "n"): decoded = 0x0A
    case UInt8(ascii: "r"): decoded = 0x0D
    case UInt8(ascii: "t"): decoded = 0x09
    case UInt8(ascii: "u"):
      position += 1
      return Self.give(try unicodeEscape(from: start), to: &sink)
    default: throw unexpected("one of \" \\ / b f n r t u behind a backslash")
    }
    position += 1
    withUnsafePointer(to: decoded) { sink.take(UnsafeBufferPointer(start: $0, count: 1)) }
  }

  /// Reads the four digits of `\uXXXX`, and of a surrogate pair also the second escape. Half a pair stands for U+FFFD.
  @inlinable
  mutating func unicodeEscape(from start: Int) throws(JSONFault) -> Unicode.Scalar {
    let unit = try codeUnit()
    guard unit & 0xF800 == 0xD800 else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
    // Only the escape of a low surrogate combines with a high one; any other is separate.
    while window.count - position < 6, fill() {}
    if unit < 0xDC00, let low = lowSurrogate() {
      position += 6
      return Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF) ?? "\u{FFFD}"
    }
    if options.loneSurrogates == .refuse {
      throw JSONFault(.surrogate, at: start, found: "an escape of half a surrogate pair")
    }
    loneSurrogate = loneSurrogate ?? start
    return "\u{FFFD}"
  }

  /// The low surrogate whose escape comes next; nil when there is none.
  @inlinable
  func lowSurrogate() -> UInt32? {
    let escape = window[position...].prefix(6)
    guard escape.count == 6, escape.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else { return nil }
    let unit = escape.dropFirst(2).reduce(0 as UInt32) { unit, byte in
      Self.hexadecimal(byte).map { unit << 4 | UInt32($0) } ?? 0
    }
    return unit & 0xFC00 == 0xDC00 ? unit : nil
  }

  @inlinable
  mutating func codeUnit() throws(JSONFault) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Self.hexadecimal(byte()) else { throw unexpected("four hexadecimal digits behind \\u") }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }

  @inlinable
  static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): (byte | 0x20) - 0x61 + 10
    default: nil
    }
  }

  /// Skips the string here by searching for its closing quotation mark, without checking its content.
  @usableFromInline
  mutating func passString() throws(JSONFault) {
    position += 1
    while true {
      guard position < window.count, let base = window.baseAddress,
        let found = memchr(base + position, 0x22, window.count - position)
      else {
        // A backslash at the window's end may belong to a quotation mark behind it.
        position = window.count - backslashes(before: window.count) % 2
        guard fill() else {
          position = window.count
          throw unexpected("the quotation mark that closes the string")
        }
        continue
      }
      let quote = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      let isEscaped = backslashes(before: quote) % 2 == 1
      position = quote + 1
      if !isEscaped { return }
    }
  }

  /// Backslashes between the byte at hand and a place in the window, right before the place.
  private func backslashes(before place: Int) -> Int {
    var start = place
    while start > position, window[start - 1] == UInt8(ascii: "\\") { start -= 1 }
    return place - start
  }
}
