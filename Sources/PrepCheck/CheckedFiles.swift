import Glibc
package import PrepCore
import PrepPipeline
import PrepTables

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
      files = [File(path: path, split: split ?? Self.split(ofName: path) ?? .train)]
      return
    }
    let names = Self.names(in: path).filter { $0.hasSuffix(".jsonl") && $0 != "items.jsonl" }
    let order = Split.allCases
    files = names.compactMap { name in Self.split(ofName: name).map { File(path: "\(path)/\(name)", split: split ?? $0) } }
      .sorted { (order.firstIndex(of: $0.split) ?? 0, $0.path) < (order.firstIndex(of: $1.split) ?? 0, $1.path) }
    guard !files.isEmpty else {
      throw RunError(
        .input, "the folder \(path) has no file such as train-00001.jsonl", remedy: "name the files that are to be checked")
    }
    if let bytes = InputFile.contents(of: "\(path)/manifest.json"), let manifest = try? JSONParser.parse(bytes) {
      provider = manifest["provider"]?["name"]?.text
    }
  }

  /// What a file is used for, by the name that `prepare` gives: `validation-00001.jsonl`.
  private static func split(ofName path: String) -> Split? {
    let name = path.split(separator: "/").last ?? ""
    return Split.allCases.first { split in
      let number = name.dropFirst(split.rawValue.count)
      return name.hasPrefix(split.rawValue) && (number.hasPrefix("-") || number.hasPrefix("."))
    }
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names
  }
}
