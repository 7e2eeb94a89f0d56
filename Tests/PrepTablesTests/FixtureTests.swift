import Foundation
import PrepJSON
import Testing

@testable import PrepTables

/// Reads the tables of fixtures/tables and compares with expected.json, which their generator wrote.
@Suite("Tables as people write them")
struct FixtureTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("fixtures/tables")

  /// What the generator expects: rows (an object stands for a row that is refused), or a refusal of the file.
  private struct Expected {
    var columns: [String]
    var rows: [[JSONValue]?]?
    var mayBeRefused: Bool

    init(_ value: JSONValue) {
      var members: [String: JSONValue] = [:]
      if case .object(let list) = value { for member in list { members[member.key] = member.value } }
      columns = Self.list(members["columns"]).compactMap(\.text)
      rows = members["rows"].map { Self.list($0).map { if case .array(let cells) = $0 { cells } else { nil } } }
      mayBeRefused = members["refused"] != nil || members["also_acceptable"]?.text == "refused"
    }

    private static func list(_ value: JSONValue?) -> [JSONValue] {
      if case .array(let values)? = value { values } else { [] }
    }
  }

  private static func expected() throws -> [(name: String, expected: Expected)] {
    let bytes = Array(try Data(contentsOf: folder.appendingPathComponent("expected.json")))
    guard case .object(let members) = try JSONValue(bytes) else { return [] }
    return members.map { ($0.key, Expected($0.value)) }
  }

  @Test("Every file gives the expected rows or is refused")
  func rows() throws {
    var looked = 0
    for (name, expected) in try Self.expected() {
      looked += 1
      var rows: [[JSONValue]?] = []
      do throws(TableError) {
        let table = try Table.open(path: Self.folder.appendingPathComponent(name).path, name: name)
        while let result = try table.next() {
          switch result {
          case .success(let row): rows.append(expected.columns.map { row.value($0) ?? .null })
          case .failure: rows.append(nil)
          }
        }
      } catch {
        // Latin-1 and Windows-1252 are read here, where the generator allows a refusal.
        #expect(expected.mayBeRefused, "\(name): \(error)")
        #expect(!error.remedy.isEmpty)
        continue
      }
      guard let wanted = expected.rows else {
        Issue.record("\(name) should be refused; it has \(rows.count) rows")
        continue
      }
      let same = rows.count == wanted.count && zip(rows, wanted).allSatisfy { Self.equal($0, $1) }
      #expect(same, "\(name): \(rows)")
    }
    #expect(looked >= 45)
  }

  /// Cells of a text table are texts; expected.json has numbers and lists where the table does.
  private static func equal(_ row: [JSONValue]?, _ wanted: [JSONValue]?) -> Bool {
    guard let row, let wanted else { return row == nil && wanted == nil }
    return row.count == wanted.count && zip(row, wanted).allSatisfy { $0.text ?? "" == $1.text ?? "" }
  }
}
