import PrepDuplicates
import TestSupport
import Testing

@Suite("Hamming index")
struct HammingIndexTests {
  private static func random(_ numbers: inout Seeded) -> SIMD4<UInt64> {
    SIMD4(numbers.next(), numbers.next(), numbers.next(), numbers.next())
  }

  private static func changed(_ hash: SIMD4<UInt64>, bits: Int, _ numbers: inout Seeded) -> SIMD4<UInt64> {
    var hash = hash
    for bit in (0..<256).shuffled(using: &numbers).prefix(bits) { hash[bit >> 6] ^= 1 << UInt64(bit & 63) }
    return hash
  }

  @Test("the distance is the number of changed bits", arguments: [0, 1, 47, 128, 256])
  func distance(bits: Int) {
    var numbers = Seeded(3)
    let hash = Self.random(&numbers)
    #expect(hammingDistance(hash, Self.changed(hash, bits: bits, &numbers)) == bits)
  }

  @Test("it finds what comparing all finds", arguments: [0, 15, 16, 31, 47])
  func exact(radius: Int) {
    var numbers = Seeded(UInt64(radius))
    var hashes = (0..<20).map { _ in Self.random(&numbers) }
    for hash in hashes {
      for _ in 0..<4 { hashes.append(Self.changed(hash, bits: Int.random(in: 0...60, using: &numbers), &numbers)) }
    }
    // Hashes that agree in most bands, as those of white pages do.
    hashes += (0..<20).map { SIMD4(UInt64($0), 0, 0, 0) }
    let index = HammingIndex(hashes, radius: radius)
    for wanted in hashes {
      var found: Set<Int> = []
      index.search(wanted) { number, distance in
        found.insert(number)
        #expect(distance == hammingDistance(hashes[number], wanted))
      }
      #expect(found.sorted() == hashes.indices.filter { hammingDistance(hashes[$0], wanted) <= radius })
    }
  }

  @Test("without hashes nothing is found")
  func empty() {
    HammingIndex([], radius: 47).search(SIMD4()) { _, _ in Issue.record("found something") }
  }

  @Test("bits that are spread as evenly as can be are found")
  func spread() {
    var hash = SIMD4<UInt64>()
    // Two bits of each of 16 bands, and a third of 15 of them: 47 in all.
    for band in 0..<16 {
      for place in 0..<(band == 0 ? 2 : 3) { hash[place] |= 1 << UInt64(band) }
    }
    #expect(hammingDistance(hash, SIMD4()) == 47)
    var found: Set<Int> = []
    HammingIndex([hash], radius: 47).search(SIMD4()) { number, _ in found.insert(number) }
    #expect(found == [0])
  }
}
