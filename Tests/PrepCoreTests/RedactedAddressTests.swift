import PrepCore
import Testing

@Suite struct RedactedAddressTests {
  @Test(arguments: [
    ("https://someone:secret@example.com/a.jpg", "https://example.com/a.jpg"),
    ("https://someone@example.com/a.jpg", "https://example.com/a.jpg"),
    ("http://a:p@ss:word@example.com:8080/x?y=1", "http://example.com:8080/x?y=1"),
    ("ftp://u:p@host", "ftp://host"),
    // Found by tools/fuzz: curl reads a user in each of these.
    ("https:///someone:secret@example.com/a.jpg", "https:///example.com/a.jpg"),
    ("https://some one:secret@example.com/a.jpg", "https://example.com/a.jpg"),
    ("https://some\\one:secret@example.com/a.jpg", "https://example.com/a.jpg"),
    ("https://\\someone:secret@example.com/a.jpg", "https://\\example.com/a.jpg"),
    ("https://someone:secret@\u{301}example.com/a.jpg", "https://\u{301}example.com/a.jpg"),
    ("https://h/a?token=\u{301}secret", "https://h/a?token=REDACTED"),
    ("https://a@/someone:secret@example.com", "https:///example.com"),
    ("https://a&sig=b/c&someone:secret@example.com", "https://example.com"),
    ("https://h/a?X-Amz-Signature=abc&w=3", "https://h/a?X-Amz-Signature=REDACTED&w=3"),
    (
      "https://h/a?X-Amz-Credential=k%2Fd&X-Amz-Security-Token=t",
      "https://h/a?X-Amz-Credential=REDACTED&X-Amz-Security-Token=REDACTED"
    ),
    (
      "https://h/a?Expires=9&Signature=s~&Key-Pair-Id=K&Policy=P",
      "https://h/a?Expires=9&Signature=REDACTED&Key-Pair-Id=REDACTED&Policy=REDACTED"
    ),
    ("https://h/a?sv=1&sig=s%3D", "https://h/a?sv=1&sig=REDACTED"),
    ("https://h/a?TOKEN=s==&b=2#top", "https://h/a?TOKEN=REDACTED&b=2#top"),
    ("https://h/a?%74oken=s", "https://h/a?%74oken=REDACTED"),
    ("https://h/a?b=1;api_key=s", "https://h/a?b=1;api_key=REDACTED"),
    ("https://h/a#access_token=s&x=1", "https://h/a#access_token=REDACTED&x=1"),
    ("https://h/a?url=http://u:p@k/", "https://h/a?url=http://k/"),
    ("No file is at https://u:p@h/a?key=s", "No file is at https://h/a?key=REDACTED"),
    ("https://h/a?password", "https://h/a?password"), ("https://h/a?apikey=", "https://h/a?apikey=REDACTED"),
  ])
  func leftOut(address: String, expected: String) {
    #expect(RedactedAddress(address).description == expected)
    #expect(RedactedAddress(expected).description == expected)
    #expect(!expected.contains("secret"))
  }

  @Test(arguments: [
    "", "photos/a.jpg", "user@example.com", "a?key=1", "https://example.com/a@b.jpg", "https://example.com/a.jpg?keyword=1&w=2",
    "https://example.com/key=1/a.jpg", "https://example.com/?q=a@b", "https://[::1]:8080/a",
  ])
  func leftAlone(text: String) {
    #expect(RedactedAddress(text).description == text)
    #expect(!RedactedAddress.changes(text))
  }

  /// What it gives it gives again, whatever the bytes.
  @Test func twiceIsAsOnce() {
    var state: UInt64 = 7
    let letters = Array("https://u:p@h/?key=&;#%41 \\é")
    for _ in 0..<2000 {
      var text = ""
      for _ in 0..<40 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.append(letters[Int(state >> 33) % letters.count])
      }
      let once = RedactedAddress("http://\(text)").description
      #expect(RedactedAddress(once).description == once)
    }
  }
}
