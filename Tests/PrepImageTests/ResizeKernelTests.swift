import CPrepKernels
import TestSupport
import Testing

@Suite("Kernels of the resize")
struct ResizeKernelTests {
  @Test("Both passes give the same with and without AVX2, for any values and counts")
  func passes() {
    var numbers = Seeded(21)
    for taps in [16, 32, 48, 64] {
      for count in [1, 7, 8, 9, 31, 32, 33, 100, 513] {
        let source = (0..<(count + 64)).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        let first = (0..<count).map { _ in Int32.random(in: 0...Int32(source.count - taps), using: &numbers) }
        // Weights as wild as Lanczos has none: both paths clamp alike.
        let weights = (0..<(taps * count)).map { _ in Int16.random(in: -3000...9000, using: &numbers) }
        var fast = [Int16](repeating: 1, count: count + 1)
        var slow = fast
        vp_resize_row(source, first, weights, taps, count, &fast, 0)
        vp_resize_row(source, first, weights, taps, count, &slow, 1)
        #expect(fast == slow && fast.last == 1)
      }
    }
    for taps in [1, 2, 3, 6, 7, 25] {
      for count in [1, 15, 16, 31, 32, 33, 500, 512, 513, 1100] {
        let rows = (0..<taps).map { _ in (0..<count).map { _ in Int16.random(in: -4000...20_000, using: &numbers) } }
        let weights = (0..<taps).map { _ in Int16.random(in: -3000...9000, using: &numbers) }
        let joined = rows.flatMap { $0 }
        joined.withUnsafeBufferPointer { joined in
          let pointers: [UnsafePointer<Int16>?] = (0..<taps).map { joined.baseAddress! + $0 * count }
          var fast = [UInt8](repeating: 1, count: count + 1)
          var slow = fast
          vp_resize_columns(pointers, weights, taps, count, &fast, 0)
          vp_resize_columns(pointers, weights, taps, count, &slow, 1)
          #expect(fast == slow && fast.last == 1)
        }
      }
    }
  }

  @Test("Planes are taken apart and joined, with and without AVX2")
  func planes() {
    var numbers = Seeded(22)
    for count in Array(0...40) + [1000] {
      let planes = (0..<3).map { _ in (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) } }
      let pixels = (0..<count).flatMap { index in planes.map { $0[index] } }
      for isPortable in [0, 1] as [Int32] {
        var joined = [UInt8](repeating: 9, count: 3 * count + 1)
        with(planes) { vp_planes_join_rgb($0, count, &joined, isPortable) }
        #expect(joined == pixels + [9])
        var split = [UInt8](repeating: 9, count: 3 * count + 1)
        split.withUnsafeMutableBufferPointer { split in
          let targets: [UnsafeMutablePointer<UInt8>?] = (0..<3).map { split.baseAddress! + $0 * count }
          vp_planes_split_rgb(pixels, count, targets, isPortable)
        }
        #expect(split == planes.flatMap { $0 } + [9])
      }
    }
  }

  @Test("Luma and colour differences become RGB by the formulas of JFIF, for all values")
  func ycc() {
    let values = Array(stride(from: 0, through: 255, by: 5)).map(UInt8.init)
    var planes: [[UInt8]] = [[], [], []]
    for y in values {
      for blue in values {
        for red in values {
          planes[0].append(y)
          planes[1].append(blue)
          planes[2].append(red)
        }
      }
    }
    let count = planes[0].count
    for isPortable in [0, 1] as [Int32] {
      var rgb = [UInt8](repeating: 0, count: 3 * count)
      with(planes) { vp_planes_join_ycc($0, count, &rgb, isPortable) }
      for index in 0..<count {
        let (y, blue, red) = (Double(planes[0][index]), Double(planes[1][index]) - 128, Double(planes[2][index]) - 128)
        let expected = [y + 1.402 * red, y - 0.344136 * blue - 0.714136 * red, y + 1.772 * blue]
        for channel in 0..<3 where abs(max(0, min(255, expected[channel])) - Double(rgb[3 * index + channel])) > 0.51 {
          Issue.record("at \(planes.map { $0[index] }): \(rgb[3 * index + channel]) for \(expected[channel])")
        }
      }
    }
  }

  private func with(_ planes: [[UInt8]], _ body: ([UnsafePointer<UInt8>?]) -> Void) {
    planes[0].withUnsafeBufferPointer { first in
      planes[1].withUnsafeBufferPointer { second in
        planes[2].withUnsafeBufferPointer { third in body([first.baseAddress, second.baseAddress, third.baseAddress]) }
      }
    }
  }
}
