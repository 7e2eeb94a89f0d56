extension String {
  /// The text as it can be shown anywhere. What would steer a terminal, break the line, or change how the text around it looks,
  /// is written as a programmer writes it: `\n`, `\t`, `\r`, `\x1b` for a control character of ASCII, `\u009b`, `\u202e` or
  /// `\U000e0041` for any other.
  ///
  /// A backslash of the text stays one backslash, so this is for people; the exact text is in the JSON.
  var harmless: String {
    // In UTF-8, a scalar that is not harmless begins with one of these bytes, and most texts have none of them.
    let isSuspect = utf8.contains { byte in
      switch byte {
      case 0..<0x20, 0x7F, 0xC2, 0xD8, 0xE1, 0xE2, 0xEF, 0xF0, 0xF3: true
      default: false
      }
    }
    guard isSuspect else { return self }
    var text = ""
    text.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      if scalar.isHarmless { text.unicodeScalars.append(scalar) } else { text += scalar.notation }
    }
    return text
  }

  /// The text on one line: runs of line breaks become a space.
  var oneLine: String {
    split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

extension Unicode.Scalar {
  /// Whether a terminal only shows it. Not harmless are C0 controls, DEL and C1 controls; separators of lines and paragraphs;
  /// and characters of format (category Cf): they reorder text, or have no width and hide in it, as tags do. Of these, the joiners are
  /// harmless, which emoji and several scripts need, and signs that are seen, such as the end of an ayah.
  var isHarmless: Bool {
    switch value {
    case 0x20..<0x7F: return true
    // Zero-width joiner and non-joiner, and what Unicode calls prepended concatenation marks (PropList.txt).
    case 0x200C, 0x200D, 0x0600...0x0605, 0x06DD, 0x070F, 0x0890...0x0891, 0x08E2, 0x110BD, 0x110CD: return true
    // Reserved for characters of format.
    case 0x2065, 0xFFF0...0xFFF8, 0xE0000...0xE007F: return false
    default: break
    }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }

  fileprivate var notation: String {
    switch self {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      let digits = String(value, radix: 16)
      let (sign, width) = value < 0x80 ? ("\\x", 2) : value < 0x10000 ? ("\\u", 4) : ("\\U", 8)
      return sign + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
  }
}
