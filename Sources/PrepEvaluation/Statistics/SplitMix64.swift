/// The generator of everything that is resampled: SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators,
/// 2014), with a stream of its own for each resample. So a resample is the same on any number of threads and in any order.
///
/// `mix(x)`: x ^= x >> 30; x *= 0xBF58476D1CE4E5B9; x ^= x >> 27; x *= 0x94D049BB133111EB; x ^= x >> 31, modulo 2^64. A stream begins
/// with the state mix(mix(seed) + stream). Each number adds 0x9E3779B97F4A7C15 to the state and is the mix of it.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64, stream: UInt64) { state = Self.mix(Self.mix(seed) &+ stream) }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// Fills with independent numbers from 0 to `bound` - 1, each equally probable (Lemire, Fast Random Integer Generation in an
  /// Interval, 2019). Each number of the generator gives two: from its lower half, then from its upper half.
  ///
  /// - Parameter bound: at least 1.
  package mutating func fill(_ numbers: inout [UInt32], below bound: UInt32) {
    let rejected = (0 &- bound) % bound
    numbers.withUnsafeMutableBufferPointer { numbers in
      var filled = 0
      while filled < numbers.count {
        let word = next()
        let low = UInt64(UInt32(truncatingIfNeeded: word)) &* UInt64(bound)
        if UInt32(truncatingIfNeeded: low) >= rejected {
          numbers[filled] = UInt32(truncatingIfNeeded: low >> 32)
          filled += 1
        }
        let high = (word >> 32) &* UInt64(bound)
        if filled < numbers.count, UInt32(truncatingIfNeeded: high) >= rejected {
          numbers[filled] = UInt32(truncatingIfNeeded: high >> 32)
          filled += 1
        }
      }
    }
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
