package import PrepCore
import PrepDigest
import PrepJSON
import PrepSystem
import PrepTables

/// A file with the answers of one model.
///
/// The rows stay in the file. What is kept of each is a digest of its id and its place, sorted outside memory, so any number of answers
/// takes the same memory.
package final class AnswerFile {
  /// A row of the file.
  package struct Place: Sendable, Hashable {
    package var offset: Int
    package var bytes: Int
  }

  /// As the user named it.
  package let path: String
  /// The answers that there are.
  package private(set) var rows = 0
  /// Rows that are not answers: how many, and the first of them in words.
  package private(set) var faults = NamedFew()

  private let file: InputFile
  /// The rows of a CSV file, as JSON Lines.
  private let copy: TemporaryFile?
  /// a, b: the digest of the id. c: the repeat in the upper 16 bits and the offset, so that of two answers with one id and repeat the later
  /// one comes last. d: bytes.
  private var places = ExternalSorter()

  private static let longestRow = 256 << 20
  private static let offsetBits: UInt64 = 48
  /// The most answers to one item.
  package static let mostRepeats = 1 << 16

  /// Opens a file and reads it once.
  /// - Parameter path: JSON Lines, or CSV or TSV by its extension.
  /// - Throws: a file that cannot be read or has no answer; that it was stopped.
  package init(_ path: String, isStopped: () -> Bool) throws(RunError) {
    self.path = path
    do throws(FileFault) {
      file = try InputFile(path)
    } catch {
      throw .input(path, error, remedy: "name a file with answers, JSON Lines or CSV")
    }
    let name = path.lowercased()
    if [".csv", ".tsv", ".tab"].contains(where: name.hasSuffix) {
      let copy = try TemporaryFile()
      self.copy = copy
      try readTable(into: copy, isStopped)
    } else {
      copy = nil
      try readLines(isStopped)
    }
    guard rows > 0 else {
      throw RunError(
        .emptyInput, "\(path) has no answer\(faults.first.map { "; \($0)" } ?? "")",
        remedy: "give rows with id and answer, as ask, OpenAI's batches and many programs write them")
    }
  }

  private func readLines(_ isStopped: () -> Bool) throws(RunError) {
    var lines: ByteWindow<InputFile>
    do throws(FileFault) {
      lines = ByteWindow(try InputFile(path))
    } catch {
      throw unreadable(error)
    }
    var number = 0
    while true {
      let offset = lines.offset
      let line: ByteWindow<InputFile>.Line?
      do throws(FileFault) {
        line = try lines.nextLine(longest: Self.longestRow)
      } catch {
        throw unreadable(error)
      }
      guard let line else { return }
      number += 1
      if number & 1023 == 0, isStopped() { throw .cancelled }
      guard case .whole(let bytes) = line else {
        faults.add("line \(number) is longer than \(ByteSize(bytes: Self.longestRow))")
        continue
      }
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      let key: RowKey
      do throws(JSONFault) {
        key = try Self.key(of: bytes)
      } catch {
        faults.add("line \(number) is not JSON: \(error.message)")
        continue
      }
      try add(key, Place(offset: offset, bytes: bytes.count), line: number)
    }
  }

  private func readTable(into copy: TemporaryFile, _ isStopped: () -> Bool) throws(RunError) {
    do throws(TableError) {
      let table = try Table.open(path: path, name: path)
      while let row = try table.next() {
        if rows & 1023 == 0, isStopped() { break }
        switch row {
        case .failure(let fault): faults.add(fault.message)
        case .success(let row):
          let key = RowKey(
            id: ["custom_id", "id"].lazy.compactMap { row.text($0) }.first,
            repeat: row.text("repeat").flatMap { Int($0) } ?? 0,
            isAnswer: row.columns.contains(where: RowKey.tellsAnswer))
          var json = JSONWriter()
          json.beginObject()
          for column in row.columns { json.member(column, row.value(column)) }
          json.endObject()
          let place = Place(offset: copy.size, bytes: json.bytes.count)
          do throws(RunError) {
            try copy.append(json.bytes)
            try add(key, place, line: row.line)
          } catch {
            throw TableError(name: path, line: row.line, message: error.message, remedy: error.remedy)
          }
        }
      }
    } catch {
      throw RunError(.input, "\(error.name): \(error.message)", remedy: error.remedy)
    }
  }

  private func add(_ key: RowKey, _ place: Place, line: Int) throws(RunError) {
    guard let id = key.id else { return faults.add("line \(line) has neither id nor custom_id") }
    guard key.isAnswer else { return faults.add("line \(line) has neither answer nor output") }
    guard (0..<Self.mostRepeats).contains(key.repeat) else {
      return faults.add("line \(line) has the repeat \(key.repeat); expected a number from 0 to \(Self.mostRepeats - 1)")
    }
    rows += 1
    let digest = ItemDigest(id)
    try places.add(
      ExternalSorter.Record(
        a: digest.high, b: digest.low, c: UInt64(key.repeat) << Self.offsetBits | UInt64(place.offset), d: UInt64(place.bytes)))
  }

  /// What tells which item a row is about, and which of several answers it is.
  private struct RowKey {
    var id: String?
    var `repeat` = 0
    /// Whether the row holds an answer, or says why there is none.
    var isAnswer = false

    static func tellsAnswer(_ key: String) -> Bool {
      ["answer", "output", "response", "outcome", "error", "failure"].contains(key)
    }
  }

  private static func key(of row: UnsafeRawBufferPointer) throws(JSONFault) -> RowKey {
    var reader = JSONReader(row, options: .picking)
    guard try reader.kind() == .object else { throw reader.unexpected("an object") }
    var key = RowKey()
    var customID: String?
    try reader.enter()
    while try reader.nextKey() {
      switch (reader.key, try reader.kind()) {
      case ("id", .string): key.id = try reader.string()
      case ("custom_id", .string): customID = try reader.string()
      case ("id", .number):
        let start = reader.offset
        try reader.skip()
        key.id = String(decoding: row[start..<reader.offset], as: UTF8.self)
      case ("repeat", .number): key.repeat = try reader.number().whole ?? -1
      case ("answer", _), ("output", _), ("response", _), ("outcome", _), ("error", _), ("failure", _):
        key.isAnswer = true
        try reader.skip()
      default: try reader.skip()
      }
    }
    try reader.end()
    key.id = customID ?? key.id
    return key
  }

  private func unreadable(_ fault: FileFault) -> RunError {
    .input(path, fault, remedy: "check the file and the disk it lies on")
  }

  // MARK: Rows

  /// The rows, those of one item together, in the order of the digests of their ids.
  package func sorted() -> Cursor { Cursor(records: places.sorted()) }

  package struct Cursor {
    /// A row with the digest of its item's id.
    package struct Row {
      package var digest: ItemDigest
      package var `repeat`: Int
      package var place: Place
    }

    fileprivate var records: ExternalSorter.Cursor

    package mutating func next() throws(RunError) -> Row? {
      guard let record = try records.next() else { return nil }
      return Row(
        digest: ItemDigest(high: record.a, low: record.b), repeat: Int(record.c >> AnswerFile.offsetBits),
        place: Place(offset: Int(record.c & (1 << AnswerFile.offsetBits - 1)), bytes: Int(record.d)))
    }
  }

  /// The bytes of a row.
  package func row(at place: Place) throws(RunError) -> [UInt8] {
    if let copy {
      var bytes = [UInt8](repeating: 0, count: place.bytes)
      try copy.read(into: &bytes, at: place.offset)
      return bytes
    }
    do throws(FileFault) {
      return try file.bytes(at: place.offset, count: place.bytes)
    } catch {
      throw unreadable(error)
    }
  }
}
