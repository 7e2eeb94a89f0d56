import PrepCore
import PrepDigest
import PrepTables

/// A table with the columns `id` and `group` that says which items stay in one split, such as `visionprep duplicates --groups`
/// writes. The table is held in memory; it has a row for each item that shares a group with another.
struct GroupTable: Sendable {
  private let groups: [String: String]
  private let path: String
  /// The digest of all rows.
  let digest: SHA256Digest

  private static let idColumn = "id"
  private static let groupColumn = "group"

  /// - Parameter path: the path as the recipe writes it.
  init(_ path: String, recipe: Recipe) throws(RunError) {
    let table = try RunError.reading { () throws(TableError) in
      try Table.open(path: recipe.resolve(path), name: path)
    }
    if let columns = table.columns {
      for column in [Self.idColumn, Self.groupColumn] where !columns.contains(column) {
        throw RunError(
          .unknownColumn, "\(path) has no column \"\(column)\"", remedy: "a table of groups has the columns id and group",
          key: "split.groups")
      }
    }
    var groups: [String: String] = [:]
    var hasher = SHA256Hasher()
    while let result = try RunError.reading(table.next) {
      let row: Row
      switch result {
      case .success(let read): row = read
      case .failure(let fault): throw Self.error(path, fault.line, fault.message, remedy: "mend this row")
      }
      guard let id = row.text(Self.idColumn), let group = row.text(Self.groupColumn) else {
        throw Self.error(path, row.line, "the id or the group is empty", remedy: "give both, or remove the row")
      }
      guard groups.updateValue(group, forKey: id) == nil else {
        throw Self.error(path, row.line, "the id \"\(id.excerpt)\" stands twice", remedy: "an item can be in one group only")
      }
      hasher.update(field: id)
      hasher.update(field: group)
    }
    self.groups = groups
    self.path = path
    digest = hasher.finish()
  }

  /// The item's group, in the form that ``SplitAssignment`` uses; nil for an item without a group.
  ///
  /// A group counts as the item whose id is the group's name. So the whole group goes where that item would go alone, and a group
  /// that grows moves no other item.
  func group(of id: String) -> String? { groups[id].map { "i\($0)" } }

  /// A note for the user when `count` items were found in the table.
  func note(matching count: Int) -> String? {
    count >= groups.count
      ? nil : "\(path) names \(counted(groups.count, "item")), and \(count) of them \(count == 1 ? "is" : "are") in the input"
  }

  private static func error(_ path: String, _ line: Int, _ message: String, remedy: String) -> RunError {
    RunError(.input, "\(path), line \(line): \(message)", remedy: remedy, key: "split.groups")
  }
}
