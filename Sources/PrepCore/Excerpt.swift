extension StringProtocol {
  /// The start of a text, for a message: what a file holds can be as long as the file.
  public var excerpt: String {
    let scalars = unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: 80, limitedBy: scalars.endIndex), end < scalars.endIndex else {
      return String(self)
    }
    return String(self[..<end]) + "…"
  }
}
