/// The Lanczos kernel of three lobes: sinc(x) sinc(x/3) for |x| < 3, else 0. It is sharp, and suits photos and drawings.
///
/// Its values result only from additions, multiplications and divisions of IEEE 754 doubles. The mathematics library is not used,
/// because its sine differs between processors in the last bit.
enum Lanczos {
  static let radius = 3.0

  /// Values at multiples of 1 / density, and one more zero.
  private static let table = (0...Int(radius) * density + 1).map { exactly(Double($0) / Double(density)) }
  private static let density = 512

  /// The kernel at many places, interpolated from the table. Its values are so near to each other that the error stays below
  /// 2^-19.
  static func sampled(_ body: ((Double) -> Double) -> Void) {
    table.withUnsafeBufferPointer { table in
      body { x in
        let place = min(abs(x), radius) * Double(density)
        let index = Int(place)
        return table[index] + (table[index + 1] - table[index]) * (place - Double(index))
      }
    }
  }

  static func exactly(_ x: Double) -> Double {
    abs(x) < radius ? sinc(x) * sinc(x / 3) : 0
  }
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
