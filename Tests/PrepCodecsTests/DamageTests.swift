import Foundation
import PrepCodecs
import PrepCore
import PrepImage
import TestSupport
import Testing

/// Nothing that a file holds may crash or hang the decoder.
@Suite("damage")
struct DamageTests {
  /// A small file of each kind.
  static let files: [String: [UInt8]] = {
    var files: [String: [UInt8]] = [:]
    files["made.png"] = try? EncodedFiles.png()
    files["made.jpg"] = try? EncodedFiles.jpeg()
    for name in [
      "jpeg-odd-17x13.jpg", "jpeg-progressive.jpg", "jpeg-ycck-adobe.jpg", "jpeg-icc-adobe-rgb.jpg",
      "png-interlaced-odd-5x3.png", "png-palette4-trns.png", "png-icc-display-p3.png", "webp-lossless.webp",
      "webp-alpha-lossy.webp", "webp-icc-display-p3.webp",
    ] {
      let data = try? Data(contentsOf: FixtureTests.folder.appending(path: name))
      files[name] = data.map { [UInt8]($0) }
    }
    return files
  }()

  @Test("every truncation fails with a code, without a crash", arguments: files.keys.sorted())
  func truncations(_ name: String) throws {
    let whole = try #require(Self.files[name])
    let header = try ImageHeader.probe(whole)
    let step = max(1, whole.count / 1500)
    for count in stride(from: 0, to: whole.count, by: step) {
      let cut = Array(whole[..<count])
      let code = failureCode { () throws(ItemFailure) in _ = try decoded(cut) }
      #expect(code != nil, "\(count) of \(whole.count) bytes were taken for the whole")
      let structure = failureCode { () throws(ItemFailure) in try Completeness.verifyStructure(cut, header) }
      if count > 12 { #expect(structure == "truncated_image") }
      if count >= 12, let code, code != "corrupt_image" { #expect(code == "truncated_image") }
    }
  }

  @Test("flipped bytes fail or decode, without a crash", arguments: files.keys.sorted())
  func flips(_ name: String) throws {
    let whole = try #require(Self.files[name])
    var numbers = Seeded(UInt64(whole.count))
    let limits = Limits(maxPixels: 100_000)
    for _ in 0..<400 {
      var damaged = whole
      for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        damaged[Int.random(in: 0..<damaged.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
      }
      do throws(ItemFailure) {
        let header = try ImageHeader.probe(damaged)
        _ = try? Completeness.verifyStructure(damaged, header)
        let image = try ImageDecoder.decode(damaged, header, limits: limits).pixels
        #expect(image.width == header.displayWidth && image.height == header.displayHeight)
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
  }

  @Test("a wrong PNG checksum is found by decoding and by structure")
  func checksum() throws {
    var png = try EncodedFiles.png()
    png[png.count - 14] ^= 1
    let header = try ImageHeader.probe(png)
    #expect(failureCode { () throws(ItemFailure) in _ = try decoded(png) } == "corrupt_image")
    #expect(failureCode { () throws(ItemFailure) in try Completeness.verifyStructure(png, header) } == "corrupt_image")
  }

  @Test("bytes behind the image do no harm")
  func trailing() throws {
    for file in [try EncodedFiles.png(), try EncodedFiles.jpeg()] {
      let longer = file + [0, 1, 2, 3]
      #expect(try decoded(longer) == decoded(file))
      try Completeness.verifyStructure(longer, ImageHeader.probe(longer))
    }
  }

  @Test("a progressive JPEG with a flood of scans is refused")
  func scans() throws {
    // The fixture's last scan, repeated: each repetition costs a pass over the image.
    let file = try #require(Self.files["jpeg-progressive.jpg"])
    let starts = (0..<(file.count - 1)).filter { file[$0] == 0xFF && file[$0 + 1] == 0xDA }
    let first = try #require(starts.first)
    // The first scan holds DC only; the second marker that is no stuffing or restart ends it.
    let end = try #require(
      ((first + 14)..<(file.count - 1)).first { file[$0] == 0xFF && file[$0 + 1] != 0 && !(0xD0...0xD7).contains(file[$0 + 1]) })
    let scan = file[first..<end]
    let bomb = file[..<end] + (0..<200).flatMap { _ in scan } + file[end...]
    let clock = ContinuousClock()
    let start = clock.now
    #expect(failureCode { () throws(ItemFailure) in _ = try decoded(Array(bomb)) } == "corrupt_image")
    #expect(clock.now - start < .seconds(5))
  }
}
