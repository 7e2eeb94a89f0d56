import Foundation
import PrepCodecs
import PrepCore
import PrepImage
import TestSupport
import Testing

@Suite("colour profiles")
struct ColorProfileTests {
  static func fixture(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: FixtureTests.folder.appending(path: name)))
  }

  @Test(
    "only what is sRGB in effect counts as sRGB",
    arguments: [("jpeg-icc-srgb.jpg", true), ("jpeg-icc-display-p3.jpg", false), ("jpeg-icc-adobe-rgb.jpg", false)])
  func verdict(_ name: String, _ expected: Bool) throws {
    let profile = try #require(try ImageHeader.probe(Self.fixture(name)).iccProfile)
    #expect(isEffectivelySRGB(profile) == expected)
    // Asked again it is remembered.
    #expect(isEffectivelySRGB(profile) == expected)
  }

  @Test("what is no profile is not sRGB, and is ignored by the decoder")
  func broken() throws {
    #expect(!isEffectivelySRGB([]))
    #expect(!isEffectivelySRGB([UInt8](repeating: 7, count: 500)))
    var jpeg = try Self.fixture("jpeg-icc-adobe-rgb.jpg")
    let profile = try #require(try ImageHeader.probe(jpeg).iccProfile)
    var numbers = Seeded(9)
    for _ in 0..<200 {
      var damaged = profile
      for _ in 0..<8 { damaged[Int.random(in: 0..<damaged.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers) }
      _ = isEffectivelySRGB(damaged)
    }
    let start = try #require((0..<jpeg.count).first { jpeg[$0...].starts(with: "ICC_PROFILE\0".utf8) }) + 14
    for index in start..<(start + 128) { jpeg[index] = 0 }
    #expect(throws: Never.self) { try decoded(jpeg) }
  }

  @Test("many threads convert at once, with one result")
  func threads() async throws {
    let jpeg = try Self.fixture("jpeg-icc-display-p3.jpg")
    let expected = try decoded(jpeg)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<16 { group.addTask { (try? decoded(jpeg)) == expected } }
      for await same in group { #expect(same) }
    }
  }
}
