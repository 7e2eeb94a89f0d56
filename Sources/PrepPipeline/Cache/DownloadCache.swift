import PrepCore
import PrepDigest
import PrepFetch
import PrepSystem

/// Bodies of earlier downloads, by their digests, with the validators for asking their servers again. The cache only saves
/// transfers: the server decides each time whether a body is still valid, and a damaged body is downloaded again.
///
/// ```
/// DIR/addresses/3f/3f09…   the last result of a request (``CachedDownload``); named by the digest of the request
/// DIR/bodies/a1/a1c4…      the bytes; named by their digest
/// ```
final class DownloadCache: Sendable {
  private struct State {
    /// Digests of bodies that were found damaged. This run no longer uses them, so that no item is downloaded in an endless loop.
    var damaged: Set<String> = []
    var counts = RunSummary.Downloads()
    /// The number of downloads that could not be written, and the system's message for the first.
    var unwritten = 0
    var fault: Int32 = 0
  }

  private let folder: CacheFolder
  /// The digest of everything in a request except the address.
  private let sender: String
  private let maxBytes: Int
  private let state = Monitor(State())

  /// - Parameters:
  ///   - headers: the recipe's headers with the environment's values, because servers may answer according to them.
  ///   - userAgent: the recipe's user agent; nil stands for the program's own, whose version affects no image.
  ///   - maxBytes: larger bodies are not taken from the cache, because they must fail as they do without it.
  /// - Throws: when the folder cannot be created or written.
  init(_ path: String, headers: [Recipe.Header], userAgent: String?, maxBytes: Int) throws(RunError) {
    folder = try CacheFolder(path, folders: ["addresses", "bodies"])
    var hasher = SHA256Hasher()
    for header in headers {
      hasher.update(field: header.name.lowercased())
      hasher.update(field: header.value)
    }
    sender = SHA256Digest.of(fields: userAgent ?? "", hasher.finish().hex).hex
    self.maxBytes = maxBytes
  }

  /// The last result for an address, if its body appears to be in the cache. Reads small files.
  func download(of url: String) -> CachedDownload? {
    guard let request = request(for: url),
      let json = folder.read(Self.place(request, in: "addresses"), maxBytes: CachedDownload.maxBytes),
      let download = CachedDownload(json: json, request: request), download.bytes <= maxBytes, !isDamaged(download.sha256),
      folder.size(of: Self.place(download.sha256, in: "bodies")) == download.bytes
    else { return nil }
    return download
  }

  /// The body of an earlier download; nil when it no longer matches its digest.
  func body(of download: CachedDownload) -> [UInt8]? {
    if let bytes = folder.read(Self.place(download.sha256, in: "bodies"), maxBytes: download.bytes),
      SHA256Digest.of(bytes).hex == download.sha256
    {
      return bytes
    }
    state.read { _ = $0.damaged.insert(download.sha256) }
    return nil
  }

  /// Stores a download if it has a validator for asking its server again. A failed write is only counted.
  func keep(_ body: FetchedBody, of url: String) {
    guard body.mayBeStored, let validators = body.validators, let request = request(for: url) else { return }
    let sha256 = SHA256Digest.of(body.bytes).hex
    let place = Self.place(sha256, in: "bodies")
    var code: Int32 = 0
    if isDamaged(sha256) || folder.size(of: place) != body.bytes.count { code = folder.write(body.bytes, to: place) }
    if code == 0 {
      let download = CachedDownload(body, sha256: sha256, validators: validators)
      code = folder.write(download.json(request: request), to: Self.place(request, in: "addresses"))
    }
    guard code != 0 else { return }
    state.read { state in
      state.unwritten += 1
      if state.fault == 0 { state.fault = code }
    }
  }

  /// Counts downloads whose bodies were used.
  func count(_ downloads: Int, unchanged: Int) {
    state.read { state in
      state.counts.done += downloads
      state.counts.unchanged += unchanged
    }
  }

  /// The downloads of the run so far.
  var counts: RunSummary.Downloads { state.read { $0.counts } }

  /// Notes for the user at the end of the run.
  var notes: [String] {
    let (unwritten, fault) = state.read { ($0.unwritten, $0.fault) }
    return unwritten == 0 ? [] : ["downloads that could not be written to the cache: \(unwritten) (\(describe(fault)))"]
  }

  private func isDamaged(_ sha256: String) -> Bool { state.read { $0.damaged.contains(sha256) } }

  /// The digest of everything that a server sees of a request; nil when the address is invalid.
  private func request(for url: String) -> String? {
    guard let address = try? FetchAddress(parsing: url) else { return nil }
    return SHA256Digest.of(fields: String(address.resource), sender).hex
  }

  private static func place(_ digest: String, in folder: String) -> String { "\(folder)/\(digest.prefix(2))/\(digest)" }
}
