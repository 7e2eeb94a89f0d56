import Glibc
package import PrepCore

/// Folders on disk.
package enum Folder {
  /// Makes a folder and those above it, where they are missing.
  package static func make(_ path: String) throws(RunError) {
    var partial = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      partial += component
      if mkdir(partial, 0o755) != 0, errno != EEXIST {
        throw RunError.output("the output folder \(path) cannot be created", errno)
      }
      partial += "/"
    }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw RunError(.output, "\(path) is not a folder", remedy: "choose another output folder")
    }
  }

  /// The names of all that is in a folder, sorted; none when it cannot be read.
  package static func names(in folder: String) -> [String] { (entries(of: folder) ?? []).sorted() }

  /// The names of all that is in a folder, in any order; nil when it cannot be read, and `errno` says why.
  static func entries(of folder: String) -> [String]? {
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
}
