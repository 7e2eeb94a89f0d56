import CDeflate
import PrepImage
import TestSupport
import Testing

@testable import PrepCodecs

@Suite("Compressing drawings")
struct DrawingCompressorTests {
  private func compress(_ rows: [[UInt8]]) -> [UInt8] {
    var compressor = DrawingCompressor(rowBytes: rows.map(\.count).max() ?? 0, expected: 0)
    for row in rows {
      compressor.append(row.count) { target in
        row.withUnsafeBufferPointer { source in if let base = source.baseAddress { target.update(from: base, count: row.count) } }
      }
    }
    return Array(compressor.finish())
  }

  /// What libdeflate makes of a stream; nil when it refuses it, or there is something behind its end.
  private func decompress(_ stream: [UInt8], count: Int) -> [UInt8]? {
    let decompressor = libdeflate_alloc_decompressor()
    defer { libdeflate_free_decompressor(decompressor) }
    var (taken, given) = (0, 0)
    var result = LIBDEFLATE_BAD_DATA
    let bytes = [UInt8](unsafeUninitializedCapacity: count + 1) { target, filled in
      result = libdeflate_deflate_decompress_ex(
        decompressor, stream, stream.count, target.baseAddress, count + 1, &taken, &given)
      filled = given
    }
    return result == LIBDEFLATE_SUCCESS && taken == stream.count ? bytes : nil
  }

  private func expectRoundTrip(_ rows: [[UInt8]], _ what: String) {
    let bytes = Array(rows.joined())
    #expect(decompress(compress(rows), count: bytes.count) == bytes, "\(what)")
  }

  @Test("Nothing, one byte, and runs of every length around the longest match come back")
  func runs() {
    expectRoundTrip([], "nothing")
    expectRoundTrip([[]], "an empty row")
    for byte in [0, 1, 255] as [UInt8] { expectRoundTrip([[byte]], "\(byte)") }
    for count in Array(0...40) + Array(250...270) + Array(510...530) + [65_535, 100_000] {
      expectRoundTrip([[UInt8](repeating: 0, count: count)], "\(count) zeros")
      expectRoundTrip([[UInt8](repeating: 255, count: count)], "\(count) times 255")
      expectRoundTrip([[0] + [UInt8](repeating: 9, count: count) + [0, 9, 9]], "\(count) times 9 between zeros")
      expectRoundTrip([[7] + [UInt8](repeating: 0, count: count) + [9, 9]], "\(count) zeros between others")
      expectRoundTrip([[2] + [UInt8](repeating: 0, count: count), [2] + [UInt8](repeating: 0, count: count)], "two rows")
    }
  }

  @Test("Rows of any content come back", arguments: 0..<40)
  func anyRows(seed: UInt64) {
    var random = Seeded(300 + seed)
    let width = [1, 3, 10, 700, 5000, 40_000].randomElement(using: &random) ?? 1
    let values = [2, 4, 256].randomElement(using: &random) ?? 2
    var rows: [[UInt8]] = []
    for _ in 0..<min(400, 1_200_000 / width) {
      switch Int.random(in: 0..<6, using: &random) {
      case 0: rows.append([UInt8](repeating: 0, count: width))
      case 1: rows.append(rows.randomElement(using: &random) ?? [1])
      case 2: rows.append((0..<width).map { _ in UInt8(Int.random(in: 0..<values, using: &random)) })
      default:
        // Ink here and there.
        var row = [UInt8](repeating: 0, count: width)
        for _ in 0..<Int.random(in: 0...8, using: &random) {
          let start = Int.random(in: 0..<width, using: &random)
          for index in start..<min(width, start + Int.random(in: 1...300, using: &random)) {
            row[index] = UInt8(Int.random(in: 0..<values, using: &random))
          }
        }
        rows.append(row)
      }
    }
    expectRoundTrip(rows, "seed \(seed), width \(width), \(values) values")
  }

  @Test("Matches as far away as can be, and one byte further, come back")
  func farMatches() {
    var random = Seeded(9)
    let word = (0..<64).map { _ in UInt8.random(in: 1...255, using: &random) }
    for gap in [32_704, 32_768 - 64, 32_768 - 63, 32_769, 33_000] {
      let noise = (0..<gap).map { _ in UInt8.random(in: 1...255, using: &random) }
      expectRoundTrip([word, noise, word], "\(gap) between")
    }
  }

  /// What libdeflate's default level makes of an image's rows, each behind the filter's byte.
  private func libdeflateSize(_ image: PixelBuffer, _ filter: PNGEncoder.RowFilter) -> Int {
    let compressor = libdeflate_alloc_compressor(6)
    defer { libdeflate_free_compressor(compressor) }
    var filtered: [UInt8] = []
    for y in 0..<image.height {
      filtered.append(filter == .up ? 2 : 0)
      for x in 0..<image.stride {
        let byte = image.bytes[y * image.stride + x]
        filtered.append(y == 0 || filter == .none ? byte : byte &- image.bytes[(y - 1) * image.stride + x])
      }
    }
    var room = [UInt8](repeating: 0, count: libdeflate_zlib_compress_bound(compressor, filtered.count))
    return libdeflate_zlib_compress(compressor, filtered, filtered.count, &room, room.count)
  }

