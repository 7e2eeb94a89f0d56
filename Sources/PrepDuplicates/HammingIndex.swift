/// Finds all hashes of 256 bits within a Hamming distance, without examining most of them.
///
/// A hash is cut into 16 bands of 16 bits. When two hashes differ in at most `radius` bits, one of their bands differs in at most
/// `radius / 16` bits (the pigeonhole principle). So it is enough to count the differing bits of those hashes that agree with the
/// wanted one in a band up to that many bits. Source: Norouzi, Punjani and Fleet, "Fast Exact Search in Hamming Space with
/// Multi-Index Hashing", 2014. The answers are exact: they are those that comparing all hashes would give.
package struct HammingIndex: Sendable {
  /// The largest `radius`: a band then differs in two bits, and 137 places a band are examined. For a radius of 31 it is 17
  /// places.
  package static let greatestRadius = 47

  private static let bands = 16

  private let hashes: [SIMD4<UInt64>]
  private let radius: Int
  /// The changes to a band that reach all values near it.
  private let flips: [UInt16]
  /// For each band and value, the start in `members` of the hashes that have it.
  private var starts: [UInt32]
  private var members: [UInt32]

  /// - Precondition: `radius` is from 0 to ``greatestRadius``.
  package init(_ hashes: [SIMD4<UInt64>], radius: Int) {
    precondition((0...Self.greatestRadius).contains(radius), "more bits would have to be tried")
    self.hashes = hashes
    self.radius = radius
    flips = Self.flips(upTo: radius / Self.bands)
    // A counting sort, one band at a time.
    let values = 1 << 16
    starts = [UInt32](repeating: 0, count: Self.bands * values + 1)
    members = [UInt32](repeating: 0, count: Self.bands * hashes.count)
    for hash in hashes {
      for band in 0..<Self.bands { starts[Self.place(band, hash) + 1] += 1 }
    }
    for place in 1..<starts.count { starts[place] += starts[place - 1] }
    var next = starts
    for (number, hash) in hashes.enumerated() {
      for band in 0..<Self.bands {
        let place = Self.place(band, hash)
        members[Int(next[place])] = UInt32(number)
        next[place] += 1
      }
    }
  }

  /// Calls `found` with the number and the distance of each hash within the radius, in no particular order, and several times for
  /// a hash that agrees in several bands.
  package func search(_ wanted: SIMD4<UInt64>, found: (Int, Int) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      members.withUnsafeBufferPointer { members in
        hashes.withUnsafeBufferPointer { hashes in
          for band in 0..<Self.bands {
            let value = Self.value(band, wanted)
            for flip in flips {
              let place = band << 16 | Int(value ^ flip)
              for index in Int(starts[place])..<Int(starts[place &+ 1]) {
                let number = Int(members[index])
                let distance = hammingDistance(hashes[number], wanted)
                if distance <= radius { found(number, distance) }
              }
            }
          }
        }
      }
    }
  }

  /// Every 16th bit belongs to one band. So neighbours, which agree more often than other bits, are spread over all bands.
  @inline(__always)
  private static func value(_ band: Int, _ hash: SIMD4<UInt64>) -> UInt16 {
    var value: UInt16 = 0
    for word in 0..<4 {
      // Four of the band's bits in each word, 16 apart, gathered by one multiplication.
      let bits = (hash[word] >> UInt64(band)) & 0x0001_0001_0001_0001
      let nibble = (bits &* 0x0001_0002_0004_0008) >> 48 & 0xF
      value |= UInt16(nibble) << UInt16(4 * word)
    }
    return value
  }

  @inline(__always)
  private static func place(_ band: Int, _ hash: SIMD4<UInt64>) -> Int { band << 16 | Int(value(band, hash)) }

  /// All values of 16 bits with at most this many ones, those with fewer ones first.
  private static func flips(upTo most: Int) -> [UInt16] {
    (0...UInt16.max).filter { $0.nonzeroBitCount <= most }.sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
  }
}

/// The number of bits in which two hashes differ.
@inline(__always)
package func hammingDistance(_ a: SIMD4<UInt64>, _ b: SIMD4<UInt64>) -> Int {
  let difference = a ^ b
  return difference[0].nonzeroBitCount + difference[1].nonzeroBitCount + difference[2].nonzeroBitCount
    + difference[3].nonzeroBitCount
}
