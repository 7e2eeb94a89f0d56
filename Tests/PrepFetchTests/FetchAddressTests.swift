import PrepCore
import PrepFetch
import Testing

@Suite struct FetchAddressTests {
  @Test func hostIsInLowerCase() throws {
    let address = try FetchAddress(parsing: "  HTTP://Images.Example.COM:8080/A%20b.jpg?x=1 \n")
    #expect(address.host == "images.example.com")
    #expect(address.url.hasSuffix(":8080/A%20b.jpg?x=1"))
  }

  @Test(arguments: [
    "", " ", "a.jpg", "/a.jpg", "example.com/a.jpg", "//example.com/a.jpg", "ftp://example.com/a", "file:///etc/passwd",
    "data:image/png;base64,AAAA", "s3://bucket/key", "http:/example.com", "http://", "https://",
    "http://a:b:c/", "http://example.com:99999/", "http://[::1/", "http://exa mple.com/", "http://example.com/\u{0}",
    "http://example.com/\r\nX: y", "user:secret@example.com/a.jpg", "http://user:secret@/a.jpg",
    "http://user:secret@example.com:x/",
  ])
  func unsupported(text: String) {
    let failure = #expect(throws: ItemFailure.self) { try FetchAddress(parsing: text) }
    #expect(failure?.code == .unsupportedAddress)
    #expect(failure?.stage == .fetch)
    #expect(failure?.message.contains("secret") == false)
    #expect(failure?.message.contains("user") == false)
  }

  @Test func sentenceNamesAKnownScheme() {
    let failure = #expect(throws: ItemFailure.self) { try FetchAddress(parsing: "ftp://example.com/a") }
    #expect(failure?.message == "The address begins with ftp:; only http and https are fetched.")
  }

  /// Whatever bytes come as an address, they end as an address or a failure.
  @Test func anyBytes() {
    var state: UInt64 = 88_172_645_463_325_252
    for _ in 0..<5000 {
      var bytes = Array("http://example.com/a?b#c".utf8)
      for _ in 0..<4 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        bytes[Int(state % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: state >> 32)
      }
      if let address = try? FetchAddress(parsing: String(decoding: bytes, as: UTF8.self)) { #expect(!address.host.isEmpty) }
    }
  }
}
