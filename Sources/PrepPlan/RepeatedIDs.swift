import PrepCore
import PrepDigest

/// Finds ids that stand more than once, in constant memory but for those it finds.
struct RepeatedIDs: ~Copyable {
  struct Repeated {
    var ordinal: Int
    /// The line of this item and of the first one with its id.
    var line: Int
    var firstLine: Int
    /// 2 for the second item of the id, and so on.
    var occurrence: Int
    /// This id or the first one was an address with credentials: without them, different ids may be equal.
    var isRedacted: Bool
  }

  /// Marks, in a record's line, an id that was redacted.
  private static let redactedMark: UInt64 = 1 << 63

  private var entries = ExternalSorter()

  mutating func add(_ id: String, ordinal: Int, line: Int, isRedacted: Bool = false) throws(RunError) {
    let words = SHA256Digest.of(fields: id).words
    let mark = isRedacted ? Self.redactedMark : 0
    try entries.add(ExternalSorter.Record(a: words.0, b: words.1, c: UInt64(ordinal), d: UInt64(line) | mark))
  }

  /// All items but the first of each id, in the order of the plan.
  mutating func repeated() throws(RunError) -> [Repeated] {
    var result: [Repeated] = []
    var first: ExternalSorter.Record?
    var occurrence = 1
    try entries.forEach { (entry) throws(RunError) in
      if let first, first.a == entry.a, first.b == entry.b {
        occurrence += 1
        result.append(
          Repeated(
            ordinal: Int(entry.c), line: Int(entry.d & ~Self.redactedMark), firstLine: Int(first.d & ~Self.redactedMark),
            occurrence: occurrence, isRedacted: (entry.d | first.d) & Self.redactedMark != 0))
      } else {
        first = entry
        occurrence = 1
      }
    }
    return result.sorted { $0.ordinal < $1.ordinal }
  }
}
