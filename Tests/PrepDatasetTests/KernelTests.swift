import CPrepKernels
import Foundation
import PrepDataset
import TestSupport
import Testing

@Suite("Kernels for records")
struct KernelTests {
  private func decoded(_ text: [UInt8]) -> (taken: Int, bytes: [UInt8]) {
    var results: [(Int, [UInt8])] = []
    for isPortable in [true, false] {
      var target = [UInt8](repeating: 0xEE, count: text.count / 4 * 3 + 8)
      let taken = target.withUnsafeMutableBufferPointer { target in
        text.withUnsafeBufferPointer { Base64.decodeGroups($0, into: target, isPortable: isPortable) }
      }
      results.append((taken, Array(target.prefix(taken / 4 * 3))))
    }
    #expect(results[0] == results[1])
    return results[0]
  }

  @Test("Whole groups are decoded as Foundation does, at every length")
  func lengths() {
    var random = Seeded(8)
    for count in 0...300 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let text = Array(Data(bytes).base64EncodedString().utf8)
      let groups = count / 3
      let result = decoded(text)
      #expect(result.taken == groups * 4)
      #expect(result.bytes == Array(bytes.prefix(groups * 3)))
    }
  }

  @Test("Every character at every place of a block is of the alphabet, or ends it")
  func characters() {
    let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    for place in 0..<36 {
      for byte in UInt8.min...UInt8.max {
        var text = [UInt8](repeating: UInt8(ascii: "Q"), count: 64)
        text[place] = byte
        let expected = alphabet.contains(byte) ? 64 : place / 4 * 4
        #expect(decoded(text).taken == expected, "\(byte) at \(place)")
      }
    }
  }

  private func run(_ bytes: [UInt8]) -> Int {
    let portable = vp_json_text_run(bytes, bytes.count, 1)
    #expect(vp_json_text_run(bytes, bytes.count, 0) == portable)
    return portable
  }

  @Test("Text ends at quotation marks, backslashes and control characters, wherever they stand")
  func ends() {
    for place in 0..<34 {
      for byte in UInt8.min...UInt8.max {
        var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 70)
        bytes[place] = byte
        let isEnd = byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        #expect(run(bytes) == (isEnd ? place : 70), "\(byte) at \(place)")
      }
    }
  }

  @Test("Text is well-formed UTF-8 exactly when Swift says so")
  func encoding() {
    var random = Seeded(9)
    for _ in 0..<3000 {
      let leads: [UInt8] = [0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xC0, 0x80, 0x41]
      let trails: [UInt8] = [0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0x41]
      var bytes = [UInt8](repeating: 0x61, count: Int.random(in: 0...40, using: &random))
      bytes.append(leads.randomElement(using: &random) ?? 0)
      for _ in 0..<Int.random(in: 0...3, using: &random) { bytes.append(trails.randomElement(using: &random) ?? 0) }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      #expect((run(bytes) == bytes.count) == isValid, "\(bytes.suffix(4))")
    }
    let text = Array("Cumpleaños para mamá 生日快樂 👨‍👩‍👧".utf8)
    #expect(run(text) == text.count)
  }
}
