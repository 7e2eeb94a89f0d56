import Glibc

/// Reads a file block by block into one buffer, so that a text may have any length.
@usableFromInline
package final class BlockReader: JSONInput {
  /// Where the bytes come from.
  package enum Source {
    /// A file that supports reading at any offset.
    case file(descriptor: Int32)
    /// A pipe, which is read from its current position.
    case stream(descriptor: Int32)
    case memory([UInt8])
  }

  private let source: Source
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  /// The offset in the file of the first byte behind the window.
  @usableFromInline
  package private(set) var end: Int
  /// The errno value of a failed read, after which the file counts as ended.
  package private(set) var failure: Int32 = 0
  private var isAtEnd = false

  /// - Parameters:
  ///   - start: the place of the first byte, of a source that can be read at any place.
  ///   - blockSize: bytes that are held at a time; at least 16.
  package init(_ source: Source, from start: Int = 0, blockSize: Int = 256 << 10) {
    self.source = source
    end = start
    buffer = .allocate(capacity: max(16, blockSize))
  }

  deinit { buffer.deallocate() }

  /// Moves to another offset; for sources that support it.
  package func seek(to place: Int) {
    end = place
    isAtEnd = false
  }

  @usableFromInline
  package func fill(keeping kept: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    if isAtEnd { return nil }
    if let from = kept.baseAddress, let to = buffer.baseAddress, kept.count > 0 { memmove(to, from, kept.count) }
    let room = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[kept.count...]))
    precondition(room.count > 0, "the window is full")
    let count = read(into: room)
    isAtEnd = count == 0
    end += count
    return UnsafeBufferPointer(rebasing: buffer[..<(kept.count + count)])
  }

  private func read(into room: UnsafeMutableRawBufferPointer) -> Int {
    switch source {
    case .memory(let bytes):
      let count = min(room.count, max(0, bytes.count - end))
      guard count > 0 else { return 0 }
      bytes.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[end..<(end + count)])) }
      return count
    case .file(let descriptor): return read { pread(descriptor, room.baseAddress, room.count, end) }
    case .stream(let descriptor): return read { Glibc.read(descriptor, room.baseAddress, room.count) }
    }
  }

  private func read(_ call: () -> Int) -> Int {
    while true {
      let count = call()
      if count >= 0 { return count }
      if errno == EINTR { continue }
      failure = errno
      return 0
    }
  }
}
