import Glibc

/// The part of a text file that is in memory, as UTF-8. It grows only for a record that does not fit.
final class TextWindow {
  let name: String
  let layout: TextLayout
  let longestRow: Int
  private let file: TableFile
  private let chunkSize: Int
  private var storage: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private var raw: UnsafeMutableRawBufferPointer
  private var utf16: UTF16Transcoder
  private(set) var isAtEnd = false

  init(file: consuming TableFile, layout: TextLayout, memory: Table.Memory) throws(TableError) {
    name = file.name
    self.layout = layout
    longestRow = memory.longestRow
    chunkSize = max(1, memory.chunk)
    storage = .allocate(byteCount: chunkSize + 4, alignment: 16)
    raw = .allocate(byteCount: layout.encoding == .utf8 ? 0 : max(2, chunkSize & ~1), alignment: 16)
    utf16 = UTF16Transcoder(isBigEndian: layout.encoding == .utf16BigEndian)
    try file.rewind(to: layout.start)
    self.file = file
  }

  deinit {
    storage.deallocate()
    raw.deallocate()
  }

  /// What is in memory and not yet consumed. Valid until the next ``fill()``.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[start..<end]) }

  /// Gives up bytes at the front of ``bytes``.
  func consume(_ count: Int) { start += count }

  /// Reads more; false when the file has ended. What is in memory at least doubles, so that a long record is scanned
  /// again only a few times.
  func fill() throws(TableError) -> Bool {
    guard !isAtEnd else { return false }
    let kept = end - start
    switch layout.encoding {
    case .utf8:
      let wanted = max(chunkSize, kept)
      makeRoom(for: wanted)
      let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[end..<end + wanted]))
      isAtEnd = count < wanted
      end += count
    case .windows1252, .utf16LittleEndian, .utf16BigEndian:
      repeat { try fillTranscoded() } while !isAtEnd && end - start < 2 * kept
    }
    return end - start > kept
  }

  private func fillTranscoded() throws(TableError) {
    let count = try file.read(into: raw)
    isAtEnd = count < raw.count
    let input = UnsafeRawBufferPointer(rebasing: raw[..<count])
    makeRoom(for: max(count * 3, UTF16Transcoder.room(for: count)) + 3)
    if layout.encoding == .windows1252 {
      end += Windows1252.transcode(input, into: free)
    } else {
      end += utf16.transcode(input, into: free)
      if isAtEnd { end += utf16.finish(into: free) }
    }
  }

  private var free: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: storage[end...]) }

  private func makeRoom(for count: Int) {
    let kept = end - start
    if storage.count - end >= count { return }
    if storage.count - kept >= count {
      if let base = storage.baseAddress { memmove(base, base + start, kept) }
    } else {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: (kept + count) * 2, alignment: 16)
      larger.copyMemory(from: bytes)
      storage.deallocate()
      storage = larger
    }
    (start, end) = (0, kept)
  }
}
