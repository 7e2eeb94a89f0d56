/// What the first bytes of a file say about it.
enum FileOpening {
  /// What it is instead of text, in a few words; nil when nothing speaks against it.
  static func foreign(_ bytes: [UInt8]) -> String? {
    if bytes.isEmpty { return "an empty file" }
    return signatures.first { bytes.starts(with: $0.bytes) }?.name
  }

  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static let signatures: [(name: String, bytes: [UInt8])] = [
    ("a gzip file", [0x1F, 0x8B]), ("a Zstandard file", [0x28, 0xB5, 0x2F, 0xFD]), ("a bzip2 file", Array("BZh".utf8)),
    ("an xz file", [0xFD, 0x37, 0x7A, 0x58, 0x5A]), ("a ZIP archive", [0x50, 0x4B, 0x03, 0x04]),
    ("text in UTF-16", [0xFF, 0xFE]), ("text in UTF-16", [0xFE, 0xFF]), ("a Parquet file", Array("PAR1".utf8)),
    ("an Arrow file", Array("ARROW1".utf8)), ("an SQLite database", Array("SQLite format 3".utf8)),
  ]
}
