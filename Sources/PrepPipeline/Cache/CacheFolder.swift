import Glibc
import PrepCore
import PrepSystem

/// A folder of files that are there whole or not at all, which several runs and machines may use at once. Nobody but its owner
/// may read it.
struct CacheFolder: Sendable {
  let path: String

  /// Creates the folder and those in it when needed, and tries whether they can be written.
  init(_ path: String, folders: [String]) throws(RunError) {
    let path = path.isEmpty ? "." : path
    self.path = path
    for folder in folders {
      var code = Folder.create("\(path)/\(folder)", mode: 0o700)
      if code == 0 {
        // Nothing but writing tells whether one may: permissions, a read-only system, a full disk.
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

  /// The bytes of a file; nil when there is none, or none that can be read and has at most so many.
  func read(_ name: String, maxBytes: Int) -> [UInt8]? {
    try? SourceFile.read("\(path)/\(name)", name: name, maxBytes: maxBytes)
  }

  /// The size of a file; nil when there is none.
  func size(of name: String) -> Int? {
    var status = stat()
    guard stat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Writes a file aside and gives it its name. It is not flushed to disk: whoever reads it looks whether it is whole.
  /// - Returns: 0, or an errno value.
  func write(_ bytes: [UInt8], to name: String) -> Int32 {
    let temporary = aside(name)
    var code = writeFile(bytes, to: temporary)
    if code == ENOENT {
      // Also when the whole folder was deleted meanwhile.
      code = Folder.create("\(path)/\(name[..<(name.lastIndex(of: "/") ?? name.startIndex)])", mode: 0o700)
      if code == 0 { code = writeFile(bytes, to: temporary) }
    }
    if code == 0 { code = FileReplacement.rename(temporary, to: "\(path)/\(name)") }
    if code != 0 { unlink(temporary) }
    return code
  }

  private func aside(_ name: String) -> String { FileReplacement.aside("\(path)/\(name)") }

  private func writeFile(_ bytes: [UInt8], to path: String) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return errno }
    let code = bytes.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
    // Network file systems tell of a full disk here.
    let closing = close(descriptor) == 0 ? 0 : errno
    return code == 0 ? closing : code
  }
}
