/// How many single letters must be inserted, removed, replaced, or exchanged with their neighbour to turn one text into another
/// (optimal string alignment).
enum EditDistance {
  /// The distance, or nil when it is more than `most`.
  static func between(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost most: Int) -> Int? {
    guard abs(left.count - right.count) <= most else { return nil }
    var before: [Int] = []
    var row = Array(0...right.count)
    for i in left.indices {
      var next = [i + 1]
      next.reserveCapacity(row.count)
      var least = i + 1
      for j in right.indices {
        var distance = min(row[j] + (left[i] == right[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { distance = min(distance, before[j - 1] + 1) }
        next.append(distance)
        least = min(least, distance)
      }
      // Each later row has at least the least value of this one. An exchange looks one row further back.
      if least > most + 1 { return nil }
      before = row
      row = next
    }
    return row[right.count] <= most ? row[right.count] : nil
  }
}
