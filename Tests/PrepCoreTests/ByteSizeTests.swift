import PrepCore
import TestSupport
import Testing

@Suite("Byte sizes")
struct ByteSizeTests {
  @Test(
    "A size is a number with an optional unit",
    arguments: [
      ("0", 0), ("1", 1), ("1000", 1000), ("7B", 7), ("512MB", 512_000_000), ("64MiB", 67_108_864), ("1.5kB", 1500),
      ("2 GB", 2_000_000_000), ("1GiB", 1_073_741_824), ("3tb", 3_000_000_000_000), ("1TiB", 1_099_511_627_776),
      ("10KIB", 10_240), ("5k", 5000), ("5m", 5_000_000), ("5G", 5_000_000_000), ("0.5MB", 500_000), ("1.5", 2),
    ])
  func parses(text: String, bytes: Int) throws {
    #expect(try #require(ByteSize(parsing: text)).bytes == bytes)
  }

  @Test(
    "Anything else is no size",
    arguments: [
      "", " ", "MB", "-1", "-1MB", "+1MB", "1e3", "1,5MB", "1.2.3MB", "12 XB", "12MBs", "MB12", "nan", "inf", "infMB", "0x10",
      " 1MB",
      "1MB ", "٣MB", "½MB", "9000000000000000000000", "9999999999TB",
    ])
  func refuses(text: String) {
    #expect(ByteSize(parsing: text) == nil)
  }

  @Test("Whole numbers of bytes come back as they are")
  func wholeNumbers() throws {
    var random = Seeded(1)
    for _ in 0..<500 {
      let bytes = Int.random(in: 0..<1 << 53, using: &random)
      #expect(try #require(ByteSize(parsing: String(bytes))).bytes == bytes)
    }
  }

  @Test(
    "A size describes itself in decimal units",
    arguments: [
      (0, "0 bytes"), (1, "1 byte"), (2, "2 bytes"), (999, "999 bytes"), (1000, "1 kB"), (1049, "1 kB"), (1050, "1.1 kB"),
      (34_800_000, "34.8 MB"), (512_000_000, "512 MB"), (1_000_000_000, "1 GB"), (2_500_000_000_000, "2.5 TB"),
    ])
  func describes(bytes: Int, text: String) {
    #expect(ByteSize(bytes: bytes).description == text)
  }

  @Test("Rounding never makes a thousand of one unit", arguments: [999_950, 999_999, 999_950_000, 999_999_999, 999_999_999_999])
  func roundsIntoTheNextUnit(bytes: Int) {
    #expect(!ByteSize(bytes: bytes).description.hasPrefix("1000 "))
  }

  @Test("Sizes compare by their bytes")
  func compares() throws {
    #expect(try #require(ByteSize(parsing: "1MB")) < #require(ByteSize(parsing: "1MiB")))
    #expect(ByteSize(parsing: "1000kB") == ByteSize(parsing: "1MB"))
  }
}
