extension JSONCursor {
  /// The text of a string.
  package func string(_ range: Range<Int>) throws(Fault) -> String {
    var text: [UInt8] = []
    try append(range, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the text of a string as UTF-8. Half of a surrogate pair becomes U+FFFD.
  package func append(_ range: Range<Int>, to text: inout [UInt8]) throws(Fault) {
    let begin = text.count
    var index = range.lowerBound
    while true {
      let rest = bytes[index..<range.upperBound]
      let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) ?? range.upperBound
      let plain = bytes[index..<backslash]
      if plain.contains(where: { $0 < 0x20 }) { throw Fault("a control character in a string; it must be escaped") }
      text.append(contentsOf: plain)
      guard backslash < range.upperBound else { break }
      index = try appendEscape(at: backslash, before: range.upperBound, to: &text)
    }
    let isUTF8 = text.withUnsafeBufferPointer { text in
      text[begin...].allSatisfy { $0 < 0x80 } || String(validating: text[begin...], as: UTF8.self) != nil
    }
    if !isUTF8 { throw Fault("a string is not UTF-8") }
  }

  /// - Returns: where the escape ends.
  private func appendEscape(at start: Int, before end: Int, to text: inout [UInt8]) throws(Fault) -> Int {
    switch start + 1 < end ? bytes[start + 1] : 0 {
    case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      let (scalar, next) = try escapedScalar(at: start, before: end)
      text.append(contentsOf: String(Character(scalar)).utf8)
      return next
    default: throw Fault("an escape that JSON does not know")
    }
    return start + 2
  }

  private func escapedScalar(at start: Int, before end: Int) throws(Fault) -> (Unicode.Scalar, next: Int) {
    guard let first = codeUnit(at: start, before: end) else { throw Fault("\\u without four hexadecimal digits") }
    if let scalar = Unicode.Scalar(first) { return (scalar, start + 6) }
    guard first < 0xDC00, let second = codeUnit(at: start + 6, before: end), 0xDC00..<0xE000 ~= second,
      let scalar = Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
    else { return ("\u{FFFD}", start + 6) }
    return (scalar, start + 12)
  }

  private func codeUnit(at start: Int, before end: Int) -> UInt32? {
    guard start + 6 <= end, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u") else { return nil }
    var unit: UInt32 = 0
    for byte in bytes[start + 2..<start + 6] {
      guard byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }
}
