import Glibc
import PrepJSON
import PrepPipeline
import PrepTokens

/// The JSONL files of a prepared folder, or files that were named.
struct DatasetFiles {
  struct File {
    var path: String
    /// The name in a prepared folder's `items.jsonl`.
    var name: String
    var split: Split
  }

  var files: [File]
  /// Of a prepared folder alone.
  var folder: String?
  /// Who the folder was prepared for.
  var provider: String?

  /// - Parameter path: a folder that `prepare` or `merge` finished, or a file.
  /// - Throws: a folder that is none, or is not finished.
  init(_ path: String) throws(RunError) {
    guard Self.isFolder(path) else {
      files = [File(path: path, name: path, split: Self.split(of: path))]
      return
    }
    guard let bytes = InputFile.contents(of: "\(path)/manifest.json") else {
      throw RunError(
        .input, "\(path) has no manifest.json, so no run has finished there",
        remedy: "finish it with the same prepare command, or name JSONL files")
    }
    guard let manifest = try? Manifest(JSONField(JSONValue(bytes))) else {
      throw RunError(.input, "\(path)/manifest.json cannot be read", remedy: "name the JSONL files instead of the folder")
    }
    files = manifest.files.filter { $0 != "items.jsonl" }
      .map { File(path: "\(path)/\($0)", name: $0, split: Self.split(of: $0)) }
    folder = path
    provider = manifest.provider
  }

  private struct Manifest {
    var provider: String
    /// Their names.
    var files: [String]

    init(_ root: JSONField) throws(JSONFieldFault) {
      provider = try root["provider"]["name"].string()
      files = []
      for file in try root["files"].elements() { files.append(try file["name"].string()) }
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The split that a file's name says, as `prepare` names files; training otherwise.
  private static func split(of path: String) -> Split {
    let name = path.split(separator: "/").last ?? ""
    return Split.allCases.first { name.hasPrefix($0.rawValue) } ?? .train
  }

  /// The ids of a prepared folder's records, by file name and line.
  /// - Parameter isWanted: of which lines.
  func ids(where isWanted: (String, Int) -> Bool) -> [String: [Int: String]] {
    guard let folder, let reader = try? LineReader("\(folder)/items.jsonl") else { return [:] }
    var ids: [String: [Int: String]] = [:]
    try? reader.forEach { line in
      guard case .whole(let line) = line, let item = try? Self.item(line), isWanted(item.file, item.line) else { return }
      ids[item.file, default: [:]][item.line] = item.id
    }
    return ids
  }

  /// The id of a row and the place of its record; nil when it has none.
  private static func item(_ line: UnsafeRawBufferPointer) throws(JSONFault) -> (id: String, file: String, line: Int)? {
    var reader = JSONReader(line, options: .picking)
    var id: String?
    var file: String?
    var number: Int?
    guard try reader.kind() == .object else { return nil }
    try reader.enter()
    while try reader.nextKey() {
      switch (reader.key, try reader.kind()) {
      case ("id", .string): id = try reader.string()
      case ("record", .object):
        try reader.enter()
        while try reader.nextKey() {
          switch (reader.key, try reader.kind()) {
          case ("file", .string): file = try reader.string()
          case ("line", .number): number = try reader.number().whole
          default: try reader.skip()
          }
        }
      default: try reader.skip()
      }
    }
    guard let id, let file, let number else { return nil }
    return (id, file, number)
  }
}
