package import PrepCore
import PrepJSON
import PrepSystem

/// Reads which item each record of a prepared folder is: the rows of items.jsonl from front to back, without what else they say.
package struct RecordIDs: ~Copyable {
  /// A row of an item that has become a record.
  package struct Row: Sendable, Hashable {
    package var id: String
    /// The name of the record's file.
    package var file: String
    /// From 1.
    package var line: Int
  }

  private var rows: ByteWindow<InputFile>
  private let path: String

  /// Far more than a row has: it names the images of one item.
  private static let longestRow = 512 << 20

  /// - Returns: nil when the folder has no items.jsonl that can be opened.
  package init?(folder: String) {
    path = "\(folder)/items.jsonl"
    guard let file = try? InputFile(path) else { return nil }
    rows = ByteWindow(file)
  }

  /// The next row of a record; nil at the end. Rows of failures, and what is not a row, are passed over.
  package mutating func next() throws(RunError) -> Row? {
    do throws(FileFault) {
      while case .whole(let bytes)? = try rows.nextLine(longest: Self.longestRow) {
        if let row = try? Self.row(bytes) { return row }
      }
      return nil
    } catch {
      throw .input(path, error, remedy: "check the file and the disk it lies on")
    }
  }

  /// The id of a record. Records are asked for in their order in one split, and rows have that order, too.
  package mutating func id(file: String, line: Int) throws(RunError) -> String? {
    while let row = try next() {
      if row.line == line, row.file == file { return row.id }
    }
    return nil
  }

  private static func row(_ line: UnsafeRawBufferPointer) throws(JSONFault) -> Row? {
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
    return Row(id: id, file: file, line: number)
  }
}

extension DatasetInput {
  /// The ids of a prepared folder's records, by file name and line; none for a file.
  /// - Parameter isWanted: of which lines.
  package func ids(where isWanted: (String, Int) -> Bool) throws(RunError) -> [String: [Int: String]] {
    guard let folder = files.first?.folder, var rows = RecordIDs(folder: folder) else { return [:] }
    var ids: [String: [Int: String]] = [:]
    while let row = try rows.next() {
      if isWanted(row.file, row.line) { ids[row.file, default: [:]][row.line] = row.id }
    }
    return ids
  }
}
