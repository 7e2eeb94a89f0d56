import Glibc
package import PrepCore
import PrepDigest
package import PrepSystem

/// A finished output folder that is read again, with what its manifest says.
package struct FinishedFolder: Sendable {
  /// As the user named it.
  package let path: String
  package let provenance: Provenance
  package let items: Int
  /// The bytes of each output file with records, by name.
  package let sizes: [String: Int]
  /// Bytes and digest of items.jsonl.
  package let rows: (bytes: Int, sha256: String)

  package var shard: Shard { provenance.shard }
  package var dataset: String { provenance.dataset }
  /// Whose limits the records keep, and of which month these are.
  package var provider: (name: String, collected: String) { (provenance.provider, provenance.collected) }
  /// The program and the libraries that made it, with their versions, on one line.
  package var versions: String { provenance.versions }
  /// Items that the folder should hold.
  package var planned: Int { provenance.share?.items ?? items }

  /// Reads the manifest, of whichever version wrote it.
  /// - Returns: nil when work has begun in the folder and is not finished.
  /// - Throws: a folder that is not one of `prepare`, or has a manifest that this program does not understand.
  package init?(_ path: String) throws(RunError) {
    let path = PreparedFolder.trimmed(path)
    guard let bytes = try PreparedFolder.manifest(of: path) else {
      if PreparedFolder.work(begunIn: path) != nil { return nil }
      throw RunError(
        .usage, "\(path) is no output folder of prepare: it has no manifest.json", remedy: "name a folder that prepare wrote")
    }
    guard let manifest = FolderManifest(bytes), let version = manifest.version else { throw Self.damaged(path) }
    let fault = version == Provenance.thisProgram.version ? Self.damaged(path) : Self.foreign(path, version)
    guard let provenance = manifest.provenance, let items = manifest.items, let files = manifest.files else { throw fault }
    self.path = path
    self.provenance = provenance
    self.items = items
    var sizes: [String: Int] = [:]
    var rows: (Int, String)?
    for file in files {
      guard PreparedFolder.isOutput(file.name), let bytes = file.bytes, let sha256 = file.sha256 else { throw fault }
      if file.name == "items.jsonl" { rows = (bytes, sha256) } else { sizes[file.name] = bytes }
    }
    guard let rows else { throw fault }
    self.rows = rows
    self.sizes = sizes
  }

  /// Refuses a folder that another version made. Who only reads a folder takes any version; who adds to one must not mix them, since another
  /// version may write other bytes.
  package func requireThisVersion() throws(RunError) {
    guard provenance.program.version == Provenance.thisProgram.version else {
      throw RunError(
        .usage, "\(path) was made by \(ProgramVersion.name) \(provenance.program.version), and this is \(ProgramVersion.current)",
        remedy: "use the program that made it, since another may write other bytes")
    }
  }

  private static func foreign(_ path: String, _ version: String) -> RunError {
    RunError(
      .input,
      "\(path)/manifest.json is of \(ProgramVersion.name) \(version), and \(ProgramVersion.current) does not understand it",
      remedy: "use the program that made it")
  }

  private static func damaged(_ path: String) -> RunError {
    RunError(
      .changed, "\(path)/manifest.json is not as prepare wrote it", remedy: "copy the folder again, or make it again")
  }

  /// Something in the folder that is not as its run left it.
  package func changed(_ what: String) -> RunError {
    RunError(
      .changed, "\(words) was changed since it was made: \(what)",
      remedy: "copy it again from the machine that made it, or make it again")
  }

  /// How messages name the folder.
  package var words: String { shard.isWhole ? path : "part \(shard) (0-based) in \(path)" }

  /// Compares what lies in the folder with the manifest: every file's size, and the digest of items.jsonl. The records are
  /// compared with the rows when they are read.
  package func verify(with files: FilePool) throws(RunError) {
    for (name, bytes) in sizes.sorted(by: { $0.key < $1.key }) + [("items.jsonl", rows.bytes)] {
      var status = stat()
      guard stat("\(path)/\(name)", &status) == 0 else { throw changed("\(name) is not there") }
      guard Int(status.st_size) == bytes else { throw changed("\(name) has \(status.st_size) bytes, and not \(bytes)") }
    }
    var hasher = SHA256Hasher()
    var offset = 0
    while offset < rows.bytes {
      let block = try files.read("\(path)/items.jsonl", at: offset, count: min(1 << 20, rows.bytes - offset))
      guard !block.isEmpty else { break }
      hasher.update(block)
      offset += block.count
    }
    guard hasher.finish().hex == rows.sha256 else { throw changed("items.jsonl has other bytes") }
  }
}
