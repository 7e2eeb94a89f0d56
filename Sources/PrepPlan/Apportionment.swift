/// Whole numbers of items for shares: the parts of a total that come nearest to the shares and add up to the total.
///
/// The method of the largest remainder, also known as Hamilton's: each part gets its share rounded down, and what is left goes to
/// the parts that lost most by rounding. Of equal remainders, the part that comes last goes first, so that a test split is not
/// left empty for a validation split.
enum Apportionment {
  /// - Parameter weights: shares in any unit; not negative, and not all 0 unless the total is 0.
  static func parts(of total: Int, by weights: [Double]) -> [Int] {
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return weights.map { _ in 0 } }
    let ideal = weights.map { $0 / sum * Double(total) }
    var parts = ideal.map(down)
    let order = parts.indices.sorted { first, second in
      let (lost, other) = (ideal[first] - Double(parts[first]), ideal[second] - Double(parts[second]))
      return abs(lost - other) < tolerance ? first > second : lost > other
    }
    for index in order.prefix(total - parts.reduce(0, +)) { parts[index] += 1 }
    return parts
  }

  /// Products of decimal fractions may be slightly off a whole number.
  private static let tolerance = 1e-6

  static func down(_ number: Double) -> Int { Int((number + tolerance).rounded(.down)) }

  static func up(_ number: Double) -> Int { Int((number - tolerance).rounded(.up)) }
}

/// Divides strata one after another, so that in each stratum every part is its share rounded down or up, and all strata together
/// have exactly the parts of their total.
///
/// A division with whole numbers that meets the sums of rows and of columns always exists (it is an integral flow). With three
/// parts it can be found stratum by stratum: what is still wanted of each part must lie between the least and the most that the
/// strata to come can give of it.
struct StrataApportionment {
  private let shares: [Double]
  private var seen = 0
  /// What the strata to come can give of each part.
  private var least: [Int]
  private var most: [Int]

  init(shares: [Double]) {
    self.shares = shares
    least = shares.map { _ in 0 }
    most = least
  }

  private func bounds(of size: Int) -> (down: [Int], least: [Int], most: [Int]) {
    let down = shares.map { Apportionment.down($0 * Double(size)) }
    let up = shares.map { Apportionment.up($0 * Double(size)) }
    let (allDown, allUp) = (down.reduce(0, +), up.reduce(0, +))
    return (
      down, shares.indices.map { max(down[$0], size - (allUp - up[$0])) },
      shares.indices.map { min(up[$0], size - (allDown - down[$0])) }
    )
  }

  /// Announces a stratum. All must be announced before the first is divided.
  mutating func announce(_ size: Int) {
    let bounds = bounds(of: size)
    for index in shares.indices {
      least[index] += bounds.least[index]
      most[index] += bounds.most[index]
    }
  }

  /// The parts of the next stratum.
  /// - Parameter wanted: the parts of all strata together, less what earlier strata have got.
  /// - Parameter assigned: what earlier strata have got.
  mutating func divide(_ size: Int, wanted: [Int], assigned: [Int]) -> [Int] {
    let bounds = bounds(of: size)
    for index in shares.indices {
      least[index] -= bounds.least[index]
      most[index] -= bounds.most[index]
    }
    seen += size
    let left = size - bounds.down.reduce(0, +)
    let open = shares.indices.reversed().filter { bounds.most[$0] > bounds.down[$0] }
    var best = (parts: bounds.down, miss: Int.max, lack: -Double.infinity)
    for raised in Self.choices(of: left, from: open) {
      var parts = bounds.down
      for index in raised { parts[index] += 1 }
      let miss = shares.indices.reduce(0) { sum, index in
        let rest = wanted[index] - parts[index]
        return sum + max(0, least[index] - rest) + max(0, rest - most[index])
      }
      let lack = raised.reduce(0.0) { sum, index in
        sum + shares[index] * Double(seen) - Double(assigned[index] + bounds.down[index])
      }
      if (miss, best.lack + 1e-9) < (best.miss, lack) { best = (parts, miss, lack) }
    }
    return best.parts
  }

  /// All ways to choose so many of the indices.
  private static func choices(of count: Int, from indices: [Int]) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return indices.indices.flatMap { first in
      choices(of: count - 1, from: Array(indices[(first + 1)...])).map { [indices[first]] + $0 }
    }
  }
}
