import Glibc
package import PrepCore

/// Folders on disk.
package enum Folder {
  /// Creates a folder and its missing parents.
  /// - Parameter mode: the permissions of new folders, before the umask is applied.
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

  /// Creates a folder for output and its missing parents.
  package static func make(_ path: String) throws(RunError) {
    let code = create(path)
    guard code == 0 else { throw RunError.output("the output folder \(path) cannot be created", code) }
    guard exists(path) else { throw RunError(.output, "\(path) is not a folder", remedy: "choose another output folder") }
  }

  /// Whether a path is a folder.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names of all entries of a folder, sorted; empty when it cannot be read.
  package static func names(in folder: String) -> [String] { (entries(of: folder) ?? []).map(\.text).sorted() }

  /// The names of all entries of a folder, in any order; nil when it cannot be read, with the reason in `errno`.
  package static func entries(of folder: String) -> [SystemText]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [SystemText] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { SystemText($0) }
      }
      if name.text != ".", name.text != ".." { names.append(name) }
    }
    return names
  }

  /// Waits until the names of the files in a folder are on disk. A missing folder counts as success.
  /// - Returns: 0, or an errno value.
  package static func synchronize(_ path: String) -> Int32 {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno == ENOENT ? 0 : errno }
    defer { close(descriptor) }
    // Some file systems (CIFS, FUSE) do not support this for folders.
    return fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : errno
  }
}
