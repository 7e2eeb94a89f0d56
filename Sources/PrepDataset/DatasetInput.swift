package import PrepCore
import PrepSystem

/// Something that the user names to have records read from: a folder that `prepare` or `merge` wrote, or a JSONL file.
///
/// A folder stands for the files that its manifest lists. Without a manifest it stands for the files that have the names of prepared files,
/// as an export has them, unless a run has begun there: then nobody can tell which of them are complete.
package struct DatasetInput: Sendable {
  package struct File: Sendable, Hashable {
    /// As the user named it, or below the folder that the user named.
    package var path: String
    /// What it is used for.
    package var split: Split
    /// The folder that the file is of; nil for one that the user named.
    package var folder: String?
    /// The digest that the folder's manifest gives, in hexadecimal digits; nil where none does.
    package var sha256: String?

    /// The last part of the path, as items.jsonl names the file.
    package var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  }

  /// Those of one split after the other, train first, and these in the order of their names.
  package let files: [File]
  /// Nil for a file, and for a folder that has none.
  package let manifest: FolderManifest?

  /// - Parameters:
  ///   - path: a folder, a file, or `-` for standard input.
  ///   - split: what the files are used for; nil to tell by their names, and train where these say nothing.
  /// - Throws: a folder without files, one where a run is not finished, and one with a manifest that cannot be read.
  package init(_ path: String, split: Split? = nil) throws(RunError) {
    guard path != "-", Folder.exists(path) else {
      files = [File(path: path, split: split ?? Split(ofFile: path) ?? .train)]
      manifest = nil
      return
    }
    let folder = PreparedFolder.trimmed(path)
    manifest = try Self.manifest(of: folder)
    let listed: [FolderManifest.File]
    if let named = manifest?.files {
      listed = named
    } else {
      listed = try Self.names(in: folder).map { FolderManifest.File(name: $0) }
    }
    let files = listed.filter { !$0.name.contains("/") && $0.name.hasSuffix(".jsonl") }.compactMap { listed in
      Split(ofFile: listed.name).map { split in
        File(path: "\(folder)/\(listed.name)", split: split, folder: folder, sha256: listed.sha256)
      }
    }
    let sorted = Split.allCases.flatMap { split in files.filter { $0.split == split } }
    self.files = sorted.map { file in
      var file = file
      file.split = split ?? file.split
      return file
    }
    guard !files.isEmpty else {
      throw RunError(
        .emptyInput, "the folder \(folder) has no file such as train-00001.jsonl",
        remedy: "name a folder with prepared records, or JSONL files")
    }
  }

  /// The names in a folder, sorted.
  /// - Throws: a name of a file with records that is not UTF-8.
  private static func names(in folder: String) throws(RunError) -> [String] {
    let entries = Folder.entries(of: folder) ?? []
    if let entry = entries.first(where: { !$0.isUTF8 && $0.text.hasSuffix(".jsonl") && Split(ofFile: $0.text) != nil }) {
      throw RunError(.input, "\(folder) holds \"\(entry.text)\", and this name is not UTF-8", remedy: "rename it")
    }
    return entries.map(\.text).sorted()
  }

  private static func manifest(of folder: String) throws(RunError) -> FolderManifest? {
    guard let bytes = try PreparedFolder.manifest(of: folder) else {
      guard PreparedFolder.work(begunIn: folder) == nil else {
        throw RunError(
          .unfinished, "\(folder) has no manifest.json, so no run has finished there",
          remedy: "finish its preparation, or name JSONL files")
      }
      return nil
    }
    guard let manifest = FolderManifest(bytes) else {
      throw RunError(.input, "\(folder)/manifest.json cannot be read", remedy: "name the JSONL files instead of the folder")
    }
    return manifest
  }
}

extension [DatasetInput] {
  /// All files: those of one split after the other, and these in the order given.
  package var filesBySplit: [DatasetInput.File] {
    let files = flatMap(\.files)
    return Split.allCases.flatMap { split in files.filter { $0.split == split } }
  }

  /// The name of the first dataset that has one.
  package var dataset: String? { lazy.compactMap(\.manifest?.dataset).first }

  /// Records that there are, as far as manifests say it; nil when none does.
  package var records: Int? {
    let counts = compactMap(\.manifest?.records)
    return counts.isEmpty ? nil : counts.reduce(0, +)
  }

  /// Whom folders were prepared for, each once, in the order given.
  package var providers: [String] {
    compactMap(\.manifest?.provider).reduce(into: []) { names, name in if !names.contains(name) { names.append(name) } }
  }
}
