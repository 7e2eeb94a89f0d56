/// Finds some of the groups that come one after another whose sizes add up to a number, or come nearest to it.
///
/// The first groups with which the number can be reached are enough. So the choice is as good as chance: it does not prefer small
/// or large groups more than the number demands.
struct SubsetSum {
  private let target: Int
  private(set) var sizes: [Int] = []
  /// For each sum the group with which it was first reached, counted from 1; 0 for a sum that was not reached.
  private var reachedWith: [Int32]
  /// The largest sum that was reached.
  private var most = 0

  /// - Parameter target: at least 1.
  init(target: Int) {
    self.target = target
    // Beyond twice the target, no group at all would be nearer.
    reachedWith = [Int32](repeating: 0, count: 2 * target + 1)
  }

  var isReached: Bool { reachedWith[target] != 0 }

  mutating func add(_ size: Int) {
    sizes.append(size)
    guard size < reachedWith.count else { return }
    let limit = min(most + size, reachedWith.count - 1)
    // From above, so that the group counts once.
    for sum in stride(from: limit, through: size, by: -1)
    where reachedWith[sum] == 0 && (sum == size || reachedWith[sum - size] != 0) {
      reachedWith[sum] = Int32(sizes.count)
      most = max(most, sum)
    }
  }

  /// Whether each group is chosen. Of two sums that are equally near, the larger is taken.
  func chosen() -> [Bool] {
    var chosen = sizes.map { _ in false }
    let distances = (0...target).lazy.flatMap { [target + $0, target - $0] }
    var sum = distances.first { $0 == 0 || reachedWith[$0] != 0 } ?? 0
    while sum > 0 {
      let group = Int(reachedWith[sum]) - 1
      chosen[group] = true
      sum -= sizes[group]
    }
    return chosen
  }
}
