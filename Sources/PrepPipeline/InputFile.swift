import Glibc
package import PrepCore

/// Reads a local source whole.
package enum InputFile {
  /// - Parameter name: the path as the input wrote it; messages hold no other.
  /// - Throws: `not_found`, `unreadable` or `too_many_bytes`.
  package static func read(_ path: String, name: String, maxBytes: Int) throws(Failure) -> [UInt8] {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      if code == ENOENT || code == ENOTDIR { throw Failure(.fetch, .notFound, "No file is at \(name).") }
      throw Failure(.fetch, .unreadable, "\(name) cannot be read: \(describe(code)).")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw Failure(.fetch, .unreadable, "\(name) is \(isFolder ? "a folder" : "no regular file").")
    }
    guard status.st_size <= maxBytes else {
      throw Failure(.fetch, .tooManyBytes, "\(name) has \(status.st_size) bytes; at most \(maxBytes) are read.")
    }
    var done = 0
    var code: Int32 = 0
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, count in
      while done < size {
        let got = Glibc.read(descriptor, target.baseAddress?.advanced(by: done), size - done)
        if got < 0, errno == EINTR { continue }
        if got < 0 { code = errno }
        guard got > 0 else { break }
        done += got
      }
      count = done
    }
    guard code == 0 else { throw Failure(.fetch, .unreadable, "\(name) cannot be read: \(describe(code)).") }
    return bytes
  }

  /// The bytes of a file; nil when it is not there or cannot be read.
  package static func contents(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: block[..<count])
    }
  }
}
