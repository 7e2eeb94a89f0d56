/// Files that are not text tables, recognised by their first bytes. They are refused by name instead of being read as garbage.
struct ForeignFormat {
  let name: String
  let remedy: String

  /// Recognises the format from the first bytes; nil when the file may be a text table.
  init?(head: [UInt8]) {
    let text = String(decoding: head.prefix(1024), as: UTF8.self)
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      if text.contains("xl/") || text.contains("[Content_Types].xml") {
        self.init("an Excel workbook or another Office file", "Save the sheet as CSV UTF-8.")
      } else if text.contains("opendocument.spreadsheet") {
        self.init("an OpenDocument spreadsheet", "Save the sheet as CSV in UTF-8.")
      } else {
        self.init("a zip archive", "Unpack it first.")
      }
      return
    }
    let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.prefix(16).lowercased()
    if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") {
      self.init("an HTML page", "Download the table itself; often this is a login or error page.")
      return
    }
    for (magic, name, remedy) in Self.magics where head.starts(with: magic) {
      self.init(name, remedy)
      return
    }
    return nil
  }

  private init(_ name: String, _ remedy: String) {
    self.name = name
    self.remedy = remedy
  }

  private static let unpack = "Unpack it first."
  private static let magics: [(magic: [UInt8], name: String, remedy: String)] = [
    ([0x1F, 0x8B], "a gzip file", unpack),
    ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file", unpack),
    (Array("BZh91AY&SY".utf8), "a bzip2 file", unpack),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "an xz file", unpack),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive", unpack),
    (Array("SQLite format 3".utf8) + [0], "an SQLite database", "Use source: {sqlite: FILE, query: \"SELECT …\"}."),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Excel workbook", "Save the sheet as CSV UTF-8."),
    (Array("PAR1".utf8), "a Parquet file", "Convert it to CSV or JSON Lines."),
    (Array("%PDF-".utf8), "a PDF document", "Tables inside of PDF documents are not read."),
    (Array("version https://git-lfs".utf8), "a Git LFS pointer", "Fetch the file with git lfs pull."),
  ]
}
