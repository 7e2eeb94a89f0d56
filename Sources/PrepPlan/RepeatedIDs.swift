import PrepCore
import PrepDigest
import PrepSystem

/// Finds ids that occur more than once, in constant memory except for the ids it finds.
struct RepeatedIDs: ~Copyable {
  struct Repeated {
    var ordinal: Int
    /// The lines of this item and of the first item with the same id.
    var line: Int
    var firstLine: Int
    /// 2 for the second item with the id, and so on.
    var occurrence: Int
    /// The id was made for an item without one; items that really have this id keep it.
    var isMadeUp = false
    /// This id or the first one was an address with credentials: without the credentials, different ids may become equal.
    var isRedacted: Bool
  }

  /// Marks, in the line of a record, an id that was redacted.
  private static let redactedMark: UInt64 = 1 << 63
  /// Marks, in the ordinal of a record, an id that was made up, so that the record sorts behind those with a real id.
  private static let madeUpMark: UInt64 = 1 << 63

  /// The half of a digest that distinguishes ids.
  private struct Prefix: Hashable {
    let a: UInt64
    let b: UInt64

    init(_ words: (UInt64, UInt64, UInt64, UInt64)) { (a, b) = (words.0, words.1) }
  }

  private var entries = ExternalSorter()

  /// - Parameter isMadeUp: whether the id was made for an item without one.
  mutating func add(
    _ id: String, ordinal: Int, line: Int, isRedacted: Bool = false, isMadeUp: Bool = false
  ) throws(RunError) {
    let words = SHA256Digest.of(fields: id).words
    try entries.add(
      ExternalSorter.Record(
        a: words.0, b: words.1, c: UInt64(ordinal) | (isMadeUp ? Self.madeUpMark : 0),
        d: UInt64(line) | (isRedacted ? Self.redactedMark : 0)))
  }

  /// The subset of `ids` that were added.
  mutating func known(of ids: some Sequence<String>) throws(RunError) -> Set<String> {
    var wanted: [Prefix: String] = [:]
    for id in ids { wanted[Prefix(SHA256Digest.of(fields: id).words)] = id }
    var known: Set<String> = []
    if wanted.isEmpty { return known }
    try entries.forEach { (entry) throws(RunError) in
      if let id = wanted[Prefix((entry.a, entry.b, 0, 0))] { known.insert(id) }
    }
    return known
  }

  /// All items except the first of each id, in the order of the plan.
  mutating func repeated() throws(RunError) -> [Repeated] {
    var result: [Repeated] = []
    var first: ExternalSorter.Record?
    var occurrence = 1
    try entries.forEach { (entry) throws(RunError) in
      if let first, first.a == entry.a, first.b == entry.b {
        occurrence += 1
        result.append(
          Repeated(
            ordinal: Int(entry.c & ~Self.madeUpMark), line: Int(entry.d & ~Self.redactedMark),
            firstLine: Int(first.d & ~Self.redactedMark),
            occurrence: occurrence, isMadeUp: entry.c & Self.madeUpMark != 0,
            isRedacted: (entry.d | first.d) & Self.redactedMark != 0))
      } else {
        first = entry
        occurrence = 1
      }
    }
    return result.sorted { $0.ordinal < $1.ordinal }
  }
}
