package import PrepCore
import PrepJSON
import PrepSystem

/// The files that an export reads.
package struct ExportInputs: Sendable {
  package struct File: Sendable, Hashable {
    package var path: String
    package var split: Split
    /// The folder that `prepare` wrote, when the file is of one: its items.jsonl has the ids.
    package var prepared: String?
  }

  package private(set) var files: [File] = []
  /// The dataset's name, from the manifest of a prepared folder.
  package private(set) var dataset: String?
  /// Records that there are, as far as manifests say it.
  package private(set) var records: Int?

  /// - Parameters:
  ///   - paths: folders that `prepare` wrote, which stand for the files of their splits, and JSONL files.
  ///   - split: what files are used for; nil to tell by their names, and train where these say nothing.
  /// - Throws: a folder without any file.
  package init(_ paths: [String], split: Split?) throws(RunError) {
    for path in paths {
      guard Folder.exists(path) else {
        files.append(File(path: path, split: split ?? Split(ofFile: path) ?? .train))
        continue
      }
      try addFolder(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)
    }
    // All of a split together, in the order given.
    files = Split.allCases.flatMap { split in files.filter { $0.split == split } }
  }

  private mutating func addFolder(_ path: String) throws(RunError) {
    let names = Folder.names(in: path).filter { $0.hasSuffix(".jsonl") && Split(ofFile: $0) != nil }
    guard !names.isEmpty else {
      throw RunError(
        .emptyInput, "the folder \(path) has no file such as train-00001.jsonl",
        remedy: "finish its preparation, or name the files that are to be exported")
    }
    for name in names {
      guard let split = Split(ofFile: name) else { continue }
      files.append(File(path: "\(path)/\(name)", split: split, prepared: path))
    }
    guard let bytes = try? InputFile.contents(of: "\(path)/manifest.json", most: 256 << 20),
      let manifest = try? JSONValue(bytes)
    else { return }
    dataset = dataset ?? manifest["dataset"]?.text
    if let count = manifest["records"]?.text.flatMap({ Int($0) }) { records = (records ?? 0) + count }
  }
}

/// The ids of the records of prepared files, read from items.jsonl along with them.
struct ItemIDs: ~Copyable {
  private var rows: ByteWindow<InputFile>
  private let path: String

  /// Nil when there is no items.jsonl.
  init?(_ folder: String) {
    path = "\(folder)/items.jsonl"
    guard let file = try? InputFile(path) else { return nil }
    rows = ByteWindow(file)
  }

  /// The id of a record. Records are asked for in their order in one split, and rows stand in that order, too.
  mutating func id(file: String, line: Int) throws(RunError) -> String? {
    do throws(FileFault) {
      while case .whole(let bytes)? = try rows.nextLine(longest: RecordSource.longestLine) {
        guard let row = try? JSONValue(bytes), let record = row["record"] else { continue }
        if record["file"]?.text == file, record["line"]?.text == String(line) { return row["id"]?.text }
      }
      return nil
    } catch {
      throw .input(path, error, remedy: "check the file and the disk it lies on")
    }
  }
}