  /// White with slanted lines at uneven distances and of uneven gray, `advance` pixels to the right every `rows` rows.
  private func hatching(_ width: Int, _ height: Int, advance: Int, every rows: Int) -> PixelBuffer {
    var random = Seeded(5)
    var profile: [UInt8] = []
    while profile.count < width + height {
      profile += (0..<3).map { _ in UInt8.random(in: 0...250, using: &random) }
      profile += [UInt8](repeating: 255, count: Int.random(in: 10...30, using: &random))
    }
    var bytes: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let level = profile[x + height - y * advance / rows]
        bytes += [level, level, level]
      }
    }
    return PixelBuffer(width: width, height: height, channels: 3, bytes: bytes)
  }

  @Test("A drawing needs hardly more bytes than at libdeflate's default level")
  func size() throws {
    let image = SampleImages.drawing(1200, 900)
    let mine = try PNGEncoder.encode(image, filter: .up)
    #expect(mine.count < libdeflateSize(image, .up) * 11 / 10)
  }

  @Test("Hatching needs hardly more bytes than at libdeflate's default level", arguments: [(1, 1), (1, 2), (2, 3)])
  func hatching(advance: Int, rows: Int) throws {
    let image = hatching(1200, 900, advance: advance, every: rows)
    for filter in [PNGEncoder.RowFilter.up, .none] {
      let mine = try PNGEncoder.encode(image, filter: filter)
      #expect(mine.count < libdeflateSize(image, filter) * 11 / 10, "\(filter)")
    }
  }

  @Test("Of the two filters of flat graphics, the one that makes less is chosen")
  func choice() throws {
    for image in [SampleImages.drawing(1200, 900), hatching(1200, 900, advance: 1, every: 3)] {
      let sizes = [try PNGEncoder.encode(image, filter: .up).count, try PNGEncoder.encode(image, filter: .none).count]
      let chosen = try PNGEncoder.encode(image).count
      #expect(sizes.contains(chosen))
      #expect(Double(chosen) <= 1.06 * Double(sizes.min() ?? 0))
    }
  }
}

@Suite("Prefix codes")
struct PrefixCodeTests {
  private func code(_ frequencies: [UInt32], limit: Int) -> PrefixCode {
    frequencies.withUnsafeBufferPointer { PrefixCode(frequencies: $0, limit: limit) }
  }

  @Test("Codes are complete, within the limit, and rarer symbols never have shorter ones")
  func complete() {
    var random = Seeded(17)
    for round in 0..<300 {
      let limit = round % 2 == 0 ? 15 : 7
      var frequencies = (0..<(limit == 15 ? 286 : 19)).map { _ in UInt32.random(in: 0...3, using: &random) }
      switch round % 5 {
      case 0:
        // The longest possible codes: each as frequent as all before.
        for index in frequencies.indices { frequencies[index] = index < 31 ? 1 << UInt32(index) : 0 }
      case 1: for index in frequencies.indices { frequencies[index] = index == 7 ? 5 : 0 }
      case 2: for index in frequencies.indices { frequencies[index] = 0 }
      default: break
      }
      let code = code(frequencies, limit: limit)
      let used = code.lengths.filter { $0 > 0 }
      #expect(used.allSatisfy { $0 <= limit })
      #expect(used.reduce(0) { $0 + 1 << (limit - Int($1)) } == 1 << limit)
      for (frequency, length) in zip(frequencies, code.lengths) where frequency > 0 { #expect(length > 0) }
      let order = frequencies.indices.filter { frequencies[$0] > 0 }.sorted { frequencies[$0] < frequencies[$1] }
      for (rarer, other) in zip(order, order.dropFirst()) where frequencies[rarer] < frequencies[other] {
        #expect(code.lengths[rarer] >= code.lengths[other])
      }
    }
  }

  @Test("The example of RFC 1951, 3.2.2: lengths 3 3 3 3 3 2 4 4")
  func example() {
    let code = code([10, 10, 10, 10, 10, 25, 4, 5], limit: 15)
    #expect(code.lengths == [3, 3, 3, 3, 3, 2, 4, 4])
    // 010 011 100 101 110 00 1110 1111, their first bits lowest.
    #expect(code.codes == [0b010, 0b110, 0b001, 0b101, 0b011, 0b00, 0b0111, 0b1111])
  }
}

@Suite("The checksum of zlib streams")
struct Adler32Tests {
  @Test("Zeros are added without being looked at, with the same result")
  func zeros() {
    var random = Seeded(2)
    for count in [0, 1, 5551, 5552, 5553, 65_520, 65_521, 65_522, 300_000] {
      let begin = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &random) }
      var (fast, slow) = (Adler32(), Adler32())
      begin.withUnsafeBufferPointer { bytes in
        guard let base = bytes.baseAddress else { return }
        fast.add(base, bytes.count)
        slow.add(base, bytes.count)
      }
      fast.add(zeros: count)
      for _ in 0..<count { slow.add(0) }
      #expect(fast.value == slow.value)
    }
  }
}
