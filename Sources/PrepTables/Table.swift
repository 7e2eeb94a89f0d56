/// Opens tables by their kind.
package enum Table {
  /// How much memory a reader may take.
  package struct Memory: Sendable {
    /// How many bytes of a file are read at once.
    package var chunk = 256 << 10
    /// The longest row of a text table, so that one quote that is never closed cannot take all memory.
    package var longestRow = 64 << 20

    package init() {}
  }

  /// Opens a CSV, TSV, JSON or JSON Lines file; its extension says which.
  ///
  /// The file is read once before the first row, to determine its encoding as a whole.
  /// - Parameters:
  ///   - path: where the file is.
  ///   - name: the path as the recipe wrote it, for messages.
  ///   - memory: how much memory the reader may take.
  package static func open(
    path: String, name: String, memory: Memory = Memory()
  ) throws(TableError) -> any TableReader {
    guard let kind = Kind(path: path) else {
      throw TableError(
        name: name, message: "the extension does not say what kind of table this is",
        remedy: "Tables are .csv, .tsv, .tab, .json, .jsonl or .ndjson; an SQLite file goes under source: {sqlite: …}.")
    }
    let file = try TableFile(path: path, name: name)
    let isCSV = kind == .csv || kind == .tsv
    // JSON does not allow NUL either, but there the parser's message is better.
    let layout = try TextLayout(surveying: file, allowsNUL: !isCSV, memory: memory)
    let window = TextWindow(file: file, layout: layout, memory: memory)
    return switch kind {
    case .csv: try CSVReader(window, delimiter: nil)
    case .tsv: try CSVReader(window, delimiter: 0x09)
    case .jsonLines: JSONLinesReader(window)
    case .json: try JSONArrayReader(window)
    }
  }

  /// Runs a query on an SQLite database, which is opened for reading only.
  /// - Parameters:
  ///   - path: where the database is.
  ///   - name: the path as the recipe wrote it, for messages.
  ///   - query: one statement that begins with SELECT, WITH or VALUES.
  package static func open(sqlite path: String, name: String, query: String) throws(TableError) -> any TableReader {
    try SQLiteReader(path: path, name: name, query: query)
  }

  private enum Kind {
    case csv, tsv, json, jsonLines

    init?(path: String) {
      let file = path.split(separator: "/").last ?? ""
      guard let dot = file.lastIndex(of: ".") else { return nil }
      switch file[dot...].lowercased() {
      case ".csv": self = .csv
      case ".tsv", ".tab": self = .tsv
      case ".json": self = .json
      case ".jsonl", ".ndjson": self = .jsonLines
      default: return nil
      }
    }
  }
}
