/// Which pages of a PDF are wanted: `all`, `first`, or ranges such as `1-3,5,8-`.
public enum PageSelection: Sendable, Hashable {
  case all
  case first
  /// 1-based page numbers; the end of an open range is `Int.max`.
  case ranges([ClosedRange<Int>])

  /// Nil when the text is none of these forms, or a range is empty or starts below 1.
  public init?(parsing text: String) {
    switch text {
    case "all": self = .all
    case "first": self = .first
    default:
      var ranges: [ClosedRange<Int>] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
          .map { $0.trimmingSpaces() }
        guard let start = Int(ends[0]), start >= 1 else { return nil }
        var end = start
        if ends.count == 2 {
          guard let given = ends[1].isEmpty ? Int.max : Int(ends[1]), given >= start else { return nil }
          end = given
        }
        ranges.append(start...end)
      }
      self = .ranges(ranges)
    }
  }

  /// The 0-based indices of the wanted pages of a document of `count` pages, ascending and each once.
  package func indices(ofPages count: Int) -> [Int] {
    switch self {
    case .all: Array(0..<count)
    case .first: count > 0 ? [0] : []
    case .ranges(let ranges):
      (0..<count).filter { index in ranges.contains { $0.contains(index + 1) } }
    }
  }
}

extension StringProtocol {
  /// The text without spaces and tabs at both ends.
  fileprivate func trimmingSpaces() -> SubSequence {
    var text = self[...]
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
