import Glibc

/// Where bytes come from, from the first to the last.
package protocol ByteSource: ~Copyable {
  associatedtype Fault: Error

  /// Reads what comes next.
  /// - Returns: the bytes that were read; 0 only at the end.
  mutating func read(into room: UnsafeMutableRawBufferPointer) throws(Fault) -> Int
}

/// The part of a source that is in memory. It moves on as its bytes are consumed, and grows only for a line or record that does not fit.
package struct ByteWindow<Source: ByteSource & ~Copyable>: ~Copyable {
  private var source: Source
  private let chunk: Int
  private var storage: UnsafeMutableRawBufferPointer
  /// What of the storage is read and not consumed.
  private var filled = 0..<0
  /// Whether the source is known to have ended.
  package private(set) var isAtEnd = false
  /// The place in the source of the first byte of ``bytes``.
  package private(set) var offset = 0
  /// Whether the line that was given last ended in a newline, as all do but a file's last one.
  package private(set) var isLineEnded = false

  /// - Parameter chunk: bytes that are read at a time, at least 1.
  package init(_ source: consuming Source, chunk: Int = 1 << 20) {
    self.source = source
    self.chunk = max(1, chunk)
    storage = .allocate(byteCount: self.chunk, alignment: 16)
  }

  deinit { storage.deallocate() }

  /// What is in memory and not yet consumed. It is valid until the next call of ``fill()`` or ``nextLine(longest:)``.
  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[filled]) }

  /// Gives up bytes at the front of ``bytes``.
  package mutating func consume(_ count: Int) {
    filled = filled.lowerBound + count..<filled.upperBound
    offset += count
  }

  /// Reads more behind what is in memory, at least as much as there is, so that whoever looks at a long record from its beginning
  /// again does so only a few times.
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
    /// The bytes of a line without its newline. They are valid until the next line is asked for.
    case whole(UnsafeRawBufferPointer)
    /// A line that is longer than the caller wants; it was passed over.
    case tooLong
  }

  /// Consumes the next line. The last line may have no newline.
  /// - Parameter longest: bytes of the longest line that is kept in memory.
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
        // Filling may have moved what is in memory.
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
  /// The index of the first newline at or behind `start`.
  fileprivate func firstNewline(from start: Int) -> Int? {
    guard let base = baseAddress, start < count, let found = memchr(base + start, 0x0A, count - start) else { return nil }
    return base.distance(to: UnsafeRawPointer(found))
  }
}
