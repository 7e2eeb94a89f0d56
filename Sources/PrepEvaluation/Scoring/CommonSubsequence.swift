/// The length of the longest common subsequence of a truth and any number of answers: how many elements of a list are right.
///
/// A row of the alignment is kept as bits, so a step takes as many words as the truth has elements, divided by 64.
/// Source: Hyyrö, "Bit-parallel LCS-length computation revisited" (2004).
struct CommonSubsequence: Sendable, Hashable {
  let count: Int
  /// For each element of the truth, the places where it stands.
  private let places: [ComparedValue: [UInt64]]

  init(truth: [ComparedValue]) {
    count = truth.count
    let words = (truth.count + 63) / 64
    var places: [ComparedValue: [UInt64]] = [:]
    for (place, element) in truth.enumerated() {
      places[element, default: [UInt64](repeating: 0, count: words)][place / 64] |= 1 << UInt64(place % 64)
    }
    self.places = places
  }

  func length(with answer: [ComparedValue]) -> Int {
    // A zero bit says that the subsequence is longer by one up to there.
    var row = [UInt64](repeating: .max, count: (count + 63) / 64)
    for element in answer {
      guard let places = places[element] else { continue }
      var carry: UInt64 = 0
      for word in row.indices {
        let shared = row[word] & places[word]
        let (sum, first) = row[word].addingReportingOverflow(shared)
        let (total, second) = sum.addingReportingOverflow(carry)
        carry = first || second ? 1 : 0
        row[word] = total | row[word] & ~places[word]
      }
    }
    // Bits beyond the truth may have been cleared by a carry.
    if count % 64 > 0 { row[row.count - 1] |= .max << UInt64(count % 64) }
    return row.reduce(0) { $0 + (~$1).nonzeroBitCount }
  }
}
