import PrepCodecs
import PrepCore
import PrepImage
import TestSupport
import Testing

@Suite("round trip")
struct RoundTripTests {
  static let sizes = [(1, 1), (1, 9), (9, 1), (3, 2), (17, 13), (64, 64), (131, 67)]

  @Test("PNG gives back every pixel, whatever the filter", arguments: [3, 4])
  func png(_ channels: Int) throws {
    for (index, (width, height)) in Self.sizes.enumerated() {
      var images = [SampleImages.noise(width, height, channels: channels, seed: UInt64(index))]
      if channels == 3 { images += [SampleImages.photo(width, height), SampleImages.drawing(width, height)] }
      for image in images where channels == 3 || !image.isOpaque {
        for filter in [PNGEncoder.RowFilter.automatic, .none, .up, .adaptive] {
          let bytes = try PNGEncoder.encode(image, filter: filter)
          #expect(try decoded(bytes) == image)
          #expect(try PNGEncoder.encode(image, filter: filter) == bytes)
          let header = try ImageHeader.probe(bytes)
          #expect(header.model == (channels == 4 ? .rgba : .rgb) && header.bitDepth == 8)
          try Completeness.verifyStructure(bytes, header)
        }
      }
    }
  }

  @Test("an alpha channel that says nothing is dropped")
  func opaque() throws {
    let image = SampleImages.drawn(8, 8, channels: 4) { x, y, channel in channel == 3 ? 255 : x * 20 + y }
    #expect(try decoded(PNGEncoder.encode(image)) == image.droppingAlpha())
  }

  @Test("JPEG comes close, closer at higher quality")
  func jpeg() throws {
    let image = SampleImages.photo(131, 67)
    var last = Double.infinity
    for quality in [30, 75, 90, 95, 100] {
      let bytes = try JPEGEncoder.encode(image, quality: quality)
      #expect(try JPEGEncoder.encode(image, quality: quality) == bytes)
      let difference = try decoded(bytes).difference(from: image)
      #expect(difference.mean <= last)
      last = difference.mean
      try Completeness.verifyStructure(bytes, ImageHeader.probe(bytes))
    }
    #expect(last < 1)
  }

  @Test("JPEG halves chroma below quality 90 only")
  func chroma() throws {
    // Columns of pure red and blue of nearly one brightness: only chroma tells them apart.
    let image = SampleImages.drawn(32, 32) { x, _, channel in (x % 2 == 0 ? [255, 0, 0] : [0, 110, 255])[channel] }
    let fine = try decoded(JPEGEncoder.encode(image, quality: 90)).difference(from: image).mean
    let halved = try decoded(JPEGEncoder.encode(image, quality: 89)).difference(from: image).mean
    #expect(fine < 5 && halved > 40)
  }

  @Test("a JPEG's Huffman tables, made for some rows, have codes for what only the others hold", arguments: [50, 90, 100])
  func unsampledRows(quality: Int) throws {
    var numbers = Seeded(31)
    let image = SampleImages.drawn(400, 520) { _, y, _ in
      (56..<72).contains(y % 128) || y >= 440 ? 128 : Int.random(in: 0...255, using: &numbers)
    }
    let bytes = try JPEGEncoder.encode(image, quality: quality)
    #expect(try JPEGEncoder.encode(image, quality: quality) == bytes)
    let found = try decoded(bytes)
    #expect(found.difference(from: image).mean < [50: 70, 90: 12, 100: 1][quality, default: 0])
  }

  @Test("JPEG shows alpha on white")
  func alpha() throws {
    let image = SampleImages.drawn(16, 16, channels: 4) { _, _, _ in 0 }
    #expect(try decoded(JPEGEncoder.encode(image, quality: 90)) == SampleImages.drawn(16, 16) { _, _, _ in 255 })
  }
}
