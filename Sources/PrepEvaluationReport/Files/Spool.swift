import PrepCore
import PrepSystem

/// Text that is kept in a temporary file until its place in a report comes.
struct Spool: ~Copyable {
  private let file: TemporaryFile
  private var buffer: [UInt8] = []
  private static let bufferSize = 256 << 10

  init() throws(RunError) { file = try TemporaryFile() }

  mutating func append(_ bytes: [UInt8]) throws(RunError) {
    buffer += bytes
    if buffer.count >= Self.bufferSize { try flush() }
  }

  private mutating func flush() throws(RunError) {
    try file.append(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Appends all of it to a file.
  mutating func copy(to target: inout PendingFile) throws(RunError) {
    try flush()
    for offset in stride(from: 0, to: file.size, by: Self.bufferSize) {
      var block = [UInt8](repeating: 0, count: min(Self.bufferSize, file.size - offset))
      try file.read(into: &block, at: offset)
      try target.append(block)
    }
  }
}
