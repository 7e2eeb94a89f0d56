import PrepCore
import PrepImage
import TestSupport
import Testing

@Suite("picture hash")
struct PictureHashTests {
  private static func picture(_ image: PixelBuffer) -> ReducedPicture {
    ReducedPicture(image, width: image.width, height: image.height)
  }

  private static func distance(_ a: SIMD4<UInt64>, _ b: SIMD4<UInt64>) -> Int {
    (0..<4).reduce(0) { $0 + (a[$1] ^ b[$1]).nonzeroBitCount }
  }

  @Test("turning the picture turns thumbnail and hash, exactly", arguments: Orientation.allCases)
  func invariance(_ orientation: Orientation) throws {
    let images = [
      SampleImages.noise(131, 67, seed: 5), SampleImages.drawing(700, 300), SampleImages.scene(640, 480, seed: 1),
      SampleImages.noise(3, 40, seed: 6),
      SampleImages.drawn(64, 64) { _, _, _ in 200 }, SampleImages.noise(1030, 515, seed: 8),
    ]
    for image in images {
      let plain = PictureThumbnail(Self.picture(image))
      let turned = PictureThumbnail(Self.picture(image.oriented(orientation)))
      #expect(turned == plain.oriented(orientation))
      let place = try #require(Orientation.allCases.firstIndex(of: orientation))
      #expect(PictureHash(turned).bits == PictureHash(plain).orientations[place])
      #expect(Set(PictureHash(turned).orientations) == Set(PictureHash(plain).orientations))
    }
  }

  @Test("a smaller copy has nearly the same hash, another picture another one")
  func likeness() {
    for seed in UInt64(1)...10 {
      let image = SampleImages.scene(600, 450, seed: seed)
      let hash = PictureHash(PictureThumbnail(Self.picture(image))).bits
      let smaller = PictureHash(PictureThumbnail(Self.picture(image.resized(toWidth: 150, height: 113)))).bits
      #expect(Self.distance(hash, smaller) <= 24)
      let other = PictureHash(PictureThumbnail(Self.picture(SampleImages.scene(600, 450, seed: seed + 100))))
      #expect(other.orientations.allSatisfy { Self.distance(hash, $0) > 64 })
    }
  }

  @Test("the bytes of a thumbnail give it back, and no others do")
  func bytes() {
    let thumbnail = PictureThumbnail(Self.picture(SampleImages.noise(50, 40, seed: 4)))
    #expect(thumbnail.bytes.count == PictureThumbnail.byteCount)
    #expect(PictureThumbnail(bytes: thumbnail.bytes[...]) == thumbnail)
    #expect(PictureThumbnail(bytes: thumbnail.bytes.dropLast()) == nil)
  }

  /// The definition in floating point: signs of the DCT-II of the luma.
  @Test("the signs are those of a cosine transform")
  func definition() {
    let thumbnail = PictureThumbnail(Self.picture(SampleImages.scene(640, 480, seed: 3)))
    let side = PictureThumbnail.side
    let bits = PictureHash(thumbnail).bits
    for vertical in 1...16 {
      for horizontal in 1...16 {
        var sum = 0.0
        for y in 0..<side {
          for x in 0..<side {
            sum +=
              Double(thumbnail.luma[y * side + x]) * cosine(vertical * (2 * y + 1), side) * cosine(horizontal * (2 * x + 1), side)
          }
        }
        // Where the sum is next to nothing, the rounding of the cosines decides.
        guard abs(sum) > 16 else { continue }
        let bit = (vertical - 1) * 16 + horizontal - 1
        #expect((bits[bit >> 6] >> UInt64(bit & 63) & 1 == 1) == (sum > 0), "\(vertical) \(horizontal)")
      }
    }
  }

  /// cos(π n / (2 side)) by turning a unit vector n times.
  private func cosine(_ n: Int, _ side: Int) -> Double {
    Self.cosines[n % (4 * side)]
  }

  private static let cosines: [Double] = {
    // cos and sin of π/128, from half angles.
    var cosine = 0.0
    for _ in 0..<6 { cosine = ((1 + cosine) / 2).squareRoot() }
    let sine = (1 - cosine * cosine).squareRoot()
    var values: [Double] = []
    var (x, y) = (1.0, 0.0)
    for _ in 0..<(4 * PictureThumbnail.side) {
      values.append(x)
      (x, y) = (x * cosine - y * sine, x * sine + y * cosine)
    }
    return values
  }()
}
