/// Looks through the distinct values of a column for probable mistakes.
struct ColumnReview {
  private let column: String
  private let counts: [ValueCounts.Count]
  /// Examples with a value.
  private let total: Int

  /// Values beyond this number are not compared with one another.
  static let mostCompared = 5000

  init(_ column: String, _ values: ValueCounts) {
    self.column = column
    counts = values.ranked()
    total = counts.reduce(0) { $0 + $1.examples.total }
  }

  var findings: [ColumnFinding] {
    spaces() + lookalikes() + spellings() + nearSpellings() + formats() + units() + singles()
  }

  private func entry(_ count: ValueCounts.Count, note: String? = nil) -> ColumnFinding.Entry {
    ColumnFinding.Entry(value: count.value, count: count.examples.total, note: note)
  }

  private func finding(_ kind: ColumnFinding.Kind, _ entries: [ColumnFinding.Entry]) -> [ColumnFinding] {
    entries.isEmpty ? [] : [ColumnFinding(kind: kind, column: column, entries: entries)]
  }

  /// Of entries that should be one, the most frequent one is assumed to be meant.
  private func alternatives(_ kind: ColumnFinding.Kind, _ entries: [ColumnFinding.Entry]) -> ColumnFinding {
    var sorted = entries.sorted { ($1.count, $0.value) < ($0.count, $1.value) }
    sorted[0].isListed = false
    return ColumnFinding(kind: kind, column: column, entries: sorted)
  }

  private func spaces() -> [ColumnFinding] {
    finding(.spaces, counts.compactMap { count in Spelling.spaceFault(in: count.value).map { entry(count, note: $0) } })
  }

  private func lookalikes() -> [ColumnFinding] {
    finding(
      .lookalikes,
      counts.compactMap { count in
        let found = Lookalikes.found(in: count.value)
        if found.isEmpty { return nil }
        var words: [String] = []
        for scalar in found {
          let word = "\(Spelling.codePoint(scalar)) looks like \(Lookalikes.look(of: scalar).map(String.init) ?? "")"
          if !words.contains(word) { words.append(word) }
        }
        return entry(count, note: words.joined(separator: ", "))
      })
  }

  private func spellings() -> [ColumnFinding] {
    var groups: [String: [ValueCounts.Count]] = [:]
    for count in counts { groups[Spelling.fold(count.value), default: []].append(count) }
    return groups.values.filter { $0.count > 1 }.map { alternatives(.spellings, $0.map { entry($0) }) }.inOrder
  }

  /// A value is a near spelling of another one when the other is at least three times as frequent, the numbers of both are the
  /// same, and at most one letter in five differs, and at most two letters. Texts of fewer than five letters are too short to
  /// decide.
  private func nearSpellings() -> [ColumnFinding] {
    struct Candidate {
      var count: ValueCounts.Count
      var fold: String
      var letters: [Unicode.Scalar]
      var numbers: [Unicode.Scalar]
      /// A bit for each kind of letter. A letter that differs changes at most two bits.
      var mask: UInt64
    }
    guard counts.count <= Self.mostCompared else { return [] }
    let candidates = counts.compactMap { count -> Candidate? in
      let fold = Spelling.fold(count.value)
      let letters = Array(fold.unicodeScalars)
      guard (5...100).contains(letters.count) else { return nil }
      return Candidate(
        count: count, fold: fold, letters: letters, numbers: letters.filter { $0.properties.numericType != nil },
        mask: letters.reduce(0) { $0 | 1 << UInt64($1.value & 63) })
    }
    var findings: [ColumnFinding] = []
    // The values are ranked: those before a candidate are at least as frequent.
    for (index, rare) in candidates.enumerated() {
      for usual in candidates[..<index] {
        guard usual.count.examples.total >= 3 * rare.count.examples.total else { break }
        let most = min(2, min(rare.letters.count, usual.letters.count) / 5)
        guard (rare.mask ^ usual.mask).nonzeroBitCount <= 2 * most, rare.numbers == usual.numbers,
          rare.fold != usual.fold, EditDistance.between(usual.letters, rare.letters, atMost: most) != nil
        else { continue }
        findings.append(alternatives(.nearSpellings, [entry(usual.count), entry(rare.count)]))
      }
    }
    return findings.inOrder
  }

  /// The ways of writing the column's numbers, with the values that are written so.
  private var masks: [(mask: String, members: [ValueCounts.Count])] {
    var groups: [ExactText: [ValueCounts.Count]] = [:]
    for count in counts {
      if let mask = ValueFormat.mask(of: count.value) { groups[ExactText(mask), default: []].append(count) }
    }
    return groups.map { ($0.key.text, $0.value) }.sorted { $0.mask.utf8.lexicographicallyPrecedes($1.mask.utf8) }
  }

  private func entry(_ value: String, _ members: [ValueCounts.Count]) -> ColumnFinding.Entry {
    ColumnFinding.Entry(value: value, count: members.reduce(0) { $0 + $1.examples.total }, members: members.map(\.value))
  }

  private func formats() -> [ColumnFinding] {
    var groups: [String: [ColumnFinding.Entry]] = [:]
    for (mask, members) in masks { groups[Spelling.fold(mask), default: []].append(entry(mask, members)) }
    return groups.values.filter { $0.count > 1 }.map { alternatives(.formats, $0) }.inOrder
  }

  /// A column of measures: at least half of its values are a number with or without a unit, and at least a quarter have a unit.
  private func units() -> [ColumnFinding] {
    var units: [String: [ValueCounts.Count]] = [:]
    for (mask, members) in masks {
      if let unit = ValueFormat.unit(ofMask: mask) { units[unit, default: []] += members }
    }
    let entries = units.map { entry($0.key.isEmpty ? "no unit" : $0.key, $0.value) }
    let measures = entries.reduce(0) { $0 + $1.count }
    let without = units[""]?.reduce(0) { $0 + $1.examples.total } ?? 0
    guard entries.count > 1, measures * 2 >= total, (measures - without) * 4 >= total else { return [] }
    return [alternatives(.units, entries)]
  }

  /// Only in a column of at least twenty values, nine in ten of which occur more than once.
  private func singles() -> [ColumnFinding] {
    let singles = counts.filter { $0.examples.total == 1 }
    guard total >= 20, singles.count * 10 <= total else { return [] }
    return finding(.singles, singles.map { entry($0) })
  }
}

extension [ColumnFinding] {
  /// In the order of their most frequent values, which no dictionary's order changes.
  fileprivate var inOrder: [ColumnFinding] {
    sorted { first, second in
      let (left, right) = (first.entries.map(\.value), second.entries.map(\.value))
      return left.lexicographicallyPrecedes(right) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }
}
