import Glibc
package import PrepCore

/// A file for the time of one run, in the folder that `TMPDIR` names, else in /tmp. It has no name, so it is gone when the process ends.
package final class TemporaryFile {
  private let descriptor: Int32
  /// The bytes that were appended.
  package private(set) var size = 0

  package init() throws(RunError) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/visionprep-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw RunError.temporaryFile(errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(&template)
  }

  deinit { close(descriptor) }

  package func append<Element: BitwiseCopyable>(_ elements: [Element]) throws(RunError) {
    let code = elements.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
    guard code == 0 else { throw RunError.temporaryFile(code) }
    size += elements.count * MemoryLayout<Element>.stride
  }

  /// Fills an array with what was appended at an offset.
  package func read<Element: BitwiseCopyable>(into elements: inout [Element], at offset: Int) throws(RunError) {
    // No other process can truncate a file without a name, so an early end is a disk error.
    let code = elements.withUnsafeMutableBytes { bytes in
      Descriptor.read(into: bytes, from: descriptor, at: offset).map { $0 == bytes.count ? 0 : EIO } ?? errno
    }
    guard code == 0 else { throw RunError.temporaryFile(code) }
  }
}
