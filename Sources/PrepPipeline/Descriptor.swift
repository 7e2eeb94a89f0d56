import Glibc

/// Writing to file descriptors, which the system may do in several steps.
package enum Descriptor {
  /// Writes all bytes.
  /// - Returns: 0, or an errno value.
  package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      done += count
    }
    return 0
  }
}
