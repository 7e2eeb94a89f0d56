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
    let names = manifest?.files?.map(\.name).filter { !$0.contains("/") } ?? Folder.names(in: folder)
    let files = names.filter { $0.hasSuffix(".jsonl") }.compactMap { name in
      Split(ofFile: name).map { File(path: "\(folder)/\(name)", split: $0, folder: folder) }
    }
    let sorted = Split.allCases.flatMap { split in files.filter { $0.split == split } }
    self.files = sorted.map { File(path: $0.path, split: split ?? $0.split, folder: folder) }
    guard !files.isEmpty else {
      throw RunError(
        .emptyInput, "the folder \(folder) has no file such as train-00001.jsonl",
        remedy: "name a folder with prepared records, or JSONL files")
    }
  }

  private static func manifest(of folder: String) throws(RunError) -> FolderManifest? {
    guard let bytes = PreparedFolder.state("\(folder)/manifest.json") else {
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
