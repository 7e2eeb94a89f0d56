import PrepCore
import TestSupport
import Testing

@Suite("Templates")
struct TemplateTests {
  @Test(
    "Columns stand in braces, and a doubled brace stands for itself",
    arguments: [
      ("", [Template.Piece.text("")]), ("plain", [.text("plain")]), ("{a}", [.column("a")]),
      ("Is {a} at {b c}?", [.text("Is "), .column("a"), .text(" at "), .column("b c"), .text("?")]),
      ("{a}{b}", [.column("a"), .column("b")]), ("{{}}", [.text("{}")]), ("{{a}}", [.text("{a}")]),
      ("{{{a}}}", [.text("{"), .column("a"), .text("}")]), ("{{\"k\": {v}}}", [.text("{\"k\": "), .column("v"), .text("}")]),
      ("{\u{301}x}", [.column("\u{301}x")]), ("a{{\u{301}", [.text("a{\u{301}")]),
    ])
  func parses(source: String, pieces: [Template.Piece]) throws {
    #expect(try Template(parsing: source).pieces == pieces)
  }

  @Test(
    "A brace that is not closed, not opened, or names nothing is an error that says what is right",
    arguments: [
      ("{", "not closed"), ("text {a", "not closed"), ("{{{", "not closed"), ("}", "no opening"), ("a} b", "no opening"),
      ("{{a}", "no opening"), ("{}", "names no column"), ("{a{b}", "names no column"), ("{a\nb}", "names no column"),
      ("{a\r\nb}", "names no column"),
    ])
  func refuses(source: String, reason: String) throws {
    let error = try #require(throws: Template.SyntaxError.self) { try Template(parsing: source) }
    #expect(error.reason.contains(reason))
    #expect(error.reason.contains("for a brace"))
  }

  @Test("Every column gets its value; the values are not templates themselves")
  func expands() throws {
    let template = try Template(parsing: "{{{a}}} and {b}{a}")
    #expect(template.columns == ["a", "b", "a"])
    let values = ["a": "{b}", "b": ""]
    #expect(template.expand { values[$0] } == .text("{{b}} and {b}"))
  }

  @Test("The first column without a value stops the expansion")
  func missing() throws {
    let template = try Template(parsing: "{a}{b}{c}")
    #expect(template.expand { $0 == "a" ? "1" : nil } == .missing(column: "b"))
  }

  @Test("A literal text is never parsed")
  func literal() {
    let template = Template(literal: "{a} }{")
    #expect(template.columns.isEmpty)
    #expect(template.expand { _ in nil } == .text("{a} }{"))
  }

  @Test("Any text with its braces doubled comes back as it was")
  func doublingIsQuoting() throws {
    var random = Seeded(2)
    for _ in 0..<500 {
      let text = random.nastyText()
      var quoted = String.UnicodeScalarView()
      for scalar in text.unicodeScalars {
        quoted.append(scalar)
        if scalar == "{" || scalar == "}" { quoted.append(scalar) }
      }
      #expect(try Template(parsing: String(quoted)).expand { _ in nil } == .text(text))
    }
  }
}
