/// Finds examples whose texts are the same or nearly the same, and examples with the same input and different answers. Holds
/// about 100 bytes an example, and 4 a shingle.
struct TextReview {
  /// An example's texts as hashes.
  private struct Entry {
    /// Of the user's text, unchanged and normalised.
    var exact: TextHash
    var normalized: TextHash
    /// Of the normalised text and the sources of the images.
    var input: TextHash
    var answer: TextHash
    var ordinal: Int
  }

  /// A finding whose rows are not known yet.
  struct Group {
    var kind: TextFinding.Kind
    var ordinals: [Int]
    var leftOut = 0
    var shared = 0
    var all = 0
  }

  /// Examples beyond this number are not examined.
  static let mostExamples = 2_000_000

  private var entries: [Entry] = []
  private var seen: Set<UInt64> = []
  private var near = NearDuplicates()
  private var hasImages = false
  /// The number of examples for which there was no room.
  private(set) var leftOut = 0

  /// - Parameters:
  ///   - asked: the texts that the model is given; they are compared unchanged.
  ///   - variable: the parts of them that come from the row, which are compared without what all examples share; nil when there
  ///     are none.
  ///   - sources: the names of the images.
  mutating func add(ordinal: Int, asked: String, variable: String?, sources: [String], answer: String) {
    guard entries.count < Self.mostExamples else {
      leftOut += 1
      return
    }
    if !sources.isEmpty { hasImages = true }
    let normalized = NormalizedText(variable ?? "")
    // Texts without a letter, such as emoji, are compared unchanged.
    let hash = normalized.scalars.isEmpty ? TextHash.of(variable ?? "") : normalized.hash
    var input = hash
    for source in sources { input.add(source) }
    entries.append(
      Entry(exact: .of(asked), normalized: hash, input: input, answer: .of(answer), ordinal: ordinal))
    if seen.insert(hash.value).inserted { near.add(normalized, number: ordinal) }
  }

  /// Why equal texts are not reported, if they are not: with images the question may be the same on purpose.
  var reasonForNoDuplicates: String? {
    guard hasImages, entries.count > 1, seen.count * 2 < entries.count else { return nil }
    return seen.count == 1 ? "all examples have the same text" : "\(entries.count) examples with images have \(seen.count) texts"
  }

  /// The first text that was not compared for near duplicates, by the ordinal of its example.
  private(set) var firstNotCompared: Int?

  mutating func groups() -> [Group] {
    var groups = conflicts()
    guard reasonForNoDuplicates == nil else { return groups }
    groups += duplicates()
    groups += near.matches().map { match in
      Group(kind: .near, ordinals: [match.original, match.text], shared: match.shared, all: match.all)
    }
    firstNotCompared = near.firstLeftOut
    return groups
  }

  private func grouped(by key: KeyPath<Entry, TextHash>) -> [[Entry]] {
    // Ordered by the first example of each group, which is in the order of the plan.
    var places: [TextHash: Int] = [:]
    var groups: [[Entry]] = []
    var counts: [TextHash: Int] = [:]
    for entry in entries { counts[entry[keyPath: key], default: 0] += 1 }
    for entry in entries where counts[entry[keyPath: key]] ?? 0 > 1 {
      if let place = places[entry[keyPath: key]] {
        groups[place].append(entry)
      } else {
        places[entry[keyPath: key]] = groups.count
        groups.append([entry])
      }
    }
    return groups
  }

  private func group(_ kind: TextFinding.Kind, _ entries: [Entry]) -> Group {
    let listed = entries.prefix(RowList.mostRows)
    return Group(kind: kind, ordinals: listed.map(\.ordinal), leftOut: entries.count - listed.count)
  }

  private func duplicates() -> [Group] {
    grouped(by: \.normalized).map { entries in
      group(entries.allSatisfy { $0.exact == entries[0].exact } ? .equal : .normalized, entries)
    }
  }

  /// The first row of each answer is listed.
  private func conflicts() -> [Group] {
    grouped(by: \.input).compactMap { entries in
      var answers: Set<TextHash> = []
      let different = entries.filter { answers.insert($0.answer).inserted }
      return different.count > 1 ? group(.conflict, different) : nil
    }
  }
}
