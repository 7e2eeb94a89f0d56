import TestSupport
import Testing

@testable import PrepDigest

@Suite("SHA-256")
struct DigestTests {
  private static let known = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]

  @Test("The vectors of FIPS 180", arguments: known)
  func vectors(text: String, hex: String) {
    #expect(SHA256Digest.of(Array(text.utf8)).hex == hex)
  }

  @Test("A million letters, in pieces of any length")
  func million() {
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(SHA256Digest.of([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)).hex == expected)
    var random = Seeded(7)
    var hasher = SHA256Hasher()
    var left = 1_000_000
    while left > 0 {
      let count = min(left, Int.random(in: 0...5000, using: &random))
      hasher.update([UInt8](repeating: UInt8(ascii: "a"), count: count))
      left -= count
    }
    #expect(hasher.finish().hex == expected)
  }

  @Test("Digests of a file and of its lines are those of OpenSSL, for pieces of any length", arguments: [false, true])
  func fileAndLines(portable: Bool) {
    for seed in 0..<60 {
      var random = Seeded(UInt64(seed))
      var whole: [UInt8] = []
      var digest = FileDigest(portable: portable)
      // Around the ends of blocks, and longer.
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        let count = Int.random(in: 0...(Bool.random(using: &random) ? 70 : 1000), using: &random)
        let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        whole += bytes
        if Bool.random(using: &random) {
          #expect(digest.update(line: bytes) == SHA256Digest.of(bytes), "seed \(seed), \(count) bytes")
        } else {
          digest.update(bytes)
        }
      }
      #expect(digest.finish() == SHA256Digest.of(whole), "seed \(seed), \(whole.count) bytes")
    }
  }

  @Test("After a digest the hasher starts over")
  func startsOver() {
    var hasher = SHA256Hasher()
    hasher.update(Array("something".utf8))
    _ = hasher.finish()
    hasher.update(Array("abc".utf8))
    #expect(hasher.finish() == SHA256Digest.of(Array("abc".utf8)))
    #expect(hasher.finish().hex == Self.known[0].1)
  }

  @Test("Leading zeros stay in the hexadecimal digits")
  func hexadecimal() {
    for number in 0..<600 {
      let hex = SHA256Digest.of(Array("\(number)".utf8)).hex
      #expect(hex.count == 64)
      #expect(hex.allSatisfy { "0123456789abcdef".contains($0) })
    }
  }

  @Test("Fields do not run into each other")
  func fields() {
    let digests = [
      SHA256Digest.of(fields: "ab", "c"), .of(fields: "a", "bc"), .of(fields: "abc"), .of(fields: "", "abc"),
      .of(fields: "abc", ""),
      .of(fields: "a", "b", "c"), .of(fields: ""), .of(fields: "", ""),
    ]
    #expect(Set(digests).count == digests.count)
    #expect(SHA256Digest.of(fields: "ab", "c") == SHA256Digest.of(fields: "ab", "c"))
  }

  @Test("A digest that OpenSSL could not compute ends the process instead of being zeros")
  func failing() async {
    await #expect(processExitsWith: .failure) { SHA256Hasher.require(0) }
  }
}
