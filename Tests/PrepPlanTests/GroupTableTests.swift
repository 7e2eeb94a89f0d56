import PrepCore
import TestPlans
import TestSupport
import Testing

@testable import PrepPlan

@Suite("Tables of groups")
struct GroupTableTests {
  private func folder(groups: String, items: Int = 200) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("id,q,a,s\n" + (0..<items).map { "i\($0),q,\($0),\($0 % 3)\n" }.joined(), to: "table.csv")
    try folder.write(groups, to: "groups.csv")
    return folder
  }

  private func plan(_ folder: TemporaryFolder, groups: String? = "groups.csv", stratify: String? = nil) throws -> Plan {
    try makePlan(
      tableRecipe(folder) { recipe in
        recipe.split.train = 0.5
        recipe.split.validation = 0.3
        recipe.split.test = 0.2
        recipe.split.groups = groups
        recipe.split.stratify = stratify
      })
  }

  private static let pairs = "id,group\n" + (0..<50).map { "i\($0),i\($0)\ni\($0 + 100),i\($0)\n" }.joined()

  @Test("Items of a group share a split, with strata and without", arguments: [nil, "s"])
  func together(stratify: String?) throws {
    let folder = try folder(groups: Self.pairs)
    let splits = try items(plan(folder, stratify: stratify)).map(\.split)
    for first in 0..<50 { #expect(splits[first] == splits[first + 100]) }
    #expect(Set(splits) == Set(Split.allCases))
  }

  @Test("A group goes where its first item goes alone, and nobody else moves")
  func stable() throws {
    let folder = try folder(groups: Self.pairs)
    let before = try items(plan(folder, groups: nil)).map(\.split)
    let after = try items(plan(folder)).map(\.split)
    #expect(after[..<100] == before[..<100])
    #expect(after[150...] == before[150...])
    #expect(after[100..<150] == before[..<50])
    #expect(before[100..<150] != before[..<50])
  }

  @Test("Another table is another plan, and no table is the plan that it was")
  func digests() throws {
    let one = try plan(folder(groups: Self.pairs)).digest
    let other = try plan(folder(groups: Self.pairs + "i60,i0\n")).digest
    let none = try plan(folder(groups: Self.pairs), groups: nil).digest
    #expect(Set([one, other, none]).count == 3)
    #expect(try plan(folder(groups: Self.pairs)).digest == one)
  }

  @Test("Ids that are not in the input are said")
  func strangers() throws {
    #expect(try plan(folder(groups: Self.pairs)).notes.isEmpty)
    let notes = try plan(folder(groups: Self.pairs + "gone,i0\n")).notes
    #expect(notes == ["groups.csv names 101 items, and 100 of them are in the input"])
  }

  @Test(
    "What is no table of groups ends the run with its line",
    arguments: [
      ("id,grup\na,b\n", "groups.csv has no column \"group\""),
      ("id,group\na,b\na,c\n", "groups.csv, line 3: the id \"a\" stands twice"),
      ("id,group\na,\n", "groups.csv, line 2: the id or the group is empty"), ("id,group\na\n", "groups.csv, line 2:"),
    ])
  func mistakes(table: String, message: String) throws {
    let folder = try folder(groups: table)
    let error = #expect(throws: RunError.self) { try plan(folder) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    #expect(error?.key == "split.groups")
  }
}
