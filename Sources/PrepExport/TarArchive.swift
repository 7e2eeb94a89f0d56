/// Members of a tar archive (ustar, POSIX.1-1988, section 10.1.1): regular files without owner and time, so that the same files give the
/// same archive.
enum TarArchive {
  private static let blockSize = 512

  /// What an archive ends with.
  static let end = [UInt8](repeating: 0, count: 2 * blockSize)

  /// Appends a file.
  /// - Parameters:
  ///   - name: at most 100 bytes.
  ///   - content: less than 8 GiB.
  static func append(_ name: String, _ content: [UInt8], to archive: inout [UInt8]) {
    precondition(name.utf8.count <= 100 && content.count < 1 << 33, "no member of ustar")
    var header = [UInt8](repeating: 0, count: blockSize)
    func put(_ bytes: some Sequence<UInt8>, at offset: Int) {
      for (index, byte) in bytes.enumerated() { header[offset + index] = byte }
    }
    put(name.utf8, at: 0)
    put(octal(0o644, digits: 7), at: 100)
    put(octal(0, digits: 7), at: 108)
    put(octal(0, digits: 7), at: 116)
    put(octal(content.count, digits: 11), at: 124)
    put(octal(0, digits: 11), at: 136)
    // The checksum is taken with spaces in its place.
    put([UInt8](repeating: UInt8(ascii: " "), count: 8), at: 148)
    header[156] = UInt8(ascii: "0")
    put("ustar\u{0}00".utf8, at: 257)
    let sum = header.reduce(0) { $0 + Int($1) }
    put(octal(sum, digits: 6), at: 148)
    header[154] = 0
    archive += header
    archive += content
    archive += [UInt8](repeating: 0, count: (blockSize - content.count % blockSize) % blockSize)
  }

  private static func octal(_ value: Int, digits: Int) -> [UInt8] {
    let text = String(value, radix: 8)
    return Array((String(repeating: "0", count: digits - text.count) + text).utf8)
  }
}
