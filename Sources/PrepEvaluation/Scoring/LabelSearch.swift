/// Finds the class that an answer in prose gives.
///
/// 1. When the whole text, without white space at its ends, is a class as the truths write it, or in another case, that is the
///    class.
/// 2. Else classes are looked for by their words (``ProseWords``): `development_opportunity` is also found as
///    `Development opportunity`, and `no` is not found in `notice`. From the left, at each word, the class with the most words
///    that begins there is mentioned, and the search goes on behind it. So `not opportunity` mentions the class
///    `not_opportunity`, not the class `opportunity`.
/// 3. A mention is negated when the word before it is `not`, `isn` or `wasn` with `t` behind it, `never`, `nor` or `neither`;
///    `a`, `an` and `the` may stand between. A negated mention does not count.
/// 4. When the mentions behind the last retraction (``ProseWords/retractions``) are of one class, that is it. When there are none
///    behind the last retraction, the one before it is looked at, and so on; at last the whole text is.
/// 5. When no class is mentioned, or several are, the answer gives none and is invalid.
///
/// Classes whose words are equal (`C` and `C++`) are found by rule 1 alone; where rule 2 finds one of them, it finds all. A class
/// without any word is found by rule 1 alone, too.
struct LabelSearch: Sendable {
  /// Classes by how they are written, in one case.
  private var byText: [String: Int32] = [:]
  /// Classes by their first words, those with the most words first.
  private var byFirstWord: [String: [(words: [String], classes: [Int32])]] = [:]

  mutating func add(_ text: String, _ index: Int32) {
    byText[IgnoredDifferences.case.fold(text.trimmed)] = index
    let words = ProseWords(Array(text.unicodeScalars)).words
    guard let first = words.first else { return }
    var known = byFirstWord[first] ?? []
    if let place = known.firstIndex(where: { $0.words == words }) {
      known[place].classes.append(index)
    } else {
      known.append((words, [index]))
      known.sort { $0.words.count > $1.words.count }
    }
    byFirstWord[first] = known
  }

  /// The class that a whole text is.
  func wholeClass(_ text: String) -> Int32? { byText[IgnoredDifferences.case.fold(text.trimmed)] }

  /// The class that a text gives.
  func label(in text: String) -> Int32? {
    if let whole = wholeClass(text) { return whole }
    let prose = ProseWords(text.unicodeScalars)
    var mentions: [(place: Int, classes: [Int32])] = []
    var place = 0
    while place < prose.words.count {
      guard let match = byFirstWord[prose.words[place]]?.first(where: { prose.has($0.words, at: place) }) else {
        place += 1
        continue
      }
      if !Self.isNegated(place, prose.words) { mentions.append((place, match.classes)) }
      place += match.words.count
    }
    let starts = prose.retractions.reversed() + [0]
    guard let start = starts.first(where: { start in mentions.last.map { $0.place >= start } ?? false }) else { return nil }
    let classes = Set(mentions.lazy.filter { $0.place >= start }.flatMap(\.classes))
    return classes.count == 1 ? classes.first : nil
  }

  private static func isNegated(_ place: Int, _ words: [String]) -> Bool {
    var before = place - 1
    while before >= 0, ["a", "an", "the"].contains(words[before]) { before -= 1 }
    guard before >= 0 else { return false }
    if before > 0, words[before] == "t" { return words[before - 1] == "isn" || words[before - 1] == "wasn" }
    return ["not", "never", "nor", "neither"].contains(words[before])
  }
}
