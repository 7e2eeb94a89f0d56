import Glibc

/// System calls on file descriptors. Signals may interrupt these calls, and a call may transfer fewer bytes than requested.
package enum Descriptor {
  /// Repeats a call for as long as signals interrupt it.
  /// - Returns: the result of the call; when it is negative, `errno` holds the reason.
  package static func uninterrupted<Count: SignedInteger>(_ call: () -> Count) -> Count {
    while true {
      let count = call()
      if count >= 0 || errno != EINTR { return count }
    }
  }

  /// Writes all bytes.
  /// - Returns: 0, or an errno value.
  package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var done = 0
    while done < bytes.count {
      let count = uninterrupted { Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done) }
      if count < 0 { return errno }
      done += count
    }
    return 0
  }

  /// Fills `room` with the bytes at an offset of a file.
  /// - Returns: the number of bytes that were read, fewer than requested only at the end of the file; nil for a failure, with the
  ///   reason in `errno`.
  package static func read(into room: UnsafeMutableRawBufferPointer, from descriptor: Int32, at offset: Int) -> Int? {
    var done = 0
    while done < room.count, let base = room.baseAddress {
      let count = uninterrupted { pread(descriptor, base + done, room.count - done, off_t(offset + done)) }
      guard count >= 0 else { return nil }
      guard count > 0 else { break }
      done += count
    }
    return done
  }
}
