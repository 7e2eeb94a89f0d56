import Glibc

/// The lines of a file from first to last, each in memory for as long as it is looked at.
package final class LineReader {
  /// What keeps a file from being read: an errno value.
  package struct Fault: Error, Sendable, Hashable {
    package let code: Int32
  }

  package enum Line {
    /// Without its line end.
    case whole(UnsafeRawBufferPointer)
    /// Longer than ``longestLine``, and skipped.
    case tooLong
  }

  /// As large as the largest file that OpenAI takes at once.
  package static let longestLine = 512 << 20

  private let descriptor: Int32
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
  /// What of the buffer is read and not yet given out.
  private var filled = 0..<0
  private var isAtEnd = false

  package init(_ path: String) throws(Fault) {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    // What an initialiser that throws has made is given back by deinit.
    guard descriptor >= 0 else { throw Fault(code: errno) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    buffer.deallocate()
  }

  /// Calls `body` with each line. What it is given is valid only inside.
  package func forEach(_ body: (Line) -> Void) throws(Fault) {
    while let line = try next() { body(line) }
  }

  private func next() throws(Fault) -> Line? {
    var searched = filled.lowerBound
    while true {
      if let end = newline(from: searched) {
        defer { filled = end + 1..<filled.upperBound }
        return .whole(UnsafeRawBufferPointer(rebasing: buffer[filled.lowerBound..<end]))
      }
      if isAtEnd {
        defer { filled = 0..<0 }
        return filled.isEmpty ? nil : .whole(UnsafeRawBufferPointer(rebasing: buffer[filled]))
      }
      if filled.count > Self.longestLine {
        try skipLine()
        return .tooLong
      }
      let unsearched = filled.count
      try fill()
      searched = filled.lowerBound + unsearched
    }
  }

  private func newline(from start: Int) -> Int? {
    guard start < filled.upperBound, let base = buffer.baseAddress,
      let found = memchr(base + start, 0x0A, filled.upperBound - start)
    else { return nil }
    return base.distance(to: found)
  }

  private func skipLine() throws(Fault) {
    while true {
      if let end = newline(from: filled.lowerBound) {
        filled = end + 1..<filled.upperBound
        return
      }
      filled = 0..<0
      if isAtEnd { return }
      try fill()
    }
  }

  /// Reads on behind what is there, which moves to the buffer's start; a line that fills the buffer doubles it.
  private func fill() throws(Fault) {
    if filled.lowerBound > 0 {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[filled]))
      filled = 0..<filled.count
    }
    if filled.count == buffer.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * buffer.count, alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
      buffer.deallocate()
      buffer = larger
    }
    while true {
      let count = read(descriptor, buffer.baseAddress?.advanced(by: filled.upperBound), buffer.count - filled.upperBound)
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw Fault(code: errno) }
      isAtEnd = count == 0
      filled = 0..<filled.upperBound + count
      return
    }
  }
}
