import PrepCore
import TestPlans
import TestSupport
import Testing

@testable import PrepPlan

@Suite("Conditions on rows")
struct RowConditionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func plan(_ table: String, name: String = "table.csv", _ conditions: [RowCondition]) throws -> Plan {
    try folder.write(table, to: name)
    return try makePlan(tableRecipe(folder, table: name) { $0.conditions = conditions })
  }

  private static let csv = """
    id,q,a,confidence,kind
    1,x,y,0.8,scan
    2,x,y,0.79,scan
    3,x,y,,scan
    4,x,y,high,scan
    5,x,y,1,correction
    6,x,y,1.01,other
    7,x,y,9e-1,correction

    """

  private static let cases: [(conditions: [RowCondition], ids: [String])] = [
    ([RowCondition("confidence", .within(atLeast: 0.8, atMost: nil))], ["1", "5", "6", "7"]),
    ([RowCondition("confidence", .within(atLeast: nil, atMost: 1))], ["1", "2", "5", "7"]),
    ([RowCondition("confidence", .within(atLeast: 0.8, atMost: 1))], ["1", "5", "7"]),
    ([RowCondition("kind", .oneOf(["correction", "other"]))], ["5", "6", "7"]),
    ([RowCondition("kind", .oneOf(["scan"])), RowCondition("confidence", .within(atLeast: 0.8, atMost: nil))], ["1"]),
    ([RowCondition("confidence", .oneOf(["0.80", "1"]))], ["5"]),
  ]

  @Test("Rows that meet all conditions become items, in their order", arguments: cases)
  func rows(conditions: [RowCondition], ids: [String]) throws {
    let plan = try plan(Self.csv, conditions)
    #expect(plan.count == ids.count)
    let items = try items(plan)
    #expect(items.map(\.id) == ids)
    #expect(items.map(\.ordinal) == Array(ids.indices))
    #expect(plan.notes == ["source.where leaves out \(7 - ids.count) of 7 rows"])
  }

  @Test("In JSON a number is a number, and a key that a row does not have is not met")
  func json() throws {
    let lines = """
      {"id":"1","q":"x","a":"y","confidence":0.9}
      {"id":"2","q":"x","a":"y","confidence":"0.95"}
      {"id":"3","q":"x","a":"y"}
      {"id":"4","q":"x","a":"y","confidence":null}
      {"id":"5","q":"x","a":"y","confidence":true}

      """
    let plan = try plan(lines, name: "table.jsonl", [RowCondition("confidence", .within(atLeast: 0.8, atMost: nil))])
    #expect(try items(plan).map(\.id) == ["1", "2"])
  }

  @Test("A row that cannot be read is not left out: its failure is a row")
  func faults() throws {
    let plan = try plan("id,q,a,kind\n1,x,y,b\n2,x,y\n3,x,y,c\n", [RowCondition("kind", .oneOf(["c"]))])
    let items = try items(plan)
    #expect(items.map { $0.failure?.code } == [.invalidRow, nil])
  }

  @Test("When no row meets them the run ends and says so; so it does for a column that is not there")
  func none() throws {
    let all = try #require(throws: RunError.self) { try plan(Self.csv, [RowCondition("kind", .oneOf(["b"]))]) }
    #expect(all.message == "source.where leaves out all 7 rows")
    #expect(all.key == "source.where")
    let unknown = try #require(throws: RunError.self) { try plan(Self.csv, [RowCondition("sort", .oneOf(["b"]))]) }
    #expect(unknown.message.contains("source.where names the column \"sort\""))
  }

  @Test("Other conditions are another plan, even when they leave the same rows")
  func digests() throws {
    let plans = try [
      [], [RowCondition("kind", .oneOf(["scan", "correction", "other"]))],
      [RowCondition("kind", .oneOf(["scan", "other", "correction"]))],
      [RowCondition("id", .within(atLeast: 1, atMost: nil))], [RowCondition("id", .within(atLeast: nil, atMost: 7))],
    ].map { try plan(Self.csv, $0) }
    #expect(Set(plans.map(\.recipeDigest)).count == plans.count)
    #expect(Set(plans.map(\.count)) == [7])
  }
}
