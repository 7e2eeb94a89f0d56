import Glibc
import PrepCore
import PrepPipeline

/// Reads a file line by line.
struct LineReader: ~Copyable {
  /// A longer line is passed over; what is held of a file stays bounded.
  static let longestLine = 1 << 30

  enum Line {
    case bytes([UInt8])
    case tooLong
  }

  private let name: String
  private let descriptor: Int32
  private var block = [UInt8](repeating: 0, count: 1 << 20)
  private var start = 0
  private var end = 0

  init(_ path: String) throws(RunError) {
    name = path
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw RunError(.input, "\(path) cannot be read: \(describe(errno))", remedy: "check the path and its permissions")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw RunError(.input, "\(path) is no regular file", remedy: "name JSONL files, or a folder that visionprep prepare wrote")
    }
  }

  deinit { close(descriptor) }

  /// The next line without its end; nil at the end of the file.
  mutating func next() throws(RunError) -> Line? {
    var line: [UInt8] = []
    var isTooLong = false
    var hasBegun = false
    while true {
      if start == end {
        try fill()
        if end == 0 { return hasBegun ? (isTooLong ? .tooLong : .bytes(line)) : nil }
      }
      hasBegun = true
      let rest = block[start..<end]
      let newline = rest.firstIndex(of: UInt8(ascii: "\n"))
      let piece = rest[..<(newline ?? end)]
      start = newline.map { $0 + 1 } ?? end
      if line.count + piece.count > Self.longestLine {
        isTooLong = true
        line = []
      }
      if !isTooLong { line.append(contentsOf: piece) }
      if newline != nil {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return isTooLong ? .tooLong : .bytes(line)
      }
    }
  }

  private mutating func fill() throws(RunError) {
    start = 0
    while true {
      let count = block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw RunError(.input, "\(name) cannot be read: \(describe(errno))", remedy: "check the file and the disk it lies on")
      }
      end = count
      return
    }
  }
}
