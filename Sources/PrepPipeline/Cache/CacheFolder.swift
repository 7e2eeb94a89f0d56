import Glibc
import PrepCore
import PrepSystem

/// A folder of files that are each complete or absent. Several runs and machines may use it at once. Only its owner may read it.
struct CacheFolder: Sendable {
  let path: String

  /// Creates the folder and its subfolders when needed, and tests whether they are writable.
  init(_ path: String, folders: [String]) throws(RunError) {
    let path = path.isEmpty ? "." : path
    self.path = path
    for folder in folders {
      var code = Folder.create("\(path)/\(folder)", mode: 0o700)
      if code == 0 {
        // Only a trial write shows whether writing is possible: permissions, a read-only file system or a full disk may prevent
        // it.
        let trial = aside("\(folder)/trial")
        code = writeFile([0], to: trial)
        unlink(trial)
      }
      guard code == 0 else {
        throw RunError(
          .cache, "the cache folder \(path) cannot be written: \(describe(code))",
          remedy: "name another folder, or keep no downloads", systemError: code)
      }
    }
  }

  /// The bytes of a file; nil when the file is missing, unreadable or larger than `maxBytes`.
  func read(_ name: String, maxBytes: Int) -> [UInt8]? {
    try? SourceFile.read("\(path)/\(name)", name: name, maxBytes: maxBytes)
  }

  /// The size of a file; nil when it is missing.
  func size(of name: String) -> Int? {
    var status = stat()
    guard stat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Writes a file under a temporary name and renames it. The file is not flushed to disk: its readers check whether it is
  /// complete.
  /// - Returns: 0, or an errno value.
  func write(_ bytes: [UInt8], to name: String) -> Int32 {
    let temporary = aside(name)
    var code = writeFile(bytes, to: temporary)
    if code == ENOENT {
      // The whole folder may have been deleted meanwhile.
      code = Folder.create("\(path)/\(name[..<(name.lastIndex(of: "/") ?? name.startIndex)])", mode: 0o700)
      if code == 0 { code = writeFile(bytes, to: temporary) }
    }
    if code == 0, rename(temporary, "\(path)/\(name)") != 0 { code = errno }
    if code != 0 { unlink(temporary) }
    return code
  }

  private func aside(_ name: String) -> String { FileReplacement.aside("\(path)/\(name)") }

  private func writeFile(_ bytes: [UInt8], to path: String) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return errno }
    let code = bytes.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
    // Network file systems report a full disk on close.
    let closing = close(descriptor) == 0 ? 0 : errno
    return code == 0 ? closing : code
  }
}
