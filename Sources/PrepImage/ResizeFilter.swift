/// How the pixels under one output pixel are weighed.
package enum ResizeFilter: Sendable, Hashable, CaseIterable {
  /// A sinc windowed by a sinc of three lobes: sinc(x) sinc(x/3) for |x| < 3. Sharp; for photos and drawings alike.
  case lanczos3
  /// The mean over the exact area that an output pixel covers. Never over- or undershoots.
  case area
}

/// The source pixels and weights behind each output pixel along one axis.
///
/// Weights are integers of `bits` bits that add up to exactly 1 << bits, so a constant image stays constant, and every processor
/// computes the same bytes. Only additions, multiplications and divisions of IEEE 754 doubles lead to them; the mathematics
/// library is not used because its sine differs between processors in the last bit.
struct ResizeWeights {
  static let bits = 14

  /// The first source index of each output index.
  private(set) var first: [Int] = []
  /// Where the weights of each output index start; one more than there are output indices.
  private(set) var offsets: [Int] = [0]
  private(set) var weights: [Int16] = []

  /// - Precondition: `target` is at most `source`.
  init(from source: Int, to target: Int, filter: ResizeFilter) {
    precondition(target >= 1 && target <= source, "images are only made smaller")
    first.reserveCapacity(target)
    offsets.reserveCapacity(target + 1)
    if source == target {
      for index in 0..<target { append(first: index, [1 << Self.bits]) }
      return
    }
    let scale = Double(source) / Double(target)
    for index in 0..<target {
      // The second half mirrors the first, so that a mirrored image gives the mirrored result in every bit.
      let mirrored = target - 1 - index
      if mirrored < index {
        let range = offsets[mirrored]..<offsets[mirrored + 1]
        append(first: source - first[mirrored] - range.count, weights[range].reversed())
      } else {
        appendWindow(index, scale: scale, source: source, filter: filter)
      }
    }
  }

  private mutating func appendWindow(_ index: Int, scale: Double, source: Int, filter: ResizeFilter) {
    var start: Int
    var shares: [Double] = []
    switch filter {
    case .lanczos3:
      let center = (Double(index) + 0.5) * scale
      start = max(0, Int(center - 3 * scale + 0.5))
      let end = min(source, Int(center + 3 * scale + 0.5))
      for position in start..<end { shares.append(lanczos3((Double(position) + 0.5 - center) / scale)) }
    case .area:
      let (low, high) = (Double(index) * scale, Double(index + 1) * scale)
      start = min(Int(low), source - 1)
      var position = start
      while position < source, Double(position) < high {
        shares.append(max(0, min(high, Double(position + 1)) - max(low, Double(position))))
        position += 1
      }
    }
    append(first: start, Self.integers(shares))
  }

  private mutating func append(first index: Int, _ values: [Int16]) {
    first.append(index)
    weights += values
    offsets.append(weights.count)
  }

  /// The shares as integers that add up to 1 << bits: rounded to nearest, and what is missing or too much is taken, one each,
  /// from those that rounding moved furthest the other way.
  static func integers(_ shares: [Double]) -> [Int16] {
    let one = Double(1 << bits)
    let sum = shares.reduce(0, +)
    let exact = shares.map { $0 / sum * one }
    var rounded = exact.map { $0.rounded() }
    let missing = Int(one - rounded.reduce(0, +))
    if missing != 0 {
      let direction: Double = missing > 0 ? 1 : -1
      let errors = zip(exact, rounded).map { ($0 - $1) * direction }
      let order = errors.indices.sorted { (errors[$0], $1) > (errors[$1], $0) }
      for turn in 0..<abs(missing) { rounded[order[turn % order.count]] += direction }
    }
    return rounded.map { Int16($0) }
  }
}

private func lanczos3(_ x: Double) -> Double {
  guard abs(x) < 3 else { return 0 }
  return sinc(x) * sinc(x / 3)
}

/// sin(πx) / (πx).
private func sinc(_ x: Double) -> Double {
  x == 0 ? 1 : sinePi(x) / (Double.pi * x)
}

/// sin(πx) by reduction to a quarter turn and Taylor's series; exact zeros at the integers.
func sinePi(_ x: Double) -> Double {
  let nearest = x.rounded()
  let angle = (x - nearest) * Double.pi
  let square = angle * angle
  // Terms up to x^21/21!, below 1e-15 for |x| at most π/2.
  var sum = 0.0
  for k in stride(from: 20, through: 2, by: -2) { sum = (1 + sum) * -square / Double(k * (k + 1)) }
  let sine = angle * (1 + sum)
  return Int(nearest) % 2 == 0 ? sine : -sine
}
