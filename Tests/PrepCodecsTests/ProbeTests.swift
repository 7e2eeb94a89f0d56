import PrepCodecs
import PrepCore
import PrepImage
import TestSupport
import Testing

@Suite("probe")
struct ProbeTests {
  @Test("what is no JPEG, PNG or WebP is named")
  func names() {
    let cases: [([UInt8], String, String)] = [
      ([], "not_an_image", "empty"),
      (Array("<!DOCTYPE html><html>".utf8), "not_an_image", "HTML"),
      (Array("\u{FEFF}  {\"error\": 404}".utf8), "not_an_image", "JSON"),
      (Array("<?xml version=\"1.0\"?><a/>".utf8), "not_an_image", "XML"),
      (Array("Not Found\n".utf8), "not_an_image", "plain text"),
      ([1, 2, 3, 4, 5, 6, 7, 8, 9], "not_an_image", "01 02 03 04 05 06 07 08"),
      (Array("RIFF\u{8}\0\0\0WAVEfmt ".utf8), "not_an_image", "RIFF"),
      (Array("GIF89a".utf8), "unsupported_format", "GIF"),
      ([0x49, 0x49, 0x2A, 0], "unsupported_format", "TIFF"),
      (Array("\0\0\0\u{18}ftypheic".utf8), "unsupported_format", "HEIC"),
      (Array("\0\0\0\u{18}ftypavif".utf8), "unsupported_format", "AVIF"),
      ([0xFF, 0x0A, 0, 0], "unsupported_format", "JPEG XL"),
      ([0xFF, 0x4F, 0xFF, 0x51], "unsupported_format", "JPEG 2000"),
      (Array("8BPS\0\u{1}".utf8), "unsupported_format", "PSD"),
      (Array("<?xml version=\"1.0\"?><svg>".utf8), "unsupported_format", "SVG"),
      (Array("junk %PDF-1.7".utf8), "unsupported_format", "PDF"),
      (Array("P6 1 1 255 abc".utf8), "unsupported_format", "PNM"),
      ([0x89, 0x50, 0x4E, 0x47, 0x0A, 0x1A, 0x0A, 0], "corrupt_image", "transferred as text"),
      ([0xFF, 0xD8], "truncated_image", "2 bytes"),
    ]
    for (bytes, code, word) in cases {
      do throws(ItemFailure) {
        _ = try ImageHeader.probe(bytes)
        Issue.record("\(word) was read as an image")
      } catch {
        #expect(error.code.name == code)
        #expect(error.message.contains(word), "\(error.message)")
      }
    }
  }

  @Test(
    "kinds of JPEG that are not read are named",
    arguments: [(0xC3, "lossless"), (0xC9, "arithmetic"), (0xC5, "hierarchical")])
  func jpegKinds(_ marker: Int, _ word: String) throws {
    var jpeg = try EncodedFiles.jpeg()
    let start = try #require((0..<jpeg.count).first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
    jpeg[start + 1] = UInt8(marker)
    do throws(ItemFailure) {
      _ = try ImageHeader.probe(jpeg)
      Issue.record("read")
    } catch {
      #expect(error.code == .unsupportedFormat && error.message.contains(word))
    }
  }

  @Test("Exif orientation, in both byte orders and all three formats of the tag", arguments: 1...8)
  func orientation(_ value: Int) throws {
    let orientation = try #require(Orientation(rawValue: value))
    for little in [true, false] {
      let exif = EncodedFiles.exif(orientation: value, little: little)
      let jpeg = EncodedFiles.jpeg(try EncodedFiles.jpeg(), with: 0xE1, Array("Exif\0\0".utf8) + exif)
      let png = EncodedFiles.png(try EncodedFiles.png(), with: "eXIf", exif)
      for file in [jpeg, png] {
        let header = try ImageHeader.probe(file)
        #expect(header.orientation == orientation)
        #expect(header.displayWidth == (value >= 5 ? 30 : 40))
        #expect(try decoded(file).width == header.displayWidth)
      }
    }
  }

  @Test("broken Exif means upright")
  func brokenExif() throws {
    var numbers = Seeded(4)
    for _ in 0..<500 {
      var exif = EncodedFiles.exif(orientation: 9, little: Bool.random(using: &numbers))
      exif.removeLast(Int.random(in: 0..<exif.count, using: &numbers))
      exif = exif.map { Int.random(in: 0..<12, using: &numbers) == 0 ? UInt8.random(in: 0...255, using: &numbers) : $0 }
      let png = EncodedFiles.png(try EncodedFiles.png(), with: "eXIf", exif)
      #expect(throws: Never.self) { try ImageHeader.probe(png) }
    }
    let nine = EncodedFiles.png(try EncodedFiles.png(), with: "eXIf", EncodedFiles.exif(orientation: 9, little: true))
    #expect(try ImageHeader.probe(nine).orientation == .upright)
  }

  @Test("an ICC profile in several segments in any order is assembled; an incomplete one is none")
  func profileSegments() throws {
    func segment(_ number: UInt8, _ count: UInt8, _ data: [UInt8]) -> [UInt8] {
      Array("ICC_PROFILE\0".utf8) + [number, count] + data
    }
    let plain = try EncodedFiles.jpeg()
    let second = EncodedFiles.jpeg(plain, with: 0xE2, segment(1, 2, [1, 2]))
    let both = EncodedFiles.jpeg(second, with: 0xE2, segment(2, 2, [3]))
    #expect(try ImageHeader.probe(both).iccProfile == [1, 2, 3])
    #expect(try ImageHeader.probe(second).iccProfile == nil)
    // A invalid profile changes nothing.
    #expect(try decoded(both) == decoded(plain))
  }

  /// A PNG of 10 MB held 2,000 profiles that inflate to the limit, and its header took seconds.
  @Test("only the first profile of a PNG is inflated")
  func firstProfile() throws {
    let name = Array("x\0\0".utf8)
    // A stored zlib stream of the bytes 1, 2, 3.
    let stream: [UInt8] = [0x78, 0x01, 0x01, 3, 0, 0xFC, 0xFF, 1, 2, 3, 0, 13, 0, 7]
    let one = EncodedFiles.png(try EncodedFiles.png(), with: "iCCP", name + stream)
    #expect(try ImageHeader.probe(one).iccProfile == [1, 2, 3])
    let brokenBefore = EncodedFiles.png(one, with: "iCCP", name + [0x78])
    #expect(try ImageHeader.probe(brokenBefore).iccProfile == nil)
  }

  @Test("limits are checked by the header alone, and the message holds both numbers")
  func limits() throws {
    let header = try ImageHeader.probe(try EncodedFiles.png())
    do throws(ItemFailure) {
      try header.check(Limits(maxPixels: 1199))
      Issue.record("accepted")
    } catch {
      #expect(error.code == .tooManyPixels)
      #expect(error.message.contains("1200") && error.message.contains("1199"))
    }
    #expect(failureCode { () throws(ItemFailure) in try header.check(Limits(maxSide: 39)) } == "too_many_pixels")
    #expect(failureCode { () throws(ItemFailure) in try header.check(Limits(maxPixels: 1200, maxSide: 40)) } == nil)
  }
}
