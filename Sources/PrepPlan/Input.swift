import PrepCore
package import PrepTables

/// The source's data for one item, before the recipe's templates are applied.
package struct Input {
  enum Kind {
    case row
    /// A PDF file by its path as written; `page` is 0-based, or nil for the whole document.
    case document(path: String, page: Int?)
    /// A label row whose document is missing.
    case missingDocument(name: String)
    /// A row that cannot be read.
    case fault(message: String)
  }

  var kind: Kind
  /// The table's row, or the document's label row.
  package var row: Row?
  /// The 1-based line of the row; 0 for a document without a row.
  package var line: Int
}

/// Yields the inputs of a recipe in order; every reader of one recipe yields the same inputs.
protocol InputReader {
  mutating func next() throws(RunError) -> Input?

  /// The number of rows left out so far because they do not meet the recipe's conditions.
  var leftOut: Int { get }
}

/// The rows of a table or a query that meet all conditions.
struct TableInputReader: InputReader {
  private let table: any TableReader
  private let conditions: [RowCondition]
  private(set) var leftOut = 0

  init(_ table: any TableReader, conditions: [RowCondition]) {
    self.table = table
    self.conditions = conditions
  }

  mutating func next() throws(RunError) -> Input? {
    while let read = try RunError.reading(table.next) {
      switch read {
      case .success(let row):
        if conditions.allSatisfy({ $0.holds(row.text($0.column)) }) { return Input(kind: .row, row: row, line: row.line) }
        leftOut += 1
      case .failure(let fault): return Input(kind: .fault(message: fault.message), row: nil, line: fault.line)
      }
    }
    return nil
  }
}

/// The documents of a ``DocumentList``, or their pages.
struct DocumentInputReader: InputReader {
  let list: DocumentList
  private var document = 0
  private var page = 0
  private var missing = 0
  let leftOut = 0

  init(_ list: DocumentList) { self.list = list }

  mutating func next() throws(RunError) -> Input? {
    guard document < list.paths.count else {
      guard missing < list.missing.count else { return nil }
      defer { missing += 1 }
      let name = list.missing[missing]
      let row = list.labels?.rows[name]
      return Input(kind: .missingDocument(name: name), row: row, line: row?.line ?? 0)
    }
    let path = list.paths[document]
    let row = list.label(of: path)
    var number: Int?
    // A document whose pages could not be counted is one item; rendering it will report the reason.
    if let count = list.pageCounts?[document], count > 0 {
      let indices = list.pages.indices(ofPages: count)
      if !indices.isEmpty {
        number = indices[page]
        page += 1
        if page == indices.count { page = 0 }
      }
    }
    if page == 0 { document += 1 }
    return Input(kind: .document(path: path, page: number), row: row, line: row?.line ?? 0)
  }
}

extension RunError {
  /// Runs `body` and turns an error of a table into one that ends the run.
  static func reading<Result>(_ body: () throws(TableError) -> Result) throws(RunError) -> Result {
    do throws(TableError) {
      return try body()
    } catch {
      throw RunError(error)
    }
  }

  private init(_ error: TableError) {
    let place = error.line.map { "\(error.name), line \($0)" } ?? error.name
    var remedy = error.remedy
    if remedy.hasSuffix(".") { remedy.removeLast() }
    self.init(.input, "\(place): \(error.message)", remedy: remedy.prefix(1).lowercased() + remedy.dropFirst())
  }
}
