import PrepCodecs
import PrepCore
import PrepImage
import TestSupport
import Testing

@testable import PrepDuplicates

@Suite("Comparing pictures")
struct PictureComparisonTests {
  private static func summary(_ bytes: [UInt8]) throws -> PictureThumbnail {
    try PictureSummary(of: bytes, ImageHeader.probe(bytes), limits: Limits()).thumbnail
  }

  private static func pairs(_ thumbnails: [PictureThumbnail]) throws -> Set<[Int]> {
    Set(try PictureComparison(thumbnails, jobs: 2).pairs(jobs: 2).map { [$0.first, $0.second] })
  }

  @Test("A copy is found whatever its compression, size and orientation", arguments: Orientation.allCases)
  func copies(orientation: Orientation) throws {
    for seed in UInt64(1)...3 {
      let image = SampleImages.scene(640, 420, seed: seed)
      let copies = try [
        JPEGEncoder.encode(image, quality: 92), JPEGEncoder.encode(image.oriented(orientation), quality: 30),
        PNGEncoder.encode(image.resized(toWidth: 160, height: 105).oriented(orientation)),
      ]
      let thumbnails = try copies.map(Self.summary)
      #expect(try Self.pairs(thumbnails) == [[0, 1], [0, 2], [1, 2]])
      let comparison = try PictureComparison(thumbnails, jobs: 1)
      let undone = try #require(comparison.likeness(0, 1))
      #expect(image.oriented(orientation).oriented(undone) == image)
    }
  }

  @Test("Other pictures, other colours and other drawings in the same frame are not alike")
  func others() throws {
    let scene = SampleImages.scene(600, 400, seed: 1)
    // The same brightness in other colours, nearly.
    let recoloured = PixelBuffer(
      width: 600, height: 400, channels: 3,
      bytes: stride(from: 0, to: scene.bytes.count, by: 3).flatMap {
        [scene.bytes[$0 + 2], scene.bytes[$0 + 1], scene.bytes[$0]]
      })
    /// A frame with a title block, and a part of its own.
    func drawing(_ x: Int, _ y: Int, _ size: Int) -> PixelBuffer {
      SampleImages.drawn(900, 640) { column, row, _ in
        let isFrame =
          column == 10 || column == 890 || row == 10 || row == 630
          || (column > 600 && row > 540 && (row % 20 == 0 || column == 601))
        let (right, down) = (abs(column - x), abs(row - y))
        let isPart = max(right, down) / 3 == size / 3 || (right < size && down < 2)
        return isFrame || isPart ? 0 : 255
      }
    }
    let images = [
      scene, recoloured, SampleImages.scene(600, 400, seed: 2), drawing(300, 300, 150), drawing(450, 250, 90),
      drawing(260, 200, 60),
    ]
    #expect(try Self.pairs(images.map { try Self.summary(PNGEncoder.encode($0)) }).isEmpty)
  }

  @Test("The pairs are the same for any number of threads, the most alike first")
  func deterministic() throws {
    var thumbnails: [PictureThumbnail] = []
    for seed in UInt64(0)..<40 {
      let image = SampleImages.scene(120, 90, seed: seed / 4)
      thumbnails.append(try Self.summary(JPEGEncoder.encode(image, quality: 20 + Int(seed % 4) * 20)))
    }
    let one = try PictureComparison(thumbnails, jobs: 1).pairs(jobs: 1)
    #expect(one.count >= 55)
    #expect(try PictureComparison(thumbnails, jobs: 3).pairs(jobs: 3) == one)
    #expect(one.map(\.distance) == one.map(\.distance).sorted())
  }
}
