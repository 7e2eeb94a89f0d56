import PrepCore
import Testing

@Suite("Suggestions")
struct SuggestionTests {
  @Test(
    "A misspelt word leads to the one that was meant",
    arguments: [
      ("min_sid", "min_side"), ("minside", "min_side"), ("mx_side", "max_side"), ("qualty", "quality"), ("Quality", "quality"),
      ("i", "id"),
    ])
  func closest(word: String, expected: String) {
    #expect(Suggestion.closest(to: word, among: ["format", "min_side", "max_side", "quality", "id"]) == expected)
  }

  @Test("A word that is near to nothing leads nowhere", arguments: ["zebra", "", "abcdefgh"])
  func none(word: String) {
    #expect(Suggestion.closest(to: word, among: ["format", "min_side", "quality"]) == nil)
  }

  @Test("Without candidates there is no suggestion")
  func noCandidates() {
    #expect(Suggestion.closest(to: "a", among: []) == nil)
  }
}
