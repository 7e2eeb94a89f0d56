import Glibc
import PrepCodecs
import PrepCore
import PrepDigest
import PrepImage
import PrepSystem

/// The summaries of pictures in an append-only file, by the digests of their encoded bytes.
///
/// The store only saves time: when it cannot be written, the next search decodes again. An entry has a fixed size and a checksum.
/// An entry that is torn, or that a program with other measures wrote, is skipped and made again, so the file can be deleted at
/// any time. The order of the entries does not matter, because the output depends only on the content of the summaries.
final class PictureStore: Sendable {
  private struct State {
    var known: [String: PictureSummary] = [:]
    /// Entries to be written.
    var buffer: [UInt8] = []
  }

  private let state = Monitor(State())
  private let descriptor: Int32

  /// Changes whenever a thumbnail or the limit of a flag does.
  private static let version: UInt64 = 1
  private static let digestCount = 64
  private static let entrySize = 8 + digestCount + PictureThumbnail.byteCount + 1 + 8
  private static let bufferSize = 64 * entrySize

  /// - Parameter folder: the folder of the file; created when it is missing.
  init(in folder: String) {
    let path = "\(folder)/pictures"
    for entry in Self.entries(of: (try? InputFile.contents(of: path, most: 1 << 30)) ?? []) {
      state.read { $0.known[entry.digest] = entry.summary }
    }
    mkdir(folder, 0o755)
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  subscript(digest: String) -> PictureSummary? { state.read { $0.known[digest] } }

  func add(_ summary: PictureSummary, of digest: String) {
    let full = state.read { state -> [UInt8] in
      state.known[digest] = summary
      state.buffer += Self.encode(summary, digest)
      guard state.buffer.count >= Self.bufferSize else { return [] }
      defer { state.buffer.removeAll() }
      return state.buffer
    }
    write(full)
  }

  /// Writes what has not been written yet.
  func flush() {
    write(
      state.read { state in
        defer { state.buffer.removeAll() }
        return state.buffer
      })
  }

  private func write(_ bytes: [UInt8]) {
    guard !bytes.isEmpty, descriptor >= 0 else { return }
    _ = bytes.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
  }

  private static func encode(_ summary: PictureSummary, _ digest: String) -> [UInt8] {
    var bytes = EntryChecksum.bytes(of: version) + Array(digest.utf8) + summary.thumbnail.bytes
    let flags = PictureFlag.allCases.enumerated().reduce(UInt8(0)) {
      $0 | (summary.flags.contains($1.element) ? 1 << $1.offset : 0)
    }
    bytes.append(flags)
    return bytes + EntryChecksum.bytes(of: EntryChecksum.of(bytes[...]))
  }

  private static func entries(of bytes: [UInt8]) -> [(digest: String, summary: PictureSummary)] {
    var entries: [(String, PictureSummary)] = []
    let mark = EntryChecksum.bytes(of: version)
    var rest = bytes[...]
    while rest.count >= entrySize {
      let entry = rest.prefix(entrySize)
      let body = entry.dropLast(8)
      guard entry.starts(with: mark), EntryChecksum.bytes(of: EntryChecksum.of(body)).elementsEqual(entry.suffix(8)),
        let thumbnail = PictureThumbnail(bytes: body.dropFirst(8 + digestCount).dropLast()), let flags = body.last
      else {
        // A torn entry shifts the entries behind it.
        rest = rest.dropFirst()
        continue
      }
      let digest = String(decoding: body.dropFirst(8).prefix(digestCount), as: UTF8.self)
      let set = PictureFlag.allCases.enumerated().filter { flags & 1 << $0.offset != 0 }.map(\.element)
      entries.append((digest, PictureSummary(thumbnail: thumbnail, flags: set)))
      rest = rest.dropFirst(entrySize)
    }
    return entries
  }
}
