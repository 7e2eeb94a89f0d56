/// The texts by which a model declines to answer.
///
/// A text is a refusal when it equals one of the rules' in Unicode's normal form C, after both lose white space and punctuation
/// (category P) at their ends and the difference of upper and lower case (``IgnoredDifferences``). So `"not identifiable."` is
/// `Not identifiable`.
///
/// Where refusals are looked for:
/// - the whole answer, when it is text, or JSON that is a single text;
/// - the value of the primary field, when one field is primary.
///
/// Such an item is refused. But when the truth is a refusal in that place too, the answer is right there, even when it is another of
/// the refusals. A whole answer that is a refusal stands for the primary field: where that field's truth is a refusal, the
/// item is right and its other fields are missing.
struct Refusals: Sendable {
  private let texts: Set<String>
  /// No text with more bytes between its ends is one: folding makes no text shorter than a quarter.
  private let most: Int

  init(_ texts: [String]) {
    self.texts = Set(texts.map(Self.plain))
    most = (texts.map(\.utf8.count).max() ?? -1) * 4
  }

  func contains(_ text: String) -> Bool {
    if texts.isEmpty { return false }
    let bare = Self.bare(text)
    return bare.utf8.count <= most && texts.contains(IgnoredDifferences.case.fold(String(bare)))
  }

  private static func plain(_ text: String) -> String { IgnoredDifferences.case.fold(String(bare(text))) }

  private static func bare(_ text: String) -> Substring {
    let scalars = text.unicodeScalars
    let isKept = { (scalar: Unicode.Scalar) in !scalar.isSpace && !scalar.isPunctuation }
    guard let start = scalars.firstIndex(where: isKept), let end = scalars.lastIndex(where: isKept) else { return "" }
    return text[start...end]
  }
}
