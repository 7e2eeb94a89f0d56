import PrepSystem

/// Reads the body of a request from its beginning to its end, in constant memory. Used by the client's thread only.
final class BodyReader {
  enum Piece: Sendable, Hashable {
    case bytes([UInt8])
    case file(String, Range<Int>?)
  }

  private enum Source {
    case bytes([UInt8])
    case file(OpenFile, offset: Int)
  }

  private final class OpenFile {
    let path: String
    let file: InputFile

    init(_ path: String) throws(HTTPFault) {
      self.path = path
      do throws(FileFault) {
        file = try InputFile(path)
      } catch {
        throw HTTPFault(.requestBody("\(path) \(error.words)"))
      }
    }
  }

  /// The total number of bytes.
  private(set) var count = 0
  /// The reason why ``read(into:)`` returned nil.
  private(set) var fault: HTTPFault?
  private var sources: [(source: Source, start: Int, count: Int)] = []
  private var position = 0

  /// Opens the files.
  /// - Throws: `requestBody` when a file is missing, unreadable, not a regular file or shorter than its range.
  init(_ body: HTTPBody) throws(HTTPFault) {
    let pieces: [Piece] =
      switch body {
      case .none: []
      case .bytes(let bytes): [.bytes(bytes)]
      case .file(let path, let range): [.file(path, range)]
      case .multipart(let multipart): multipart.pieces
      }
    for piece in pieces {
      switch piece {
      case .bytes(let bytes): add(.bytes(bytes), bytes.count)
      case .file(let path, let range): try open(path, range)
      }
    }
  }

  private func add(_ source: Source, _ size: Int) {
    sources.append((source, count, size))
    count += size
  }

  private func open(_ path: String, _ range: Range<Int>?) throws(HTTPFault) {
    let file = try OpenFile(path)
    let size = file.file.size
    let range = range ?? 0..<size
    guard range.lowerBound >= 0, range.upperBound <= size else {
      throw HTTPFault(
        .requestBody("\(path) has \(size) bytes; those from \(range.lowerBound) to \(range.upperBound) were wanted"))
    }
    add(.file(file, offset: range.lowerBound), range.count)
  }

  /// Moves to an offset; false when the body is shorter.
  func rewind(to offset: Int) -> Bool {
    guard (0...count).contains(offset) else { return false }
    position = offset
    return true
  }

  /// Fills a buffer with the next bytes.
  /// - Returns: the number of bytes, at least one; 0 at the end, nil when a file cannot be read.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    guard let entry = sources.first(where: { position < $0.start + $0.count }) else { return 0 }
    let inside = position - entry.start
    let wanted = min(buffer.count, entry.count - inside)
    switch entry.source {
    case .bytes(let bytes):
      bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[inside..<(inside + wanted)])) }
      position += wanted
      return wanted
    case .file(let open, let offset):
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
      do throws(FileFault) {
        let got = try open.file.read(into: room, at: offset + inside)
        position += got
        if got == wanted { return got }
        fault = HTTPFault(.requestBody("\(open.path) became shorter while it was sent"))
      } catch {
        fault = HTTPFault(.requestBody("\(open.path) \(error.words)"))
      }
      return nil
    }
  }
}
