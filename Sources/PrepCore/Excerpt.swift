extension StringProtocol {
  /// The start of a text, for a message: content of a file can be as long as the file.
  package var excerpt: String {
    let scalars = unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: 80, limitedBy: scalars.endIndex), end < scalars.endIndex else {
      return String(self)
    }
    return String(self[..<end]) + "…"
  }
}

extension String {
  /// The text without control characters, so that content of a file cannot control a terminal.
  package var printable: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }
}
