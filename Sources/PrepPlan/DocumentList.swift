import PrepCore
import PrepTables

/// The documents of a recipe, joined to their label rows by file name.
struct DocumentList {
  /// Paths as the pattern returned them, in byte order.
  let paths: [String]
  let labels: LabelTable?
  /// Names of label rows whose document is missing, in the table's order.
  let missing: [String]
  let pages: PageSelection
  /// For `per: page`: the number of pages of each document; 0 when they cannot be counted.
  var pageCounts: [Int]?
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
        .emptyInput, "no file matches \"\(glob)\"", remedy: "the pattern is relative to the recipe's folder",
        key: "source.documents")
    }
    try Self.refuseEqualNames(paths)

    labels = if let labelPath { try LabelTable(labelPath, id: id, recipe: recipe) } else { nil }
    let names = Set(paths.map(Self.fileName))
    missing = labels?.names.filter { !names.contains($0) } ?? []
  }

  /// Each document with its password.
  var keys: [Plan.DocumentKey] {
    paths.map { path in
      Plan.DocumentKey(path: path, password: passwordColumn.flatMap { label(of: path)?.text($0) })
    }
  }

  func label(of path: String) -> Row? { labels?.rows[Self.fileName(path)] }

  static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Labels are joined by file name and ids are file names, so two documents with one name cannot be told apart.
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
  /// The path on disk for a path in the recipe or its tables.
  package func resolve(_ path: String) -> String {
    path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }
}
