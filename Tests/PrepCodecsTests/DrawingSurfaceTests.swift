import PrepCodecs
import PrepImage
import TestSupport
import Testing

@Suite("Surfaces that cairo draws on")
struct DrawingSurfaceTests {
  /// The pixels as cairo would have drawn them, with anything in the byte that means nothing.
  private func surface(_ image: PixelBuffer, reusing spare: consuming [UInt8] = [], seed: UInt64 = 1) -> DrawingSurface {
    DrawingSurface(width: image.width, height: image.height, reusing: consume spare) { target in
      var random = Seeded(seed)
      for index in 0..<(image.width * image.height) {
        let pixel = image.bytes[(3 * index)..<(3 * index + 3)].reduce(0) { $0 << 8 | UInt32($1) }
        let unused = UInt32.random(in: 0...255, using: &random) << 24
        UnsafeMutableRawPointer(target + 4 * index).storeBytes(of: pixel | unused, as: UInt32.self)
      }
    }
  }

  private func isWhite(_ image: PixelBuffer) -> Bool { surface(image).isWhite }

  private func pixels(_ image: PixelBuffer, reusing spare: consuming [UInt8] = []) -> PixelBuffer {
    surface(image, reusing: consume spare).pixels()
  }

  private func isFlatGraphics(_ image: PixelBuffer, seed: UInt64) -> Bool {
    Flatness(of: surface(image, seed: seed)).isFlatGraphics
  }

  private func encoded(_ image: PixelBuffer, seed: UInt64 = 1) throws -> [UInt8] {
    try PNGEncoder.encode(flat: surface(image, seed: seed))
  }

  private static let drawings = [
    SampleImages.drawing(400, 300), SampleImages.drawing(37, 500), SampleImages.drawing(1, 1), SampleImages.drawing(5, 1),
    SampleImages.scene(333, 200, seed: 4),
  ]

  @Test("A surface has the pixels, the class and the PNG of the image", arguments: drawings)
  func same(image: PixelBuffer) throws {
    let flatness = Flatness(of: surface(image))
    #expect(flatness == Flatness(of: image))
    #expect(pixels(image) == image)
    #expect(try encoded(image) == PNGEncoder.encode(image))
    #expect(try encoded(image, seed: 2) == encoded(image))
  }

  @Test("A photo on a page is no drawing, whatever stands in the unused bytes")
  func photo() {
    for seed in 0..<5 as Range<UInt64> {
      #expect(!isFlatGraphics(SampleImages.photo(400, 300), seed: seed))
      #expect(!isFlatGraphics(SampleImages.noise(90, 70, seed: seed), seed: seed))
    }
  }

  @Test("White is white in every pixel", arguments: [(1, 1), (3, 5), (40, 30), (1000, 3)])
  func white(width: Int, height: Int) {
    let count = 3 * width * height
    #expect(isWhite(SampleImages.drawn(width, height) { _, _, _ in 255 }))
    #expect(!isWhite(SampleImages.drawn(width, height) { _, _, _ in 254 }))
    for position in [0, 1, 2, count / 2, count - 1] {
      var bytes = [UInt8](repeating: 255, count: count)
      bytes[position] = 254
      #expect(!isWhite(PixelBuffer(width: width, height: height, channels: 3, bytes: bytes)))
    }
  }

  @Test("Memory of an earlier page changes nothing, and is taken again while it is large enough")
  func reuse() throws {
    var spare: [UInt8] = []
    for (image, memory) in [
      (SampleImages.drawing(300, 200), 240_000), (SampleImages.drawing(60, 50), 240_000),
      (SampleImages.drawing(400, 300), 480_000), (SampleImages.drawing(300, 200), 480_000),
    ] {
      var taken: [UInt8] = []
      swap(&taken, &spare)
      let address = taken.count < memory ? nil : taken.withUnsafeBufferPointer { $0.baseAddress }
      let surface = surface(image, reusing: consume taken)
      let place = surface.withPixels { $0 }
      if let address { #expect(place == address) }
      let encoded = try PNGEncoder.encode(flat: surface)
      #expect(try encoded == PNGEncoder.encode(image))
      spare = surface.released()
      #expect(spare.count == memory)
    }
    #expect(pixels(Self.drawings[0], reusing: spare) == Self.drawings[0])
  }
}
