import Foundation
import PrepCodecs
import PrepCore
import PrepImage
import TestSupport
import Testing

@Suite("decoding to a smaller size")
struct SmallerDecodingTests {
  /// Fixtures in every way of storing colours: gray, RGB, chroma at half resolution, CMYK, palettes, with profiles, turned, with alpha.
  static let names = FixtureTests.expectations.filter { $0.value.failure == nil && $0.value.also_acceptable == nil }.keys.sorted()

  @Test("it is the whole image resized", arguments: names)
  func whole(_ name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: FixtureTests.folder.appending(path: name)))
    let header = try ImageHeader.probe(bytes)
    let whole = try decoded(bytes)
    let resizer = ImageResizer()
    // With the inverse DCT at 8, 4, 2 and 1 eighths; the last makes one axis smaller only.
    for (width, height) in [(0.71, 0.68), (0.25, 0.24), (0.12, 0.125), (0.06, 0.05), (1, 0.4), (0.01, 1)] {
      let newWidth = max(1, Int(Double(whole.width) * width))
      let newHeight = max(1, Int(Double(whole.height) * height))
      // To compare millions of pixels takes long in a build without optimisation.
      if newWidth * newHeight > 200_000 { continue }
      let small = try ImageDecoder.decode(
        bytes, header, limits: Limits(), toWidth: newWidth, height: newHeight, with: resizer
      ).pixels
      let expected = whole.resized(toWidth: newWidth, height: newHeight)
      #expect((small.width, small.height, small.channels) == (expected.width, expected.height, expected.channels))
      let difference = small.difference(from: expected)
      // An inverse DCT that leaves out high frequencies filters a little otherwise than Lanczos; so does a profile that is applied after.
      // Turning changes which axis is rounded first.
      let isSame = header.format != .jpeg && header.iccProfile == nil
      if isSame {
        #expect(difference.largest <= (header.orientation == .upright ? 0 : 1))
      } else {
        // Of a few pixels most lie at edges.
        #expect(difference.mean < (min(newWidth, newHeight) < 6 ? 12 : 4), "\(newWidth) x \(newHeight): \(difference)")
      }
    }
  }

  @Test("nothing moves, also where blocks and chroma end outside of the image", arguments: [75, 95])
  func place(quality: Int) throws {
    for (width, height) in [(803, 405), (801, 403), (807, 401), (800, 400)] {
      let image = SampleImages.drawn(width, height) { x, y, channel in
        [40 + x * 170 / width, 210 - x * 150 / width, 30 + y * 200 / height][channel]
      }
      let bytes = try JPEGEncoder.encode(image, quality: quality)
      let header = try ImageHeader.probe(bytes)
      for newWidth in [700, 410, 201, 100, 50, 25] {
        let newHeight = fittedSize(width: width, height: height, maxSide: newWidth).height
        let small = try ImageDecoder.decode(bytes, header, limits: Limits(), toWidth: newWidth, height: newHeight).pixels
        let expected = image.resized(toWidth: newWidth, height: newHeight)
        let difference = small.difference(from: expected)
        // A shift by a tenth of a source's pixel would show at the narrow sizes as a mean of 0.2 only; so the sum with its sign is looked at.
        #expect(difference.mean < 1.2 && difference.largest <= 8, "\(width) to \(newWidth): \(difference)")
        for channel in 0..<3 {
          let sum = stride(from: channel, to: small.bytes.count, by: 3).reduce(0) {
            $0 + Int(small.bytes[$1]) - Int(expected.bytes[$1])
          }
          #expect(abs(Double(sum)) / Double(newWidth * newHeight) < 0.6)
        }
      }
    }
  }

  @Test(
    "damage has the same code as when the whole image is decoded, and verifying finds it",
    arguments: DamageTests.files.keys.sorted())
  func damage(_ name: String) throws {
    let whole = try #require(DamageTests.files[name])
    var numbers = Seeded(UInt64(whole.count) + 1)
    for round in 0..<60 {
      var damaged = whole
      if round % 2 == 0 {
        damaged = Array(damaged[..<Int.random(in: 20..<damaged.count, using: &numbers)])
      } else {
        damaged[Int.random(in: 20..<damaged.count, using: &numbers)] ^= UInt8.random(in: 1...255, using: &numbers)
      }
      guard let header = try? ImageHeader.probe(damaged), header.width * header.height <= 100_000 else { continue }
      let size = (width: max(1, header.displayWidth / 5), height: max(1, header.displayHeight / 5))
      let code = failureCode { () throws(ItemFailure) in _ = try ImageDecoder.decode(damaged, header, limits: Limits()) }
      let smaller = failureCode { () throws(ItemFailure) in
        _ = try ImageDecoder.decode(damaged, header, limits: Limits(), toWidth: size.width, height: size.height)
      }
      let verified = failureCode { () throws(ItemFailure) in try ImageDecoder.verify(damaged, header, limits: Limits()) }
      #expect(smaller == code && verified == code, "\(name), round \(round)")
    }
  }

  @Test("memory is announced for rows and the result, and for the whole image only where it is held")
  func memory() throws {
    func header(_ name: String) throws -> ImageHeader {
      try ImageHeader.probe([UInt8](try Data(contentsOf: FixtureTests.folder.appending(path: name))))
    }
    var large = try header("jpeg-large-photo.jpg")
    let pixels = large.width * large.height
    #expect(!large.hasSeveralScans)
    #expect(large.decodingMemory > 3 * pixels)
    #expect(large.decodingMemory(toWidth: large.width, height: large.height) == large.decodingMemory)
    #expect(large.decodingMemory(toWidth: 400, height: 300) < pixels)
    large.hasSeveralScans = true
    #expect(large.decodingMemory(toWidth: 400, height: 300) > 6 * pixels)
    large.format = .png
    #expect(large.decodingMemory(toWidth: 400, height: 300) > 3 * pixels)
    #expect(try header("jpeg-progressive.jpg").hasSeveralScans)
  }
}
