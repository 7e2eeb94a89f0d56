import Glibc

/// Calls of the system on file descriptors, which signals may interrupt and which may do a part of the work.
package enum Descriptor {
  /// Makes a call again for as long as signals interrupt it.
  /// - Returns: what the call returns; when that is negative, `errno` says why.
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

  /// Fills `room` from a place in a file.
  /// - Returns: the bytes that were read, fewer than asked for only at the file's end; nil for a failure, and `errno` says which.
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
