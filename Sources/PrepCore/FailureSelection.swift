/// Selects the failed items to do again: by their codes, by `http_4xx` and `http_5xx` for a hundred codes each, or all of them.
public struct FailureSelection: Sendable, Hashable {
  /// The words as they were written, in alphabetical order, each once.
  public let words: [String]

  /// No failed item.
  public static let none = FailureSelection(words: [])
  /// Every failed item.
  public static let all = FailureSelection(words: ["all"])

  private init(words: [String]) { self.words = words }

  public init(_ codes: Set<FailureCode>) { words = codes.map(\.name).sorted() }

  /// Parses words that are separated by commas: `timeout,dns,http_5xx`.
  /// - Throws: the first word that names no failure.
  public init(parsing text: String) throws(UnknownWord) {
    var words: Set<String> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      guard word == "all" || Self.statusClass(word) != nil || FailureCode(name: word) != nil else {
        throw UnknownWord(word: word)
      }
      words.insert(word)
    }
    self.words = words.sorted()
  }

  /// A word that names no failure.
  public struct UnknownWord: Error, Sendable, Hashable {
    public let word: String
  }

  public var isEmpty: Bool { words.isEmpty }

  public func contains(_ code: FailureCode) -> Bool {
    words.contains { word in
      word == "all" || word == code.name || Self.statusClass(word).map { code.name.hasPrefix($0) } ?? false
    }
  }

  /// `http_5` of `http_5xx`.
  private static func statusClass(_ word: String) -> String? {
    guard word == "http_4xx" || word == "http_5xx" else { return nil }
    return String(word.dropLast(2))
  }
}

extension FailureSelection: CustomStringConvertible {
  /// The words with commas.
  public var description: String { words.joined(separator: ",") }
}
