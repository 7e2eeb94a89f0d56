/// Groups of numbers, formed from pairs that are alike.
///
/// Likeness is not transitive: in a film each frame resembles the next one, but the last does not resemble the first. So two
/// groups are joined only when their eldest members (those with the lowest numbers) are also alike, by a looser measure. Pairs
/// are processed in the given order: the most alike first.
package struct PictureGroups: Sendable {
  private var parents: [Int]
  /// Pairs that are alike but were kept apart, because the eldest members of their groups are not alike.
  package private(set) var refused: [Pair] = []

  package struct Pair: Sendable, Hashable {
    package var first: Int
    package var second: Int

    package init(_ first: Int, _ second: Int) {
      self.first = first
      self.second = second
    }
  }

  /// - Parameters:
  ///   - count: how many numbers there are, from 0.
  ///   - pairs: the pairs that are alike, the most alike first.
  ///   - mayJoin: whether two groups with these eldest members may be joined.
  package init(count: Int, pairs: [Pair], mayJoin: (Int, Int) -> Bool) {
    parents = Array(0..<count)
    for pair in pairs {
      let (one, other) = (eldest(of: pair.first), eldest(of: pair.second))
      guard one != other else { continue }
      // The eldest members are the pair itself, so no second check is needed.
      let isPair = (one, other) == (pair.first, pair.second) || (other, one) == (pair.first, pair.second)
      guard isPair || mayJoin(min(one, other), max(one, other)) else {
        refused.append(pair)
        continue
      }
      parents[max(one, other)] = min(one, other)
    }
    // Pairs that were refused may have been joined through other pairs.
    for index in parents.indices { parents[index] = eldest(of: index) }
    refused.removeAll { parents[$0.first] == parents[$0.second] }
  }

  /// The least number of the group.
  private mutating func eldest(of number: Int) -> Int {
    var number = number
    while parents[number] != number {
      parents[number] = parents[parents[number]]
      number = parents[number]
    }
    return number
  }

  /// All groups, including those of one number, each in ascending order, in the order of their eldest members.
  package var all: [[Int]] {
    var places = [Int?](repeating: nil, count: parents.count)
    var groups: [[Int]] = []
    for (number, eldest) in parents.enumerated() {
      if let place = places[eldest] {
        groups[place].append(number)
      } else {
        places[eldest] = groups.count
        groups.append([number])
      }
    }
    return groups
  }
}
