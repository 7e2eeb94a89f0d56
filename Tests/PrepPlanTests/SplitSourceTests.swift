import PrepCore
import TestPlans
import TestSupport
import Testing

@testable import PrepPlan

@Suite("Splits that the input or an earlier preparation says")
struct SplitSourceTests {
  private static let none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  // MARK: A column

  @Test("A column says the split of each row, in the words that people use")
  func column() throws {
    let words = ["train", "validation", "valid", "val", "dev", "test", "Test", "TRAIN"]
    let folder = try TemporaryFolder()
    try folder.write("id,q,a,set\n" + words.map { "\($0),q,1,\($0)\n" }.joined(), to: "table.csv")
    let plan = try makePlan(tableRecipe(folder) { $0.split.column = "set" })
    #expect(
      try items(plan).map(\.split) == [.train, .validation, .validation, .validation, .validation, .test, .test, .train])
    #expect(plan.splitSizes == [.train: 2, .validation: 4, .test: 2])
    #expect(plan.splitNotes == [])
  }

  @Test("A cell that names no split is a failure of its row")
  func wrongCell() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,q,a,set\na,q,1,holdout\nb,q,1,\nc,q,1,test\n", to: "table.csv")
    let found = try items(makePlan(tableRecipe(folder) { $0.split.column = "set" }))
    #expect(found.map(\.failure?.code) == [.unknownSplit, .missingValue, nil])
    #expect(
      found[0].failure?.message
        == "The column \"set\" is \"holdout\" on line 2; it names train, validation (or valid, val, dev) or test.")
    #expect(found[1].failure?.message == "The column \"set\" is empty on line 3.")
    #expect(found[2].split == .test)
  }

  @Test("Goals of one split are counted by the column")
  func goals() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,q,a,set\na,q,1,test\nb,q,2,test\nc,q,3,train\n", to: "table.csv")
    let plan = try makePlan(
      tableRecipe(folder) { recipe in
        recipe.split.column = "set"
        var goals = Recipe.GoalSet()
        goals.examples = Recipe.GoalLevels(minimum: 3)
        recipe.goals.splits[.test] = goals
      })
    #expect(plan.unmetGoals.first?.steps.first?.have == 2)
  }

  @Test("A column that is not there is a mistake of the recipe")
  func noColumn() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,q,a\na,q,1\n", to: "table.csv")
    let error = #expect(throws: RunError.self) { try makePlan(tableRecipe(folder) { $0.split.column = "set" }) }
    #expect(error?.code == .unknownColumn)
    #expect(error?.key == "split.column")
  }

  // MARK: An earlier preparation

  /// Writes an output folder with a row for each item.
  private func write(_ splits: [(id: String, split: Split)], to name: String, in folder: TemporaryFolder) throws {
    let rows = splits.enumerated().map { ordinal, item in
      """
      {"id":"\(item.id)","ordinal":\(ordinal),"split":"\(item.split.rawValue)","outcome":"failure",\
      "failure":{"stage":"plan","code":"missing_value","message":"m"},"images":[],"record":null}

      """
    }.joined()
    try folder.write(rows, to: "\(name)/items.jsonl")
    try folder.write(
      #"""
      {"program":{"name":"visionprep","version":"\#(ProgramVersion.current)"},"libraries":{},"dataset":"test",
      "provider":{"name":"openai","collected":"2026-11"},"recipe_sha256":"a","plan_sha256":"b","files_max_bytes":1,
      "items":\#(splits.count),"files":[{"name":"items.jsonl","bytes":\#(rows.utf8.count),"sha256":"\#(Self.none)"}]}
      """#, to: "\(name)/manifest.json")
  }

  private func folder(items: Int = 60) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("id,q,a,g\n" + (0..<items).map { "i\($0),q,1,g\($0 / 2)\n" }.joined(), to: "table.csv")
    return folder
  }

  private func recipe(_ folder: TemporaryFolder, _ change: (inout Recipe) -> Void = { _ in }) throws -> Recipe {
    try tableRecipe(folder) { recipe in
      (recipe.split.train, recipe.split.validation, recipe.split.test) = (0.8, 0.1, 0.1)
      recipe.split.keep = "old"
      change(&recipe)
    }
  }

  @Test("Items stay where they were, and test items never drift", arguments: [false, true])
  func kept(isExact: Bool) throws {
    let folder = try folder()
    let old = (0..<40).map { (id: "i\($0)", split: $0 % 4 == 0 ? Split.test : $0 % 4 == 1 ? .validation : .train) }
    try write(old + [(id: "gone", split: .test)], to: "old", in: folder)
    let plan = try makePlan(recipe(folder) { $0.split.exact = isExact })
    let found = Dictionary(uniqueKeysWithValues: try items(plan).map { ($0.id, $0.split) })
    for (id, split) in old { #expect(found[id] == split) }
    #expect(plan.notes == [])
    // Test has 10 already, which is more than its 6; all that is new goes to train.
    if isExact { #expect(plan.splitSizes == [.train: 40, .validation: 10, .test: 10]) }
  }

  @Test("A group that was torn goes to the safest split, and a note says so")
  func torn() throws {
    let folder = try folder()
    try write([("i0", .train), ("i1", .test), ("i2", .train), ("i3", .validation), ("i4", .train)], to: "old", in: folder)
    let plan = try makePlan(recipe(folder) { $0.split.group = "g" })
    #expect(try items(plan)[..<6].map(\.split) == [.test, .test, .validation, .validation, .train, .train])
    #expect(
      plan.notes == [
        "2 groups have items in several splits of old; the whole group goes to test if one of them was there, else to validation"
      ])
  }

  @Test("The plan depends on the splits that are kept, and not on the order of their rows")
  func digest() throws {
    let folder = try folder()
    func digest(_ splits: [(id: String, split: Split)]) throws -> String {
      try write(splits, to: "old", in: folder)
      return try makePlan(recipe(folder)).digest
    }
    let one = try digest([("i0", .train), ("i1", .test)])
    #expect(try digest([("i1", .test), ("i0", .train)]) == one)
    #expect(try digest([("i0", .test), ("i1", .test)]) != one)
    #expect(try digest([("i0", .train)]) != one)
  }

  @Test("A folder of which nothing is in the input is said")
  func strangers() throws {
    let folder = try folder()
    try write([("x", .train)], to: "old", in: folder)
    #expect(try makePlan(recipe(folder)).notes == ["no item of old is in the input, so split.keep keeps nothing"])
  }

  @Test("A row that cannot be read is not taken for the item that had its line before")
  func madeUpIDs() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,q,a\na,q,1\n,q,2\n", to: "table.csv")
    try write([("line 3", .test), ("a", .train)], to: "old", in: folder)
    let found = try items(
      makePlan(
        recipe(folder) {
          $0.split.train = 1; $0.split.validation = 0; $0.split.test = 0
        }))
    #expect(found.map(\.split) == [.train, .train])
  }

  @Test("What is no finished folder ends the run")
  func noFolder() throws {
    let folder = try folder()
    let missing = #expect(throws: RunError.self) { try makePlan(recipe(folder)) }
    #expect(missing?.key == "split.keep")
    try folder.write(#"{"format":2}"#, to: "old/.visionprep/plan.json")
    let unfinished = #expect(throws: RunError.self) { try makePlan(recipe(folder)) }
    #expect(unfinished?.code == .unfinished)
    #expect(unfinished?.message == "split.keep names old, which is not finished")
  }
}
