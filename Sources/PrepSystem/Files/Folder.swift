import Glibc
package import PrepCore

/// Folders on disk.
package enum Folder {
  /// Makes a folder and those above it, where they are missing.
  /// - Parameter mode: the permissions of what is made, before the umask.
  /// - Returns: 0, or an errno value.
  package static func create(_ path: String, mode: UInt32 = 0o755) -> Int32 {
    var partial = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      partial += component
      if mkdir(partial, mode) != 0, errno != EEXIST { return errno }
      partial += "/"
    }
    return 0
  }

  /// Makes a folder for output and those above it, where they are missing.
  package static func make(_ path: String) throws(RunError) {
    let code = create(path)
    guard code == 0 else { throw RunError.output("the output folder \(path) cannot be created", code) }
    guard exists(path) else { throw RunError(.output, "\(path) is not a folder", remedy: "choose another output folder") }
  }

  /// Whether a folder is at a path.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names of all that is in a folder, sorted; none when it cannot be read.
  package static func names(in folder: String) -> [String] { (entries(of: folder) ?? []).sorted() }

  /// The names of all that is in a folder, in any order; nil when it cannot be read, and `errno` says why.
  package static func entries(of folder: String) -> [String]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Waits until the disk has the names of the files in a folder. A folder that is not there has none.
  /// - Returns: 0, or an errno value.
  package static func synchronize(_ path: String) -> Int32 {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno == ENOENT ? 0 : errno }
    defer { close(descriptor) }
    // Some file systems (CIFS, FUSE) cannot do this for folders.
    return fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : errno
  }
}
