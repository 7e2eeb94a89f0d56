import PrepCore
import PrepJSON
import PrepSystem

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
    guard Folder.exists(path) else {
      files = [File(path: path, name: path, split: Split(ofFile: path) ?? .train)]
      return
    }
    guard let bytes = try? InputFile.contents(of: "\(path)/manifest.json", most: 256 << 20) else {
      throw RunError(
        .unfinished, "\(path) has no manifest.json, so no run has finished there",
        remedy: "finish its preparation, or name JSONL files")
    }
    guard let manifest = try? Manifest(JSONField(JSONValue(bytes))) else {
      throw RunError(.input, "\(path)/manifest.json cannot be read", remedy: "name the JSONL files instead of the folder")
    }
    files = manifest.files.filter { $0 != "items.jsonl" }
      .map { File(path: "\(path)/\($0)", name: $0, split: Split(ofFile: $0) ?? .train) }
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

  /// The ids of a prepared folder's records, by file name and line.
  /// - Parameter isWanted: of which lines.
  func ids(where isWanted: (String, Int) -> Bool) -> [String: [Int: String]] {
    guard let folder, let file = try? InputFile("\(folder)/items.jsonl") else { return [:] }
    var rows = ByteWindow(file)
    var ids: [String: [Int: String]] = [:]
    while let row = try? rows.nextLine(longest: 512 << 20) {
      guard case .whole(let row) = row, let item = try? Self.item(row), isWanted(item.file, item.line) else { continue }
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
