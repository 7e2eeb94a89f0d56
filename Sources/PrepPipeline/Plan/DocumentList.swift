import PrepCore
import PrepTables

/// The documents of a recipe, joined to their label rows by file name.
///
/// The label table is held in memory: it has a row a document, and rows are found by name.
struct DocumentList {
  /// Paths as the pattern found them, in byte order.
  let paths: [String]
  /// Label rows without a document, in the table's order.
  let missing: [(name: String, row: Row)]
  let pages: PageSelection
  /// For `per: page`: the number of pages of each document, 0 when they cannot be counted.
  var pageCounts: [Int]?
  /// How the label table was read, when not as UTF-8.
  let encoding: TextEncoding?
  /// The label table's columns; nil when there is none, or each row has its own.
  let columns: [String]?
  private let labels: [String: Row]
  private let passwordColumn: String?

  init(_ recipe: Recipe) throws(RunError) {
    guard case .documents(let glob, let labelPath, let id, let password) = recipe.source else {
      throw RunError(.recipe, "the recipe has no documents", remedy: "use source.documents", key: "source")
    }
    pages = recipe.render.pages
    passwordColumn = password
    let isFolder = GlobPattern.isFolder(recipe.resolve(glob), followingLinks: true)
    paths = try GlobPattern(glob, isFolder: isFolder).matches(in: recipe.folder.isEmpty ? "." : recipe.folder)
    guard !paths.isEmpty else {
      throw RunError(
        .input, "no file matches \"\(glob)\"", remedy: "the pattern is relative to the recipe's folder", key: "source.documents")
    }
    try Self.refuseEqualNames(paths)

    var labels: [String: Row] = [:]
    var missing: [(name: String, row: Row)] = []
    var encoding: TextEncoding?
    // Without labels there is nothing but the file's name.
    var columns: [String]? = labelPath == nil ? ["file"] : nil
    if let labelPath {
      let names = Set(paths.map(Self.fileName))
      do throws(TableError) {
        let table = try Table.open(path: recipe.resolve(labelPath), name: labelPath)
        encoding = table.encoding
        columns = table.columns
        while let result = try table.next() {
          guard case .success(let row) = result else {
            if case .failure(let fault) = result {
              throw TableError(
                name: labelPath, line: fault.line, message: fault.message, remedy: "mend this row; labels are joined by name")
            }
            continue
          }
          guard let name = row.text(id).map(Self.fileName) else {
            throw TableError(
              name: labelPath, line: row.line, message: "the column \"\(id)\" is empty or not there",
              remedy: "it holds the name of the document's file, and source.id names the column")
          }
          if let other = labels[name] {
            throw TableError(
              name: labelPath, line: row.line, message: "\"\(name)\" has a label already on line \(other.line)",
              remedy: "keep one row for each document")
          }
          if names.contains(name) {
            labels[name] = row
          } else {
            missing.append((name, row))
          }
        }
      } catch {
        throw RunError(error)
      }
    }
    self.labels = labels
    self.missing = missing
    self.encoding = encoding
    self.columns = columns
  }

  /// Every document with its password.
  var keys: [Plan.DocumentKey] {
    paths.map { path in
      Plan.DocumentKey(path: path, password: passwordColumn.flatMap { label(of: path)?.text($0) })
    }
  }

  func label(of path: String) -> Row? { labels[Self.fileName(path)] }

  static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Labels are joined by name and ids are names, so two documents of one name cannot be told apart.
  private static func refuseEqualNames(_ paths: [String]) throws(RunError) {
    var seen: [String: String] = [:]
    for path in paths {
      let name = fileName(path)
      if let other = seen.updateValue(path, forKey: name) {
        throw RunError(
          .recipe, "\"\(other)\" and \"\(path)\" have the same file name", remedy: "rename one of them, or narrow the pattern",
          key: "source.documents")
      }
    }
  }
}

extension Recipe {
  /// Where a path of the recipe or its tables is on disk.
  func resolve(_ path: String) -> String {
    path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }
}
