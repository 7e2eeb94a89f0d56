import PrepCore
import PrepRecipe
import Testing

@Suite("Goals in recipes")
struct GoalsTests {
  private static let goals = """
    goals:
      examples: 400
      images: {minimum: 500, recommended: 1000, optimal: 5000}
      long_side: {minimum: 1024, optimal: 3840, share: 90%}
      train: 300
      test:
        examples: {recommended: 50}
        columns:
          brand: {shares: even, tolerance: 0.1}
      columns:
        brand:
          values: 5
          images_per_value: {minimum: 50, recommended: 100}
          examples_of: {Tudor: 100, Rolex: {minimum: 5}}
          shares: {Rolex: 20%, Patek Philippe: 0.125, 1998: 0%}
        brand + model: {examples_per_value: 2, images_of: {Rolex + GMT: 9}}
        updated:
    split: {train: 0.8, test: 0.2}

    """

  @Test("Goals are read as they are written")
  func reading() throws {
    let document = try read(Right.table + Self.goals)
    let goals = document.recipe.goals
    #expect(goals.all.examples == Recipe.GoalLevels(minimum: 400))
    #expect(goals.all.images == Recipe.GoalLevels(minimum: 500, recommended: 1000, optimal: 5000))
    var longSide = Recipe.LongSideGoal(levels: Recipe.GoalLevels(minimum: 1024, optimal: 3840))
    longSide.share = GoalShare(millionths: 900_000)
    #expect(goals.all.longSide == longSide)
    #expect(goals.splits[.train]?.examples == Recipe.GoalLevels(minimum: 300))
    #expect(goals.splits[.validation] == nil)
    #expect(goals.splits[.test]?.examples == Recipe.GoalLevels(recommended: 50))
    #expect(goals.splits[.test]?.columns.first?.shares == .even)
    #expect(goals.splits[.test]?.columns.first?.tolerance == GoalShare(millionths: 100_000))
    #expect(goals.all.columns.map(\.columns) == [["brand"], ["brand", "model"], ["updated"]])
    let brand = try #require(goals.all.columns.first)
    #expect(brand.values == Recipe.GoalLevels(minimum: 5))
    #expect(brand.imagesPerValue == Recipe.GoalLevels(minimum: 50, recommended: 100))
    #expect(brand.examplesOf == [.init("Tudor", .init(minimum: 100)), .init("Rolex", .init(minimum: 5))])
    #expect(
      brand.shares
        == .of([
          .init("Rolex", GoalShare(millionths: 200_000)), .init("Patek Philippe", GoalShare(millionths: 125_000)),
          .init("1998", GoalShare(millionths: 0)),
        ]))
    #expect(brand.tolerance == GoalShare(millionths: 50_000))
    #expect(brand.namedValues == ["Tudor", "Rolex", "Patek Philippe", "1998"])
    #expect(goals.all.columns[1].imagesOf == [.init("Rolex + GMT", .init(minimum: 9))])
    #expect(goals.all.columns[2] == Recipe.ColumnGoals(columns: ["updated"]))
    #expect(document.lines["goals.columns.brand.shares"] == 25)
  }

  @Test("Without goals there are none")
  func none() throws { #expect(try read(Right.table).recipe.goals.isEmpty) }

  /// A recipe whose goals, from line 12 on, have one mistake.
  private static func goal(_ yaml: String, line: Int = 12, _ message: String, remedy: String) -> Mistake {
    Mistake(yaml, Right.table + "goals:\n  " + yaml, line: line, message, remedy: remedy)
  }

  private static let mistakes = [
    goal("exampels: 5", "unknown key \"exampels\" in goals", remedy: "did you mean examples?"),
    goal("examples: many", "goals.examples is \"many\"", remedy: "a whole number of at least 1, or {minimum"),
    goal("examples: 0", "goals.examples is \"0\"", remedy: "at least 1"),
    goal("examples: [1]", "goals.examples is a list", remedy: "at least 1"),
    goal("examples: {}", "goals.examples names no level", remedy: "minimum, recommended, optimal"),
    goal("examples: {minimum: -1}", "goals.examples.minimum is \"-1\"", remedy: "at least 1"),
    goal("examples: {minimun: 1, optimal: 2}", "unknown key \"minimun\" in goals.examples", remedy: "did you mean minimum?"),
    goal(
      "images:\n    minimum: 500\n    recommended: 400", line: 14, "goals.images.recommended 400 is below minimum 500",
      remedy: "at least the one before"),
    goal("images: {minimum: 5, optimal: 4}", "goals.images.optimal 4 is below minimum 5", remedy: "at least the one before"),
    goal("long_side: {share: 50%}", "goals.long_side names no level", remedy: "minimum, recommended, optimal"),
    goal("long_side: {minimum: 100, share: 90}", "goals.long_side.share is \"90\"", remedy: "20% or 0.2"),
    goal("long_side: {minimum: 100, share: 0%}", "goals.long_side.share is \"0%\"", remedy: "20% or 0.2"),
    goal("validation: 10", "goals.validation is given, and split.validation is 0", remedy: "give that split a share"),
    goal("train: {exmples: 10}", "unknown key \"exmples\" in goals.train", remedy: "did you mean examples?"),
    goal("train: {train: 10}", "unknown key \"train\" in goals.train", remedy: "columns, examples, images, long_side"),
    goal("columns: [brand]", "goals.columns is a list", remedy: "keys and values"),
    goal("columns: {brand: 5}", "goals.columns.brand is \"5\"", remedy: "keys and values"),
    goal("columns: {brand + : {values: 2}}", "names no column", remedy: "platform + tone"),
    goal("columns:\n    brand:\n      valeus: 2", line: 14, "unknown key \"valeus\"", remedy: "did you mean values?"),
    goal("columns: {brand: {shares: {Rolex: 20}}}", "goals.columns.brand.shares.Rolex is \"20\"", remedy: "20% or 0.2"),
    goal("columns: {brand: {shares: {A: 60%, B: 50%}}}", "goals.columns.brand.shares add up to 110 %", remedy: "100 %"),
    goal("columns: {brand: {shares: odd}}", "goals.columns.brand.shares is \"odd\"", remedy: "even, or values"),
    goal("columns: {brand: {tolerance: 5%}}", "goals.columns.brand.tolerance is given without shares", remedy: "remove it"),
    goal("columns: {brand: {examples_of: {A: none}}}", "goals.columns.brand.examples_of.A is \"none\"", remedy: "at least 1"),
  ]

  @Test("A mistake in the goals is named with its line", arguments: mistakes)
  func mistake(_ mistake: Mistake) {
    let found = problems(mistake.yaml)
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.line == mistake.line, "\(found)")
    #expect(found.first?.message.contains(mistake.message) == true, "\(found)")
    #expect(found.first?.remedy.contains(mistake.remedy) == true, "\(found)")
  }

  @Test(
    "Images are no goal of a dataset of texts",
    arguments: ["images: 5", "long_side: 100", "columns: {a: {images_per_value: 2}}", "columns: {a: {images_of: {b: 2}}}"])
  func textOnly(yaml: String) {
    let found = problems(Right.sqlite + "goals:\n  " + yaml)
    #expect(found.map(\.line) == [9])
    #expect(found.first?.message.contains("the source has no images") == true)
  }
}
