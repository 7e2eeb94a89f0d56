import Foundation
import PrepCodecs
import PrepCore
import PrepImage
import TestSupport
import Testing

/// The files of `fixtures/images` against what `expected.json` says of them.
@Suite("fixtures")
struct FixtureTests {
  struct Expectation: Decodable {
    var failure: String?
    var also_acceptable: String?
    var format: String?
    var width: Int?
    var height: Int?
    var tolerance: Int?
    var pixels: [[Int]]?
    var pixels_if_gamma_is_ignored: [[Int]]?
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "fixtures/images")

  static let expectations: [String: Expectation] = {
    guard let json = try? Data(contentsOf: folder.appending(path: "expected.json")) else { return [:] }
    return (try? JSONDecoder().decode([String: Expectation].self, from: json)) ?? [:]
  }()

  @Test("the table is there")
  func present() { #expect(Self.expectations.count > 50) }

  @Test("each file decodes to its pixels, or fails with its code", arguments: expectations.keys.sorted())
  func decodes(_ name: String) throws {
    let expected = try #require(Self.expectations[name])
    let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
    do throws(ItemFailure) {
      let header = try ImageHeader.probe(bytes)
      let image = try ImageDecoder.decode(bytes, header, limits: Limits()).pixels
      #expect(expected.failure == nil, "decoded, though it should fail with \(expected.failure ?? "")")
      #expect(header.format.rawValue == expected.format)
      #expect(header.displayWidth == expected.width && image.width == expected.width)
      #expect(header.displayHeight == expected.height && image.height == expected.height)
      // gAMA is left alone, as training stacks do.
      for sample in expected.pixels_if_gamma_is_ignored ?? expected.pixels ?? [] where sample.count == 6 {
        var found = image.pixel(sample[0], sample[1]).map(Int.init)
        if found.count == 3 { found.append(255) }
        let tolerance = expected.tolerance ?? 0
        let colours = sample[5] == 0 ? 3..<4 : 0..<4
        for channel in colours {
          #expect(abs(found[channel] - sample[2 + channel]) <= tolerance, "at \(sample): \(found)")
        }
      }
      try Completeness.verifyStructure(bytes, header)
    } catch {
      let acceptable = [expected.failure, expected.also_acceptable].compactMap { $0 }
      #expect(acceptable.contains(error.code.name), "\(error)")
      #expect(error.message.hasSuffix("."))
    }
  }
}
