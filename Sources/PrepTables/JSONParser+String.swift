extension JSONParser {
  /// Reads a string from its opening quote to behind its closing one.
  mutating func string() throws(JSONSyntaxError) -> String {
    let start = position + 1
    position = start
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        position += 1
        return text
      case UInt8(ascii: "\\"): return try stringWithEscapes(from: start)
      case 0..<0x20: throw error("an unescaped control character (\(Self.name(bytes[position]))) in a string")
      default: position += 1
      }
    }
    throw unclosed(from: start)
  }

  private mutating func stringWithEscapes(from start: Int) throws(JSONSyntaxError) -> String {
    var decoded = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &decoded)
      case 0..<0x20: throw error("an unescaped control character (\(Self.name(byte))) in a string")
      default:
        decoded.append(byte)
        position += 1
      }
    }
    throw unclosed(from: start)
  }

  private mutating func escape(into decoded: inout [UInt8]) throws(JSONSyntaxError) {
    guard position + 1 < bytes.count else { throw error("the text ends inside an escape") }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(bytes[position + 1])
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try unicodeEscape()
      decoded.append(contentsOf: Character(scalar).utf8)
      return
    default: throw error("an escape that JSON does not know")
    }
    position += 2
  }

  /// Reads `\uXXXX`, or two of them that form a surrogate pair.
  private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let replacement: Unicode.Scalar = "\u{FFFD}"
    guard let first = codeUnit(at: position) else { throw error("a \\u escape without four hexadecimal digits") }
    position += 6
    guard first & 0xF800 == 0xD800 else { return Unicode.Scalar(first) ?? replacement }
    guard first < 0xDC00, let second = codeUnit(at: position), second & 0xFC00 == 0xDC00 else { return replacement }
    position += 6
    return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? replacement
  }

  private func codeUnit(at index: Int) -> UInt32? {
    guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else { return nil }
    var unit: UInt32 = 0
    for byte in bytes[index + 2..<index + 6] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  private mutating func unclosed(from start: Int) -> JSONSyntaxError {
    position = start - 1
    return error("a string that is never closed")
  }

  private static func name(_ byte: UInt8) -> String {
    switch byte {
    case 0x00: "NUL"
    case 0x09: "a tab"
    case 0x0A, 0x0D: "a line break"
    default: "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }
}
