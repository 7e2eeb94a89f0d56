import CPrepKernels
import TestSupport
import Testing

@Suite("Kernels over rows")
struct RowKernelTests {
  @Test("A run is counted to the first byte that is another, wherever it stands", arguments: [0, 1, 128, 255] as [UInt8])
  func run(value: UInt8) {
    for count in Array(0...200) + [1000] {
      var bytes = [UInt8](repeating: value, count: count)
      #expect(vp_rows_run(bytes, count) == count)
      for position in 1..<max(1, count) where count <= 200 || position % 37 == 0 {
        bytes[position] = value ^ 128
        // What lies behind does not matter.
        if position + 1 < count { bytes[position + 1] = value ^ 1 }
        #expect(vp_rows_run(bytes, count) == position)
        bytes[position] = value
        if position + 1 < count { bytes[position + 1] = value }
      }
    }
  }

  @Test("Pixels of four bytes become three, also in place, with and without AVX2")
  func pack() {
    var random = Seeded(8)
    for count in Array(0...40) + [1000, 1001] {
      let pixels = (0..<count).map { _ in UInt32.random(in: 0...UInt32.max, using: &random) }
      let expected = pixels.flatMap {
        [UInt8(truncatingIfNeeded: $0 >> 16), UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)]
      }
      let source = pixels.flatMap { pixel in withUnsafeBytes(of: pixel) { Array($0) } }
      for isPortable in [0, 1] as [Int32] {
        var apart = [UInt8](repeating: 0, count: 3 * count + 1)
        vp_rows_pack_rgb(source, count, &apart, isPortable)
        #expect(apart == expected + [0])
        var inPlace = source
        inPlace.withUnsafeMutableBufferPointer { bytes in
          guard let base = bytes.baseAddress else { return }
          vp_rows_pack_rgb(base, count, base, isPortable)
        }
        #expect(Array(inPlace.prefix(3 * count)) == expected)
      }
    }
  }

  @Test("The filter Up of pixels of four bytes is that of their packed rows, with and without AVX2")
  func up() {
    var random = Seeded(10)
    for count in Array(1...40) + [1000, 1001] {
      let above = (0..<count).map { _ in UInt32.random(in: 0...UInt32.max, using: &random) }
      // Equal but for the byte without a meaning; and with one pixel that is another.
      let same = above.map { $0 ^ 0x8100_0000 }
      var other = same
      other[Int.random(in: 0..<count, using: &random)] ^= 1 << UInt32.random(in: 0..<24, using: &random)
      for (row, isEqual) in [(same, true), (other, false), (other.reversed(), above == other.reversed())] {
        let expected = zip(row, above).flatMap { pixel, before in
          [16, 8, 0].map { UInt8(truncatingIfNeeded: pixel >> $0) &- UInt8(truncatingIfNeeded: before >> $0) }
        }
        for isPortable in [0, 1] as [Int32] {
          var target = [UInt8](repeating: 7, count: 3 * count + 1)
          let found = row.withUnsafeBytes { row in
            above.withUnsafeBytes { above in
              vp_rows_up_rgb(
                row.bindMemory(to: UInt8.self).baseAddress, above.bindMemory(to: UInt8.self).baseAddress, count, &target,
                isPortable)
            }
          }
          #expect(target == expected + [7])
          #expect((found != 0) == (isEqual || expected.allSatisfy { $0 == 0 }))
        }
      }
    }
  }

  @Test("Pixels are compared with their neighbours, with and without AVX2", arguments: [(3, 3), (4, 4), (4, 3)])
  func compare(bytesPerPixel: Int, channels: Int) {
    var random = Seeded(9)
    for width in Array(2...40) + [500] {
      // Values that differ by nothing, by little and by more, about as often.
      let bytes = (0..<(2 * width * bytesPerPixel)).map { _ in
        [100, 100, 100, 101, 116, 117].randomElement(using: &random) ?? 0 as UInt8
      }
      func pixels(_ range: Range<Int>) -> [[UInt8]] { range.map { Array(bytes[($0 * bytesPerPixel)...].prefix(channels)) } }
      let above = pixels(0..<width)
      let row = pixels(width..<(2 * width))
      var (flat, gentle) = (0, 0)
      func distance(_ a: [UInt8], _ b: [UInt8]) -> Int { zip(a, b).map { abs(Int($0) - Int($1)) }.max() ?? 0 }
      for x in 1..<width {
        let (left, up) = (distance(row[x], row[x - 1]), distance(row[x], above[x]))
        if left == 0 || up == 0 { flat += 1 } else if max(left, up) <= 16 { gentle += 1 }
      }
      for isPortable in [0, 1] as [Int32] {
        let found = bytes.withUnsafeBufferPointer { bytes in
          let second = bytes.baseAddress! + width * bytesPerPixel
          return vp_rows_compare(
            second + bytesPerPixel, bytes.baseAddress! + bytesPerPixel, width - 1, Int32(bytesPerPixel), Int32(channels), 16,
            isPortable)
        }
        #expect(found.flat == flat && found.gentle == gentle)
      }
    }
  }
}
