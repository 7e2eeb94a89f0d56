import PrepCore
import PrepPlan
import PrepStatistics
import TestPlans
import TestSupport
import Testing

@testable import PrepSurvey

@Suite("Surveys of plans and folders")
struct DatasetSurveyTests {
  private func survey(_ plan: Plan, columns: [String], output: String? = nil) throws(RunError) -> Statistics {
    guard
      let statistics = try DatasetSurvey(PlanReader(plan: plan, output: output, isStopped: { false })).statistics(
        columns: columns)
    else {
      throw RunError(.system, "stopped", remedy: "")
    }
    return statistics
  }

  @Test("Lists count for each of their elements once, pairs as one value, and empty cells for nothing")
  func values() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      {"id": "1", "q": "x", "a": "y", "tags": ["a", "b", "a"], "n": 5, "m": "k"}
      {"id": "2", "q": "x", "a": "y", "tags": [], "n": 5.0, "m": ""}
      {"id": "3", "q": "x", "a": "y", "tags": ["b"], "n": null}
      {"id": "4", "q": null, "a": "y", "tags": ["c"], "n": 1}

      """, to: "table.jsonl")
    let plan = try makePlan(try tableRecipe(folder, table: "table.jsonl"))
    let statistics = try survey(plan, columns: ["tags", "n", "m", "tags + n", "nothing"])
    func counts(_ name: String) -> [String: Int] {
      Dictionary(
        uniqueKeysWithValues: statistics.column(name)?.values.ranked().map { ($0.value, $0.examples.total) } ?? [])
    }
    #expect(statistics.examples.total == 3)
    #expect(statistics.failures == [.missingValue: 1])
    #expect(counts("tags") == ["a": 1, "b": 2])
    #expect(statistics.column("tags")?.empty == 1)
    #expect(counts("n") == ["5": 1, "5.0": 1])
    #expect(counts("m") == ["k": 1])
    #expect(statistics.column("m")?.present == 2)
    #expect(counts("tags + n") == ["a, b + 5": 1])
    #expect(statistics.column("nothing")?.present == 0)
  }

  @Test(
    "The plan counts for goals what a survey of it counts, whatever decides the splits",
    arguments: [(stratify: String?.none, ofSplit: false), (nil, true), ("a", false), ("a", true)])
  func goals(stratify: String?, ofSplit: Bool) throws {
    let folder = try TemporaryFolder()
    let rows = (0..<60).map { "\($0),\($0 % 7 == 0 ? "" : "question"),\(["x", "y", "z"][$0 % 3])" }
    try folder.write("id,q,a\n" + rows.joined(separator: "\n"), to: "table.csv")
    var set = Recipe.GoalSet()
    set.examples = Recipe.GoalLevels(minimum: 55)
    var column = Recipe.ColumnGoals(name: "a")
    column.examplesPerValue = Recipe.GoalLevels(minimum: 10)
    set.columns = [column]
    let recipe = try tableRecipe(folder) { recipe in
      (recipe.split.train, recipe.split.validation, recipe.split.test) = (0.5, 0.25, 0.25)
      recipe.split.stratify = stratify
      if ofSplit { recipe.goals.splits[.validation] = set } else { recipe.goals.all = set }
    }
    let plan = try makePlan(recipe)
    let standings = try survey(plan, columns: []).standings
    #expect(standings.count == 4)
    #expect(plan.statistics.standings == standings)
    #expect(!plan.unmetGoals.isEmpty)
  }

  @Test("Credentials in addresses are in no count")
  func credentials() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,q,a\n1,x,https://u:p@h/i.jpg?token=t1\n2,y,https://h/i.jpg?token=t2\n", to: "table.csv")
    let values = try survey(try makePlan(try tableRecipe(folder)), columns: ["a"]).column("a")?.values
    #expect(values?.ranked().map(\.value) == ["https://h/i.jpg?token=REDACTED"])
    #expect(values?.ranked().first?.examples.total == 2)
  }

  @Test("The whole plan is counted, whatever the shard")
  func shard() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,q,a\n" + (0..<50).map { "k\($0),q\($0),\($0 % 3)\n" }.joined(), to: "table.csv")
    let recipe = try tableRecipe(folder)
    let whole = try survey(try makePlan(recipe), columns: ["a"])
    let part = try survey(try makePlan(recipe, shard: try #require(Shard(index: 1, count: 3))), columns: ["a"])
    #expect(whole.examples == part.examples)
    #expect(part.column("a")?.values.count(of: "0").examples.total == 17)
  }

  @Test("A run without the images' columns counts the files that documents have")
  func fileColumn() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] { try folder.write("%PDF-1.4", to: "in/\(name).pdf") }
    var recipe = try tableRecipe(folder)
    recipe.source = .documents(glob: "in", labels: nil, id: "file", password: nil)
    recipe.prompt = Recipe.Prompt(system: nil, user: .one(try Template(parsing: "{file}")))
    recipe.answer = .text(try Template(parsing: "{file}"))
    var statistics = try survey(try makePlan(recipe), columns: ["file"])
    #expect(statistics.column("file")?.values.distinct() == 2)
    #expect(statistics.withUnknownImages == 2)
    recipe.render.pages = .first
    statistics = try survey(try makePlan(recipe), columns: [])
    #expect(statistics.withUnknownImages == 0)
    #expect(statistics.images.total == 2)
  }
}
