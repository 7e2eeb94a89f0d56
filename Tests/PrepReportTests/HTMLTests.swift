import Foundation
import Testing

@testable import PrepReport

@Suite("Pieces of HTML")
struct HTMLTests {
  @Test(
    "What could be markup or end an attribute is escaped",
    arguments: [
      ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"), ("\" onload=\"x", "&quot; onload=&quot;x"),
      ("' x", "&#39; x"), ("&lt;", "&amp;lt;"), ("a\nb\tc", "a\nb\tc"), ("\0\u{1}\u{1b}\r\n", "␀␁␛␍\n"), ("", ""),
      ("\u{202E}evil\u{2066}", "[U+202E]evil[U+2066]"),
      ("\u{7F}\u{85}\u{FEFF}\u{FFFF}\u{E0041}", "[U+007F][U+0085][U+FEFF][U+FFFF][U+E0041]"),
      ("😀 é नमस्ते مرحبا", "😀 é नमस्ते مرحبا"),
    ])
  func escaped(text: String, expected: String) {
    let piece: HTML = "<p title=\"\(text)\">\(text)</p>"
    #expect(piece.text == "<p title=\"\(expected)\">\(expected)</p>")
  }

  @Test("Pieces go in as they are, and numbers without commas")
  func pieces() {
    let inner: HTML = "<b>\("<")</b>"
    #expect(
      ("<i>\(inner)\([inner, inner])\(nil as HTML?)\(1234)</i>" as HTML).text == "<i><b>&lt;</b><b>&lt;</b><b>&lt;</b>1234</i>")
  }

  @Test("A long text is folded, and a very long one ends with how much is left out")
  func long() {
    #expect(HTML.text("short").text == "<p class=\"text\" dir=\"auto\">short</p>")
    let long = HTML.text(String(repeating: "x", count: 1000)).text
    #expect(long.hasPrefix("<details"))
    #expect(long.count { $0 == "x" } >= 1200)
    let endless = HTML.text(String(repeating: "y", count: 10_000)).text
    #expect(endless.contains("and 6,000 more characters"))
    #expect(endless.utf8.count < 5000)
    #expect(HTML.short(String(repeating: "z", count: 200)).text.contains("…"))
  }

  @Test("Widths are shares with two decimals, and never beyond the whole")
  func widths() {
    #expect(HTML.width(1, of: 3).text == "33.33%")
    #expect(HTML.width(3, of: 2).text == "100.00%")
    #expect(HTML.width(0, of: 0).text == "0.00%")
    #expect(HTML.width(1, of: 1000).text == "0.10%")
  }
}
