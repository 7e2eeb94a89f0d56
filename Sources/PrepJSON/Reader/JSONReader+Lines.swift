import Glibc

/// Lines of a file, each of which is a text.
extension JSONReader<BlockReader> {
  /// Whether nothing is left of the file.
  package var isAtEnd: Bool { mutating get { scanner.isAtEnd } }

  /// Whether the white space that was read last ends in a carriage return.
  package var isBehindCarriageReturn: Bool { scanner.isBehindCarriageReturn }

  /// Whether only white space is left of the line.
  package mutating func isAtLineEnd() -> Bool {
    scanner.isBehindCarriageReturn = false
    return scanner.nextByte() == 0x0A || scanner.isAtEnd
  }

  /// Goes to the beginning of the next line, whatever is left of this one, or gives up at a place in the file.
  /// - Returns: whether there was a newline.
  @discardableResult
  package mutating func skipLine(before place: Int = .max) -> Bool {
    repeat {
      let (window, position) = (scanner.window, scanner.position)
      if position < window.count, let base = window.baseAddress,
        let found = memchr(base + position, 0x0A, window.count - position)
      {
        scanner.position = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        return true
      }
      scanner.position = window.count
    } while offset < place && scanner.fill()
    return false
  }

  /// The next bytes, at most `count`, without reading over them.
  package mutating func peek(_ count: Int) -> [UInt8] {
    while scanner.window.count - scanner.position < count, scanner.fill() {}
    return Array(scanner.window[scanner.position...].prefix(count))
  }

  /// Reads over bytes that were looked at.
  package mutating func drop(_ count: Int) { scanner.position += count }

  /// Goes to another place of a source that can be read at any place.
  package mutating func seek(to place: Int) {
    scanner.input.seek(to: place)
    scanner.window = UnsafeBufferPointer(start: nil, count: 0)
    scanner.position = 0
    scanner.end = place
  }
}
