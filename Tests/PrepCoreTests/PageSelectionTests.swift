import PrepCore
import Testing

@Suite("Page selections")
struct PageSelectionTests {
  @Test(
    "The forms that a recipe may use",
    arguments: [
      ("all", PageSelection.all), ("first", .first), ("3", .ranges([3...3])), ("1-3,5", .ranges([1...3, 5...5])),
      ("8-", .ranges([8...Int.max])), (" 1 - 2 , 4 ", .ranges([1...2, 4...4])), ("5,1", .ranges([5...5, 1...1])),
    ])
  func parses(text: String, selection: PageSelection) {
    #expect(PageSelection(parsing: text) == selection)
  }

  @Test(
    "Anything else is no selection",
    arguments: [
      "", ",", "1,", ",1", "0", "0-2", "-1", "-", "3-1", "1--2", "1-2-3", "a", "1-b", "All", "first,2", "1.5",
      "99999999999999999999",
    ])
  func refuses(text: String) {
    #expect(PageSelection(parsing: text) == nil)
  }

  @Test("Indices are ascending, each once, and only of pages that are there")
  func indices() throws {
    #expect(PageSelection.all.indices(ofPages: 3) == [0, 1, 2])
    #expect(PageSelection.all.indices(ofPages: 0) == [])
    #expect(PageSelection.first.indices(ofPages: 9) == [0])
    #expect(PageSelection.first.indices(ofPages: 0) == [])
    #expect(try #require(PageSelection(parsing: "5,2-3,3,1-2")).indices(ofPages: 10) == [0, 1, 2, 4])
    #expect(try #require(PageSelection(parsing: "2-,9")).indices(ofPages: 3) == [1, 2])
    #expect(try #require(PageSelection(parsing: "7")).indices(ofPages: 6) == [])
  }
}
