import Glibc

/// A file in memory for readers that need a path. Every process has one for each extension, and writes it anew for each input.
enum SharedMemoryFile {
  /// - Returns: the file's path.
  static func write(_ bytes: [UInt8], extension: String) -> String {
    let path = "/dev/shm/visionprep-fuzz-\(getpid()).\(`extension`)"
    visionprep_fuzz.write(bytes, to: path)
    return path
  }

  /// - Returns: the path of a folder that holds the file and nothing else.
  static func write(_ bytes: [UInt8], folder: String, name: String) -> String {
    let path = "/dev/shm/visionprep-fuzz-\(getpid()).\(folder)"
    mkdir(path, 0o700)
    visionprep_fuzz.write(bytes, to: "\(path)/\(name)")
    return path
  }
}

/// Writes a file as a whole.
func write(_ bytes: [UInt8], to path: String) {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  require(file >= 0 && Glibc.write(file, bytes, bytes.count) == bytes.count, "\(path) cannot be written")
  close(file)
}
