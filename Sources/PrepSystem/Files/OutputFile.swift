import CPrepPosix
import Glibc
package import PrepCore
package import PrepDigest

/// An append-only file with a write buffer and a running digest of its whole content.
package struct OutputFile: ~Copyable {
  /// The path as the user knows it, for messages.
  package let name: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var digest = FileDigest()
  /// Bytes that were written, and how many of them the kernel was already asked to write to the disk.
  private var written: Int
  private var begun: Int

  private static let bufferSize = 256 << 10
  /// Writing to the disk starts whenever this many bytes have accumulated.
  private static let stretch = 8 << 20

  /// Opens a file or creates it, keeps its first `length` bytes and cuts off the rest.
  package init(path: String, name: String, keeping length: Int) throws(RunError) {
    try self.init(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644), name: name, keeping: length)
  }

  /// Opens a file of an earlier run, keeps its first `length` bytes and cuts off the rest.
  /// - Throws: `damaged` when the file is missing, no regular file or shorter; it is then as before.
  package init(reopening path: String, name: String, keeping length: Int) throws(RunError) {
    // Without O_NONBLOCK, opening a named pipe would wait for a reader.
    let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 || errno != ENOENT else {
      throw RunError(.damaged, "\(name) is missing", remedy: "begin again", systemError: ENOENT)
    }
    try self.init(descriptor, name: name, keeping: length)
  }

  /// - Parameter descriptor: of the file that was opened; negative where that failed, with the reason in `errno`.
  private init(_ descriptor: Int32, name: String, keeping length: Int) throws(RunError) {
    let code = errno
    self.name = name
    self.descriptor = descriptor
    written = length
    begun = length
    guard descriptor >= 0 else { throw RunError.output("\(name) cannot be opened", code) }
    // Truncating a file beyond its end would fill it up with zeros.
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) >= length else {
      throw RunError(.damaged, "\(name) is shorter than the journal says", remedy: "begin again")
    }
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, off_t(length), SEEK_SET) >= 0 else {
      throw RunError.output("\(name) cannot be cut to \(length) bytes", errno)
    }
    // The digest covers the whole file.
    var block = [UInt8](repeating: 0, count: min(length, 1 << 20))
    for offset in stride(from: 0, to: length, by: 1 << 20) {
      let wanted = min(block.count, length - offset)
      let descriptor = descriptor
      let count = block.withUnsafeMutableBytes {
        Descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<wanted]), from: descriptor, at: offset)
      }
      guard count == wanted else { throw RunError.output("\(name) cannot be read", count == nil ? errno : EIO) }
      block.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<wanted])) }
    }
  }

  deinit { close(descriptor) }

  /// Appends bytes and a newline.
  package mutating func append(line bytes: [UInt8]) throws(RunError) {
    digest.update(bytes)
    try write(line: bytes)
  }

  /// Appends a record and a newline.
  /// - Parameter known: the record's digest, when it was computed before.
  /// - Returns: the record's digest.
  package mutating func append(record bytes: [UInt8], digest known: SHA256Digest?) throws(RunError) -> SHA256Digest {
    if known != nil { digest.update(bytes) }
    let record = known ?? digest.update(line: bytes)
    try write(line: bytes)
    return record
  }

  private mutating func write(line bytes: [UInt8]) throws(RunError) {
    digest.update([UInt8(ascii: "\n")])
    if bytes.count < Self.bufferSize {
      buffer.append(contentsOf: bytes)
    } else {
      // A large record is written directly, without a copy into the buffer.
      try flush()
      try write(bytes)
    }
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.bufferSize { try flush() }
  }

  package mutating func append(_ bytes: [UInt8]) throws(RunError) {
    digest.update(bytes)
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  package mutating func flush() throws(RunError) {
    guard !buffer.isEmpty else { return }
    try write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func write(_ bytes: [UInt8]) throws(RunError) {
    let code = bytes.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
    guard code == 0 else { throw RunError.output("\(name) cannot be written", code) }
    written += bytes.count
    guard written - begun >= Self.stretch else { return }
    // The disk works while the next records are prepared, and a later flush has little left to wait for.
    vp_posix_begin_writing(descriptor, begun, written - begun)
    begun = written
  }

  /// Writes out the buffer and waits until the data is on disk.
  package mutating func synchronize() throws(RunError) {
    try flush()
    guard fdatasync(descriptor) == 0 else { throw RunError.output("\(name) cannot be written", errno) }
  }

  /// The bytes of the content so far.
  package var count: Int { written + buffer.count }

  /// The digest of the content so far.
  package var currentDigest: SHA256Digest { digest.current }

  /// The digest of the whole content. No bytes may be appended after this call.
  package mutating func finish() throws(RunError) -> SHA256Digest {
    try synchronize()
    return digest.finish()
  }
}
