extension String {
  /// The text as it can be shown anywhere. What would steer a terminal, break the line, or change how the text around it looks,
  /// is written as a programmer writes it: `\n`, `\t`, `\r`, `\x1b` for a control character of ASCII, `\u009b` or `\u202e` for
  /// any other.
  ///
  /// A backslash of the text stays one backslash, so this is for people; the exact text is in the JSON.
  var harmless: String {
    // In UTF-8, a scalar that is not harmless begins with one of these bytes, and most texts have none of them.
    let isSuspect = utf8.contains { byte in
      byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2 || byte == 0xEF
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
  /// what reorders text (embeddings, overrides, isolates and marks of direction); and what has no width, but for the joiners that
  /// emoji and several scripts need.
  var isHarmless: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: false
    case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: false
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
      let width = value < 0x80 ? 2 : 4
      return (value < 0x80 ? "\\x" : "\\u") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
  }
}
