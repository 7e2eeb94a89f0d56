import PrepSystem

/// The part of a text file that is in memory, as UTF-8.
final class TextWindow {
  let name: String
  let layout: TextLayout
  let longestRow: Int
  private var window: ByteWindow<TextSource>

  init(file: consuming TableFile, layout: TextLayout, memory: Table.Memory) {
    name = file.name
    self.layout = layout
    longestRow = memory.longestRow
    let chunk = max(TextSource.leastRoom, memory.chunk)
    window = ByteWindow(TextSource(file, layout: layout, chunk: chunk), chunk: chunk)
  }

  /// What is in memory and not yet consumed. It is valid until the next call of ``fill()`` or ``nextLine()``.
  var bytes: UnsafeRawBufferPointer { window.bytes }

  /// Gives up bytes at the front of ``bytes``.
  func consume(_ count: Int) { window.consume(count) }

  /// Whether the file is known to have ended.
  var isAtEnd: Bool { window.isAtEnd }

  /// Reads more; false when the file has ended.
  func fill() throws(TableError) -> Bool { try window.fill() }

  /// Consumes the next line; nil at the end of the file.
  func nextLine() throws(TableError) -> ByteWindow<TextSource>.Line? { try window.nextLine(longest: longestRow) }
}

/// The text of a table file as UTF-8, behind its byte order mark.
struct TextSource: ByteSource, ~Copyable {
  private let file: TableFile
  private let encoding: TextEncoding
  private var offset: Int
  /// Bytes in another encoding on their way to UTF-8.
  private let raw: UnsafeMutableRawBufferPointer
  private var utf16: UTF16Transcoder

  /// Bytes of the smallest room into which text of every encoding can be read.
  static let leastRoom = 16

  init(_ file: consuming TableFile, layout: TextLayout, chunk: Int) {
    self.file = file
    encoding = layout.encoding
    offset = layout.start
    raw = .allocate(byteCount: layout.encoding == .utf8 ? 0 : max(2, chunk & ~1), alignment: 16)
    utf16 = UTF16Transcoder(isBigEndian: layout.encoding == .utf16BigEndian)
  }

  deinit { raw.deallocate() }

  mutating func read(into room: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    if encoding == .utf8 {
      let count = try file.read(into: room, at: offset)
      offset += count
      return count
    }
    while true {
      // A byte becomes up to three, and half a surrogate pair from before another three.
      let most = min(raw.count, (room.count - 3) / 3 & ~1)
      let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[..<most]), at: offset)
      offset += count
      let input = UnsafeRawBufferPointer(rebasing: raw[..<count])
      var written = encoding == .windows1252 ? Windows1252.transcode(input, into: room) : utf16.transcode(input, into: room)
      if count == 0 { written = utf16.finish(into: room) }
      // Half a surrogate pair alone gives nothing before the other half is there.
      if written > 0 || count == 0 { return written }
    }
  }
}
