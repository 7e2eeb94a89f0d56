import Glibc
package import PrepCore
import PrepDataset
import PrepJSON
import PrepSystem

/// The files that a check is about.
package struct CheckedFiles: Sendable {
  package struct File: Sendable, Hashable {
    package var path: String
    package var split: Split
  }

  package private(set) var files: [File] = []
  /// The provider that the manifest of a prepared folder names; nil for files.
  package private(set) var provider: String?

  /// - Parameters:
  ///   - path: a file, `-` for standard input, or a folder that `prepare` wrote, which stands for the files of its splits.
  ///   - split: what a file is used for; nil to tell by its name.
  /// - Throws: a folder without any file.
  package init(_ path: String, split: Split?) throws(RunError) {
    var status = stat()
    guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      files = [File(path: path, split: split ?? Split(ofFile: path) ?? .train)]
      return
    }
    let names = Folder.names(in: path).filter { $0.hasSuffix(".jsonl") && $0 != "items.jsonl" }
    let order = Split.allCases
    files = names.compactMap { name in Split(ofFile: name).map { File(path: "\(path)/\(name)", split: split ?? $0) } }
      .sorted { (order.firstIndex(of: $0.split) ?? 0, $0.path) < (order.firstIndex(of: $1.split) ?? 0, $1.path) }
    guard !files.isEmpty else {
      throw RunError(
        .emptyInput, "the folder \(path) has no file such as train-00001.jsonl", remedy: "name the files that are to be checked")
    }
    if let bytes = try? InputFile.contents(of: "\(path)/manifest.json", most: 256 << 20),
      let manifest = try? JSONValue(bytes)
    {
      provider = manifest["provider"]?["name"]?.text
    }
  }
}
