import Glibc
package import PrepCore

/// Reads pieces of any number of files with few of them open at a time. Used by one thread.
package final class FilePool {
  private struct Open {
    var descriptor: Int32
    var lastUse: Int
  }

  private let capacity: Int
  private var files: [String: Open] = [:]
  private var uses = 0

  package init(capacity: Int = 200) { self.capacity = capacity }

  deinit { for file in files.values { close(file.descriptor) } }

  /// Reads up to `count` bytes from `offset` on; fewer only at the file's end.
  package func read(_ path: String, at offset: Int, count: Int) throws(RunError) -> [UInt8] {
    let descriptor = try descriptor(of: path)
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      while filled < count {
        let got = pread(descriptor, target.baseAddress?.advanced(by: filled), count - filled, off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        if got < 0 { code = errno }
        guard got > 0 else { break }
        filled += got
      }
    }
    guard code == 0 else { throw Self.unreadable(path, code) }
    return bytes
  }

  private func descriptor(of path: String) throws(RunError) -> Int32 {
    uses += 1
    if let descriptor = files[path]?.descriptor {
      files[path]?.lastUse = uses
      return descriptor
    }
    if files.count >= capacity, let oldest = files.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      close(oldest.value.descriptor)
      files[oldest.key] = nil
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
    files[path] = Open(descriptor: descriptor, lastUse: uses)
    return descriptor
  }

  private static func unreadable(_ path: String, _ code: Int32) -> RunError {
    RunError(.input, "\(path) cannot be read: \(describe(code))", remedy: "mend it, and run the same command again")
  }
}
