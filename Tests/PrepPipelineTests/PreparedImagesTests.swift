import PrepCodecs
import PrepCore
import PrepDataset
import PrepProviders
import PrepSystem
import TestSupport
import Testing

@testable import PrepPipeline

@Suite("The same picture is prepared once")
struct PreparedImagesTests {
  private let preparation: ImagePreparation
  private let calls = Monitor(0)

  init() throws {
    var options = Recipe.Image()
    options.maxSide = 40
    preparation = ImagePreparation(options, profile: try #require(ProviderProfile.named("openai")))
  }

  private func image(_ images: PreparedImages, _ bytes: [UInt8], _ source: String) throws -> ImagePreparation.Prepared {
    try images.image(for: try preparation.measure(bytes, source: source)) { measured throws(ItemFailure) in
      calls.change { $0 += 1 }
      return try preparation.prepare(measured)
    }
  }

  private var count: Int { calls.read { $0 } }

  @Test("Made smaller, kept or broken: the second source has what the first one has, under its own name")
  func twice() throws {
    let images = PreparedImages(capacity: 1 << 20)
    let large = try JPEGEncoder.encode(SampleImages.photo(90, 60), quality: 80)
    let small = try PNGEncoder.encode(SampleImages.drawing(30, 20))
    let broken = Array(try PNGEncoder.encode(SampleImages.noise(90, 60, seed: 1)).dropLast(2000))
    for bytes in [large, small] {
      let before = count
      let first = try image(images, bytes, "first")
      var second = try image(images, bytes, "second")
      #expect(second.row.source == "second")
      second.row.source = "first"
      #expect(first.row == second.row)
      #expect(first.image.bytes == second.image.bytes)
      #expect(count == before + 1)
    }
    let failures = ["first", "second"].map { source in
      #expect(throws: ItemFailure.self) { try image(images, broken, source) }
    }
    #expect(failures[0] == failures[1])
    #expect(count == 3)
  }

  @Test("Threads that come with the same picture at a time wait for the one that prepares it")
  func together() throws {
    let images = PreparedImages(capacity: 1 << 20)
    let pictures = try (0..<4).map { try JPEGEncoder.encode(SampleImages.photo(300, 200, seed: UInt64($0)), quality: 90) }
    let results = Monitor([Int: Set<[UInt8]>]())
    let threads = try (0..<8).map { (number) in
      try NamedThread("test-\(number)") { [self] in
        for index in pictures.indices {
          guard let made = try? image(images, pictures[index], "\(number)") else { continue }
          results.change { _ = $0[index, default: []].insert(made.image.bytes) }
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(count == pictures.count)
    #expect(results.read { $0.values.map(\.count) } == [1, 1, 1, 1])
  }

  @Test("The oldest are forgotten when there is no more room, and prepared again with the same result")
  func forgotten() throws {
    let pictures = try (0..<20).map { try JPEGEncoder.encode(SampleImages.photo(90, 60, seed: UInt64($0)), quality: 90) }
    let sizes = try pictures.map { try preparation.prepare(try preparation.measure($0, source: "")).image.bytes.count }
    let images = PreparedImages(capacity: 5 * (sizes.max() ?? 0))
    let first = try pictures.map { try image(images, $0, "").image.bytes }
    #expect(try image(images, pictures[19], "").image.bytes == first[19])
    #expect(count == 20)
    #expect(try image(images, pictures[0], "").image.bytes == first[0])
    #expect(count == 21)
    let none = PreparedImages(capacity: 0)
    for _ in 0..<2 { #expect(try image(none, pictures[0], "").image.bytes == first[0]) }
    #expect(count == 23)
  }
}
