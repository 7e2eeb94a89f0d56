/// The words of a text: longest runs of letters, marks and digits (general categories L, M and N), with ``IgnoredDifferences``'s
/// `case` ignored. Everything else, also `_` and `-`, is between words.
struct ProseWords {
  private(set) var words: [String] = []
  /// Behind the last code point of each word.
  private(set) var ends: [Int] = []

  init(_ text: some Collection<Unicode.Scalar>) {
    var word = String.UnicodeScalarView()
    var place = 0
    func isolated(_ view: String.UnicodeScalarView) -> String { IgnoredDifferences.case.fold(String(view)) }
    for scalar in text {
      if scalar.isWordCharacter {
        word.append(scalar)
      } else if !word.isEmpty {
        words.append(isolated(word))
        ends.append(place)
        word = String.UnicodeScalarView()
      }
      place += 1
    }
    if !word.isEmpty {
      words.append(isolated(word))
      ends.append(place)
    }
  }

  func has(_ phrase: [String], at place: Int) -> Bool {
    place + phrase.count <= words.count && words[place..<place + phrase.count].elementsEqual(phrase)
  }

  /// The places of the words behind each retraction: `12, no wait, 14`.
  ///
  /// These phrases retract what stands before them: `wait`, `correction`, `sorry`, `scratch that`, `i mean`, `i meant`,
  /// `make that`, `on second thought`.
  var retractions: [Int] {
    words.indices.compactMap { place in
      Self.phrases[words[place]]?.first { has($0, at: place) }.map { place + $0.count }
    }
  }

  private static let phrases: [String: [[String]]] = [
    "wait": [["wait"]], "correction": [["correction"]], "sorry": [["sorry"]], "scratch": [["scratch", "that"]],
    "i": [["i", "mean"], ["i", "meant"]], "make": [["make", "that"]], "on": [["on", "second", "thought"]],
  ]
}
