package import PrepCore

/// Reads pieces of any number of files while only a few are open at a time. Used by one thread.
package final class FilePool {
  private final class Open {
    let file: InputFile
    var lastUse = 0

    init(_ path: String) throws(FileFault) { file = try InputFile(path) }
  }

  private let capacity: Int
  private var files: [String: Open] = [:]
  private var uses = 0

  package init(capacity: Int = 200) { self.capacity = capacity }

  /// Reads up to `count` bytes from `offset`; fewer only at the end of the file.
  package func read(_ path: String, at offset: Int, count: Int) throws(RunError) -> [UInt8] {
    do throws(FileFault) {
      return try open(path).file.bytes(at: offset, count: count)
    } catch {
      throw Self.unreadable(path, error)
    }
  }

  /// The lines of a file, or of its first `count` bytes.
  package func lines(of path: String, count: Int, chunk: Int) -> ByteWindow<Piece> {
    ByteWindow(Piece(pool: self, path: path, left: count), chunk: chunk)
  }

  /// The beginning of one of the pool's files, as a source of bytes.
  package struct Piece: ByteSource {
    fileprivate let pool: FilePool
    fileprivate let path: String
    fileprivate var left: Int
    fileprivate var offset = 0

    package mutating func read(into room: UnsafeMutableRawBufferPointer) throws(RunError) -> Int {
      let count: Int
      do throws(FileFault) {
        count = try pool.open(path).file.read(
          into: UnsafeMutableRawBufferPointer(rebasing: room.prefix(left)), at: offset)
      } catch {
        throw FilePool.unreadable(path, error)
      }
      offset += count
      left -= count
      return count
    }
  }

  private func open(_ path: String) throws(FileFault) -> Open {
    uses += 1
    if let open = files[path] {
      open.lastUse = uses
      return open
    }
    if files.count >= capacity, let oldest = files.min(by: { $0.value.lastUse < $1.value.lastUse }) { files[oldest.key] = nil }
    let open = try Open(path)
    open.lastUse = uses
    files[path] = open
    return open
  }

  private static func unreadable(_ path: String, _ fault: FileFault) -> RunError {
    .input(path, fault, remedy: "mend it, and run it again")
  }
}
