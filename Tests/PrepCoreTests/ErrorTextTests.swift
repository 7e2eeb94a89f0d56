import PrepCore
import Testing

@Suite("Texts of errors")
struct ErrorTextTests {
  @Test("A recipe's mistakes stand one a line, each with its place and remedy")
  func recipe() {
    let error = RecipeError(
      recipe: "watches.yaml",
      problems: [
        RecipeError.Problem(line: 12, message: "unknown key \"min_sid\" in image", remedy: "did you mean min_side?"),
        RecipeError.Problem(line: nil, message: "dataset is empty", remedy: "give the dataset a name"),
      ])
    #expect(
      error.description == """
        watches.yaml:12: unknown key "min_sid" in image; did you mean min_side?
        watches.yaml: dataset is empty; give the dataset a name
        """)
  }

  @Test("A run's error says what was found and what to do")
  func run() {
    #expect(
      RunError(.locked, "another run is at work", remedy: "wait for it").description == "another run is at work; wait for it")
  }
}
