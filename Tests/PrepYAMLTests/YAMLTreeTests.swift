import PrepCore
import PrepYAML
import Testing
import Yams

@Suite("A YAML text as a tree")
struct YAMLTreeTests {
  @Test("A byte order mark before the text is no content", arguments: ["a: 1\nb: 2\n", "# a remark\na: 1\nb: 2\n"])
  func byteOrderMark(yaml: String) throws {
    let notes = ReadingNotes(subject: "the recipe")
    let tree = try #require(YAMLTree.compose("\u{FEFF}" + yaml, notes, ifEmpty: ""))
    #expect(tree["b"]?.int == 2 && tree["a"]?.int == 1)
    #expect(notes.problems.isEmpty)
  }

  @Test("A text that has a byte order mark alone is empty")
  func nothing() {
    let notes = ReadingNotes(subject: "the recipe")
    #expect(YAMLTree.compose("\u{FEFF}", notes, ifEmpty: "write one") == nil)
    #expect(notes.problems.map(\.message) == ["the recipe is empty"])
  }

  @Test("A tab that indents is named, with its line", arguments: ["a:\n  b: 1\n\tc: 2\n", "a:\r\n  b: 1\r\n\tc: 2\r\n"])
  func tab(yaml: String) {
    let notes = ReadingNotes(subject: "the recipe")
    #expect(YAMLTree.compose(yaml, notes, ifEmpty: "") == nil)
    #expect(notes.problems.map(\.message) == ["not valid YAML: the line begins with a tab"])
    #expect(notes.problems.first?.line == 3)
  }
}
