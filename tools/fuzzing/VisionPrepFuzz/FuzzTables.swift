import Glibc
import PrepJSON
import PrepTables

extension FuzzTarget {
  static let csv = FuzzTarget { bytes in
    fuzzTable(bytes, extension: "csv")
    fuzzTable(bytes, extension: "tsv")
  }

  static let json = FuzzTarget { bytes in
    fuzzTable(bytes, extension: "json")
    if let value = try? JSONValue(bytes) { requireRoundTrip(value) }
  }

  static let jsonLines = FuzzTarget { fuzzTable($0, extension: "jsonl") }
}

/// Runs a table through the reader of its kind: whole, in small pieces, and with a limit on rows.
private func fuzzTable(_ bytes: [UInt8], extension: String) {
  let path = SharedMemoryFile.write(bytes, extension: `extension`)
  var memory = Table.Memory()
  memory.chunk = 4096
  let whole = rows(path, memory)

  var small = memory
  small.chunk = 7
  require(rows(path, small) == whole, "a table has other rows when it is read in small pieces")

  guard bytes.count > 64 else { return }
  small.longestRow = 64
  _ = rows(path, small)
}

/// The result of a table: the text of each row or fault, and at the end the error, if there is one.
private func rows(_ path: String, _ memory: Table.Memory) -> [String] {
  var rows: [String] = []
  do throws(TableError) {
    let table = try Table.open(path: path, name: "table", memory: memory)
    while let result = try table.next() {
      switch result {
      case .success(let row):
        let values = row.columns.indices.map { row.typed(at: $0) }
        values.forEach(requireRoundTrip)
        rows.append("\(row.line): " + values.map(\.compactJSON).joined(separator: ","))
      case .failure(let fault):
        require(
          !fault.message.isEmpty && fault.message.utf8.count <= 1000, "a fault's message has \(fault.message.utf8.count) bytes")
        rows.append("\(fault)")
      }
    }
  } catch {
    require("\(error)".utf8.count <= 1000, "an error's message is too long")
    rows.append("\(error)")
  }
  return rows
}

/// Checks that a value is the same after it was written and read again.
func requireRoundTrip(_ value: JSONValue) {
  require((try? JSONValue(Array(value.compactJSON.utf8))) == value, "a value comes back changed: \(value)")
}
