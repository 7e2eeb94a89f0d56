import Glibc

/// A sequential source of bytes.
package protocol ByteSource: ~Copyable {
  associatedtype Fault: Error

  /// Reads the next bytes.
  /// - Returns: the number of bytes that were read; 0 only at the end.
  mutating func read(into room: UnsafeMutableRawBufferPointer) throws(Fault) -> Int
}

/// The part of a source that is in memory. The window moves forward as its bytes are consumed. It grows only when a line or
/// record does not fit.
package struct ByteWindow<Source: ByteSource & ~Copyable>: ~Copyable {
  private var source: Source
  private let chunk: Int
  private var storage: UnsafeMutableRawBufferPointer
  /// The part of the storage that was read and is not yet consumed.
  private var filled = 0..<0
  /// Whether the end of the source was reached.
  package private(set) var isAtEnd = false
  /// The offset in the source of the first byte of ``bytes``.
  package private(set) var offset = 0
  /// Whether the last line that was returned ended in a newline. Only the last line of a file may lack one.
  package private(set) var isLineEnded = false

  /// - Parameter chunk: the number of bytes to read at a time, at least 1.
  package init(_ source: consuming Source, chunk: Int = 1 << 20) {
    self.source = source
    self.chunk = max(1, chunk)
    storage = .allocate(byteCount: self.chunk, alignment: 16)
  }

  deinit { storage.deallocate() }

  /// The bytes in memory that are not yet consumed. They are valid until the next call of ``fill()`` or ``nextLine(longest:)``.
  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[filled]) }

  /// Consumes bytes at the front of ``bytes``.
  package mutating func consume(_ count: Int) {
    filled = filled.lowerBound + count..<filled.upperBound
    offset += count
  }

  /// Reads more bytes behind those in memory, at least as many as are there. A caller that rescans a long record from its
  /// beginning therefore does so only a few times.
  /// - Returns: false when the source has ended.
  package mutating func fill() throws(Source.Fault) -> Bool {
    let kept = filled.count
    while !isAtEnd, filled.count == kept || filled.count < 2 * kept {
      makeRoom(for: max(chunk, 2 * kept - filled.count))
      let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[filled.upperBound...]))
      isAtEnd = count == 0
      filled = filled.lowerBound..<filled.upperBound + count
    }
    return filled.count > kept
  }

  private mutating func makeRoom(for count: Int) {
    guard storage.count - filled.upperBound < count else { return }
    if storage.count - filled.count >= count {
      if let base = storage.baseAddress { memmove(base, base + filled.lowerBound, filled.count) }
    } else {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: filled.count + count, alignment: 16)
      larger.copyMemory(from: bytes)
      storage.deallocate()
      storage = larger
    }
    filled = 0..<filled.count
  }
}

extension ByteWindow where Source: ~Copyable {
  package enum Line {
    /// The bytes of a line without its newline. They are valid until the next line is read.
    case whole(UnsafeRawBufferPointer)
    /// A line that is longer than the caller's limit; it was skipped.
    case tooLong
  }

  /// Consumes the next line. The last line may have no newline.
  /// - Parameter longest: the most bytes of a line that is kept in memory.
  /// - Returns: nil at the end of the source.
  package mutating func nextLine(longest: Int) throws(Source.Fault) -> Line? {
    var searched = 0
    while true {
      let bytes = bytes
      if let length = bytes.firstNewline(from: searched) {
        consume(length + 1)
        isLineEnded = true
        return length > longest ? .tooLong : .whole(UnsafeRawBufferPointer(rebasing: bytes[..<length]))
      }
      if bytes.count > longest {
        try skipLine()
        return .tooLong
      }
      searched = bytes.count
      guard try fill() else {
        // Filling may have moved the bytes in memory.
        let rest = self.bytes
        if rest.isEmpty { return nil }
        consume(rest.count)
        isLineEnded = false
        return .whole(rest)
      }
    }
  }

  private mutating func skipLine() throws(Source.Fault) {
    repeat {
      if let length = bytes.firstNewline(from: 0) { return consume(length + 1) }
      consume(bytes.count)
    } while try fill()
  }
}

extension UnsafeRawBufferPointer {
  /// The index of the first newline at or after `start`.
  fileprivate func firstNewline(from start: Int) -> Int? {
    guard let base = baseAddress, start < count, let found = memchr(base + start, 0x0A, count - start) else { return nil }
    return base.distance(to: UnsafeRawPointer(found))
  }
}
