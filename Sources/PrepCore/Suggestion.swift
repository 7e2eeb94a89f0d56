/// Finds the word that a misspelt word was meant to be.
package enum Suggestion {
  /// The candidate with the fewest single-letter edits. At most a third of the word's letters may be edited, but always at least
  /// one.
  package static func closest(to word: String, among candidates: [String]) -> String? {
    let ranked = candidates.map { ($0, distance(word, $0)) }.min { $0.1 < $1.1 }
    guard let (candidate, edits) = ranked, edits <= max(1, (word.count + 1) / 3) else { return nil }
    return candidate
  }

  /// Levenshtein's distance.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = letter == other ? diagonal : 1 + min(diagonal, above, row[j])
        diagonal = above
      }
    }
    return row[right.count]
  }
}
