import Glibc

/// An open file that is read from front to back, as often as needed.
struct TableFile: ~Copyable {
  /// The path as the recipe wrote it, for messages.
  let name: String
  private let descriptor: CInt

  init(path: String, name: String) throws(TableError) {
    self.name = name
    descriptor = try Self.open(path, name: name)
  }

  private static func open(_ path: String, name: String) throws(TableError) -> CInt {
    // Without O_NONBLOCK opening a pipe would wait for its writer.
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let reason = errno
      throw TableError(
        name: name, message: reason == ENOENT ? "there is no such file" : "the file cannot be opened: \(text(of: reason))",
        remedy: reason == ENOENT
          ? "Paths are relative to the recipe's folder; check the spelling and the case." : "Check the file's permissions.")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw TableError(
        name: name,
        message: status.st_mode & S_IFMT == S_IFDIR ? "this is a folder, not a file" : "this is a pipe or device, not a file",
        remedy: "A table is read more than once, so it has to be a file.")
    }
    return descriptor
  }

  deinit { close(descriptor) }

  /// Reads on, until the buffer is full or the file ends; the number of bytes is short only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    var count = 0
    while count < buffer.count, let base = buffer.baseAddress {
      let result = Glibc.read(descriptor, base + count, buffer.count - count)
      if result == 0 { break }
      if result > 0 {
        count += result
      } else if errno != EINTR {
        throw TableError(
          name: name, message: "the file cannot be read: \(Self.text(of: errno))",
          remedy: "Check the disk, or copy the file again.")
      }
    }
    return count
  }

  /// The next ``read(into:)`` starts at this byte.
  func rewind(to offset: Int = 0) throws(TableError) {
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
      throw TableError(
        name: name, message: "the file cannot be read again: \(Self.text(of: errno))", remedy: "Use a file on a disk.")
    }
  }

  private static func text(of code: CInt) -> String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
}
