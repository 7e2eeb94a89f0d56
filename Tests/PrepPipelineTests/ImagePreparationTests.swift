import Foundation
import PrepCodecs
import PrepCore
import PrepDataset
import PrepImage
import PrepProviders
import PrepTokens
import TestSupport
import Testing

@testable import PrepPipeline

@Suite("Preparing one image")
struct ImagePreparationTests {
  private static let fixtures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("fixtures/images")

  private func prepare(
    _ bytes: [UInt8], for provider: String = "openai", rule: ImageTokenRule? = nil,
    _ change: (inout Recipe.Image) -> Void = { _ in }
  ) throws -> ImagePreparation.Prepared {
    var options = Recipe.Image()
    change(&options)
    let profile = try #require(ProviderProfile.named(provider))
    let preparation = ImagePreparation(options, profile: profile, rule: rule)
    return try preparation.prepare(try preparation.measure(bytes, source: "test"))
  }

  private func fixture(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Self.fixtures.appendingPathComponent(name)))
  }

  @Test("A JPEG with a JFIF segment without its fields, at which Pillow gives up, is encoded anew")
  func shortJFIF() throws {
    let good = try fixture("jpeg-444.jpg")
    #expect(try prepare(good).row.kept)
    let segment: [UInt8] = [0xFF, 0xE0, 0, 7] + Array("JFIF\0".utf8)
    #expect(try !prepare(good.prefix(2) + segment + good.dropFirst(2)).row.kept)
  }

  @Test("Every image of the fixtures becomes RGB or RGBA of the provider's formats, or has its failure", arguments: [nil, 40])
  func fixtures(maxSide: Int?) throws {
    struct Expected: Decodable {
      var format: String?
      var failure: String?
      var also_acceptable: String?
    }
    let data = try Data(contentsOf: Self.fixtures.appendingPathComponent("expected.json"))
    var made = 0
    for (name, expected) in try JSONDecoder().decode([String: Expected].self, from: data) {
      do {
        let prepared = try prepare(try fixture(name)) { $0.maxSide = maxSide }
        #expect(expected.failure == nil || expected.also_acceptable != nil, "\(name) should be \(expected.failure ?? "")")
        let header = try ImageHeader.probe(prepared.image.bytes)
        #expect(header.model == .rgb || header.model == .rgba, "\(name): \(header.model)")
        #expect(header.bitDepth == 8, "\(name)")
        #expect(header.format == prepared.row.format && header.width == prepared.row.width, "\(name)")
        if let maxSide { #expect(max(header.width, header.height) <= maxSide, "\(name)") }
        made += 1
      } catch let failure as ItemFailure {
        #expect([expected.failure, expected.also_acceptable].contains(failure.code.name), "\(name): \(failure)")
      }
    }
    #expect(made >= 70)
  }

  @Test("Bytes that satisfy recipe and provider are kept; what does not is made anew")
  func keeping() throws {
    let photo = SampleImages.photo(90, 60)
    let jpeg = try JPEGEncoder.encode(photo, quality: 80)
    let png = try PNGEncoder.encode(photo)
    #expect(try prepare(jpeg).image.bytes == jpeg)
    #expect(try prepare(png).image.bytes == png)
    #expect(try prepare(jpeg) { $0.format = .png }.row.format == .png)
    #expect(try prepare(png) { $0.format = .jpeg }.row.format == .jpeg)
    let smaller = try prepare(jpeg) { $0.maxSide = 45 }.row
    #expect((smaller.width, smaller.height, smaller.resized, smaller.kept) == (45, 30, true, false))
    #expect(try prepare(jpeg) { $0.maxSide = 90 }.row.kept)
  }

  /// The width alone decided once, and stayed.
  @Test("An image that is far too long is made shorter, even when its width stays")
  func thin() throws {
    let thin = try PNGEncoder.encode(SampleImages.drawing(1, 100))
    let row = try prepare(thin) { $0.maxSide = 40 }.row
    #expect((row.width, row.height, row.kept) == (1, 40, false))
  }

  @Test("With image.fit: model an image gets exactly the size that the model sees; what is smaller is kept")
  func fittedToModel() throws {
    let rule = ImageTokenRule.tiles(TileRule(base: 85, tile: 170))
    let photo = try JPEGEncoder.encode(SampleImages.photo(1201, 900), quality: 80)
    func size(_ change: (inout Recipe.Image) -> Void) throws -> (Int, Int, Bool) {
      let prepared = try prepare(photo, rule: rule, change)
      let header = try ImageHeader.probe(prepared.image.bytes)
      #expect(header.width == prepared.row.width && header.height == prepared.row.height)
      #expect(prepared.row.sourceSize == PixelSize(width: 1201, height: 900))
      return (header.width, header.height, prepared.row.resized)
    }
    #expect(try size { $0.fit = .model } == (1025, 768, true))
    #expect(try size { _ in } == (1201, 900, false))
    let low = try size {
      $0.fit = .model
      $0.detail = .low
    }
    #expect(low == (512, 384, true))
    // The least side is that of the picture, not of what is left of it.
    let least = try size {
      $0.fit = .model
      $0.minSide = 1200
    }
    #expect(least == (1025, 768, true))
    let small = try JPEGEncoder.encode(SampleImages.photo(900, 768), quality: 80)
    #expect(try prepare(small, rule: rule) { $0.fit = .model }.image.bytes == small)
  }

  @Test(
    "A format that the provider does not take is made anew", arguments: ["openai", "azure", "together", "fireworks", "gemini"])
  func formats(provider: String) throws {
    let webp = try fixture("webp-lossless.webp")
    let row = try prepare(webp, for: provider).row
    #expect(row.kept == (provider != "fireworks"))
    #expect((row.format == .webp) == row.kept)
  }

  @Test("Without PNG among the provider's formats, auto means JPEG")
  func onlyJPEG() throws {
    let profile = try ProviderProfile(
      yaml: "{extends: openai, name: a, images: {formats: [jpeg], max_bytes: 3kB}}", file: "a.yaml")
    let preparation = ImagePreparation(Recipe.Image(), profile: profile)
    let png = try PNGEncoder.encode(SampleImages.drawing(300, 200))
    let row = try preparation.prepare(try preparation.measure(png, source: "test")).row
    #expect(row.format == .jpeg)
    #expect(row.bytes <= 3000)
  }

  @Test("Too small is a failure that names both sizes; nothing is enlarged")
  func tooSmall() throws {
    let jpeg = try JPEGEncoder.encode(SampleImages.photo(90, 60), quality: 80)
    let failure = #expect(throws: ItemFailure.self) { try prepare(jpeg) { $0.minSide = 100 } }
    #expect(failure?.code == .tooSmall)
    #expect(failure?.message.contains("90 x 60") == true && failure?.message.contains("100") == true)
    let row = try prepare(jpeg) { $0.maxSide = 500 }.row
    #expect((row.width, row.height) == (90, 60))
  }

  @Test("max_bytes steps the quality down, then the size, and the row says so")
  func maxBytes() throws {
    let photo = SampleImages.photo(400, 300)
    let png = try PNGEncoder.encode(photo)
    let full = try prepare(png) { $0.format = .jpeg }.row
    let lower = try prepare(png) {
      $0.format = .jpeg
      $0.maxBytes = ByteSize(bytes: full.bytes - 1)
    }.row
    #expect(lower.bytes < full.bytes && lower.reducedQuality != nil && !lower.resized)
    let least = try prepare(png) {
      $0.format = .jpeg
      $0.maxBytes = ByteSize(bytes: full.bytes / 12)
    }.row
    #expect(least.bytes <= full.bytes / 12 && least.resized && least.width < 400)
    let smallPNG = try prepare(png) {
      $0.format = .png
      $0.maxBytes = ByteSize(bytes: png.count / 3)
    }.row
    #expect(smallPNG.bytes <= png.count / 3 && smallPNG.resized && smallPNG.format == .png)
    let failure = #expect(throws: ItemFailure.self) { try prepare(png) { $0.maxBytes = ByteSize(bytes: 100) } }
    #expect(failure?.code == .imageTooLarge)
  }

  /// They were kept, since their structure is whole: a record with a picture that no reader could open.
  @Test(
    "Damage inside the compressed data is found in images that would be kept",
    arguments: ["bad-png-zlib.png", "bad-webp-corrupt.webp", "bad-jpeg-corrupt-scan.jpg"])
  func damageInKept(name: String) throws {
    let failure = #expect(throws: ItemFailure.self) { try prepare(try fixture(name)) }
    #expect(failure?.code == .corruptImage)
    #expect(try prepare(try fixture(name)) { $0.verify = .structure }.row.kept)
  }

  @Test("A JPEG that ends early is refused, or used as far as it goes when the recipe accepts that", arguments: [nil, 200])
  func truncated(maxSide: Int?) throws {
    let whole = try JPEGEncoder.encode(SampleImages.photo(400, 300), quality: 85)
    func prepare(_ part: Double, _ policy: Recipe.Image.Truncated) throws -> ImagePreparation.Prepared {
      try self.prepare(Array(whole[..<Int(Double(whole.count) * part)])) {
        $0.truncated = policy
        $0.maxSide = maxSide
      }
    }
    for part in [0.3, 0.7, 0.999] {
      #expect(#expect(throws: ItemFailure.self) { try prepare(part, .refuse) }?.code == .truncatedImage)
    }
    // Less than half of the rows teach nothing.
    #expect(#expect(throws: ItemFailure.self) { try prepare(0.3, .accept) }?.code == .truncatedImage)
    for part in [0.7, 0.999] {
      let prepared = try prepare(part, .accept)
      #expect(prepared.row.truncated && !prepared.row.kept)
      #expect(prepared.row.width == maxSide ?? 400)
      // What is written is whole.
      let header = try ImageHeader.probe(prepared.image.bytes)
      try Completeness.verifyStructure(prepared.image.bytes, header)
    }
    let row = try prepare(1, .accept).row
    #expect(!row.truncated && row.kept == (maxSide == nil))
    #expect(try self.prepare(try fixture("bad-jpeg-progressive-truncated.jpg")) { $0.truncated = .accept }.row.truncated)
    for other in ["bad-png-truncated.png", "bad-webp-truncated.webp", "bad-jpeg-header-only.jpg", "bad-jpeg-corrupt-scan.jpg"] {
      #expect(throws: ItemFailure.self) { try self.prepare(try fixture(other)) { $0.truncated = .accept } }
    }
  }

  @Test("Flags stand in the row when they are asked for, and a refused one is a failure")
  func flags() throws {
    let dark = try PNGEncoder.encode(SampleImages.drawn(300, 200) { x, y, _ in (x + y) % 40 })
    #expect(try prepare(dark).row.flags == nil)
    #expect(try prepare(dark) { $0.flags = true }.row.flags?.contains(.dark) == true)
    // Kept bytes and encoded ones are judged alike.
    for format in [Recipe.Image.Format.auto, .jpeg] {
      let failure = #expect(throws: ItemFailure.self) {
        try prepare(dark) {
          $0.format = format
          $0.refuse = [.oddAspect, .dark]
        }
      }
      #expect(failure?.code == .poorImage)
      #expect(failure?.message == "The image is too dark: dark is refused.")
    }
    let drawing = try PNGEncoder.encode(SampleImages.drawing(300, 200))
    #expect(try prepare(drawing) { $0.refuse = [.blank, .dark, .blurred] }.row.flags == [])
  }

  @Test("What is damaged fails also when only its quality is looked at")
  func damagedAndFlagged() throws {
    let bytes = try fixture("jpeg-444.jpg")
    let damaged = Array(bytes.prefix(bytes.count / 2)) + [0xFF, 0xD9]
    #expect(throws: ItemFailure.self) { try prepare(damaged) { $0.flags = true } }
  }
}
