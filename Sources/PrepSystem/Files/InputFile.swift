import Glibc

/// A regular file that is open for reading, sequentially or at any offset.
package struct InputFile: ~Copyable {
  /// For calls that read at any offset, for as long as this value exists.
  package let descriptor: Int32
  /// The size of the file in bytes when it was opened.
  package let size: Int
  /// The offset at which ``read(into:)`` continues.
  package var position = 0

  /// - Throws: when the path is no regular file, or when the file may not be read.
  package init(_ path: String) throws(FileFault) {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    size = try Self.size(of: descriptor)
  }

  private static func size(of descriptor: Int32) throws(FileFault) -> Int {
    guard descriptor >= 0 else { throw FileFault(errno: errno) }
    var status = stat()
    let code = fstat(descriptor, &status) == 0 ? 0 : errno
    let kind = status.st_mode & S_IFMT
    guard code == 0, kind == S_IFREG else {
      close(descriptor)
      if code != 0 { throw FileFault(errno: code) }
      throw FileFault(kind == S_IFDIR ? .folder : .irregular)
    }
    return Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills `room` with the bytes at an offset.
  /// - Returns: the number of bytes that were read; fewer than requested only at the end of the file.
  package func read(into room: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileFault) -> Int {
    guard let count = Descriptor.read(into: room, from: descriptor, at: offset) else { throw FileFault(errno: errno) }
    return count
  }

  /// The bytes from an offset; fewer than `count` only at the end of the file.
  package func bytes(at offset: Int, count: Int) throws(FileFault) -> [UInt8] {
    var fault: FileFault?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      do throws(FileFault) {
        filled = try read(into: UnsafeMutableRawBufferPointer(room), at: offset)
      } catch {
        fault = error
      }
    }
    if let fault { throw fault }
    return bytes
  }

  /// All bytes of a file.
  /// - Parameter most: the most bytes to accept; a larger file is refused before much of it is read.
  package static func contents(of path: String, most: Int) throws(FileFault) -> [UInt8] {
    let file = try InputFile(path)
    if file.size > most { throw FileFault(.tooLarge(bytes: file.size, most: most)) }
    var bytes = try file.bytes(at: 0, count: file.size)
    // Files of the kernel (/proc, /sys) report no size or a wrong one, and other files may grow.
    while true {
      let more = try file.bytes(at: bytes.count, count: 4096)
      if more.isEmpty { return bytes }
      bytes += more
      if bytes.count > most { throw FileFault(.tooLarge(bytes: bytes.count, most: most)) }
    }
  }
}

extension InputFile: ByteSource {
  package mutating func read(into room: UnsafeMutableRawBufferPointer) throws(FileFault) -> Int {
    let count = try read(into: room, at: position)
    position += count
    return count
  }
}
