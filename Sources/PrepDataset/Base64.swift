import CPrepKernels

/// Base64 (RFC 4648, section 4), with padding and without line breaks.
package enum Base64 {
  /// The encoded length of `count` bytes.
  package static func encodedCount(_ count: Int) -> Int { (count + 2) / 3 * 4 }

  /// Encodes `source` into the start of `target`, which holds at least ``encodedCount(_:)`` bytes.
  /// - Parameter isPortable: without AVX2, for tests; the characters are the same.
  /// - Returns: the bytes written.
  package static func encode(
    _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>, isPortable: Bool = false
  ) -> Int {
    let count = encodedCount(source.count)
    precondition(target.count >= count, "no room for the characters")
    vp_base64_encode(source.baseAddress, source.count, target.baseAddress, isPortable ? 1 : 0)
    return count
  }

  /// Decodes groups of four characters while all are of the alphabet, up to the last whole group, into the start of `target`, which has
  /// eight bytes more room than they need.
  /// - Parameter isPortable: without AVX2, for tests; the bytes are the same.
  /// - Returns: the characters taken; three bytes are written for four of them.
  package static func decodeGroups(
    _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>, isPortable: Bool = false
  ) -> Int {
    precondition(target.count >= source.count / 4 * 3 + 8, "no room for the bytes")
    return vp_base64_decode(source.baseAddress, source.count, target.baseAddress, isPortable ? 1 : 0)
  }

  /// The bytes behind a text; nil when it is no base64 with padding, or its last bits are not zero.
  package static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard text.count % 4 == 0 else { return nil }
    // The last group is looked at with A, which is zero, in the place of padding.
    let whole = text.dropLast(padding > 0 ? 4 : 0)
    let end = text.suffix(4).dropLast(padding) + [UInt8](repeating: UInt8(ascii: "A"), count: padding)
    var isValid = true
    let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 8) { target, count in
      isValid = whole.withUnsafeBufferPointer { decodeGroups($0, into: target) } == whole.count
      count = whole.count / 4 * 3
      guard isValid, padding > 0 else { return }
      let rest = UnsafeMutableBufferPointer(rebasing: target[count...])
      isValid = end.withUnsafeBufferPointer { decodeGroups($0, into: rest) } == 4
      // What the last character holds beyond the bytes must be zero.
      isValid = isValid && rest[(3 - padding)..<3].allSatisfy { $0 == 0 }
      count += 3 - padding
    }
    return isValid ? bytes : nil
  }
}
