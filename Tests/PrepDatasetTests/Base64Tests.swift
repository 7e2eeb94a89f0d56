import Foundation
import PrepDataset
import TestSupport
import Testing

@Suite("Base64")
struct Base64Tests {
  private func encoded(_ bytes: [UInt8]) -> String {
    var target = [UInt8](repeating: 0, count: Base64.encodedCount(bytes.count))
    for isPortable in [true, false] {
      let before = target
      let written = target.withUnsafeMutableBufferPointer { target in
        bytes.withUnsafeBufferPointer { Base64.encode($0, into: target, isPortable: isPortable) }
      }
      #expect(written == target.count)
      #expect(isPortable || target == before)
    }
    return String(decoding: target, as: UTF8.self)
  }

  @Test(
    "The test vectors of RFC 4648",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func vectors(plain: String, base64: String) {
    #expect(encoded(Array(plain.utf8)) == base64)
  }

  @Test("Every byte at every position is encoded as Foundation does")
  func everyByte() {
    for byte in UInt8.min...UInt8.max {
      for bytes in [[byte], [0, byte], [255, 0, byte], [byte, byte, byte, byte]] {
        #expect(encoded(bytes) == Data(bytes).base64EncodedString())
      }
    }
  }

  @Test("Lengths of 0 to 300 are encoded as Foundation does")
  func lengths() {
    var random = Seeded(4)
    for count in 0...300 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(encoded(bytes) == Data(bytes).base64EncodedString())
    }
  }

  @Test("Nothing is written beyond the encoded length")
  func staysInside() {
    let bytes = [UInt8](repeating: 7, count: 100)
    var target = [UInt8](repeating: 0xEE, count: Base64.encodedCount(100) + 8)
    let written = target.withUnsafeMutableBufferPointer { target in
      bytes.withUnsafeBufferPointer { Base64.encode($0, into: target) }
    }
    #expect(target[written...].allSatisfy { $0 == 0xEE })
  }

  @Test("What was encoded is decoded, and anything else is not")
  func decode() {
    var random = Seeded(5)
    for count in 0...300 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Base64.decode(Array(encoded(bytes).utf8)[...]) == bytes)
    }
    for text in ["Zg=", "Zg", "Z===", "====", "Zm9v\n", "Zm9-", "Zh==", "Zm9=", "Zg==Zg==", "=Zg="] {
      #expect(Base64.decode(Array(text.utf8)[...]) == nil, "\(text)")
    }
  }
}
