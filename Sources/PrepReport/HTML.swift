import PrepCore

/// A piece of a page. Interpolated text is escaped, so no text of a dataset can become markup or end an attribute; only another
/// piece is inserted unchanged. All pieces are also well-formed XML, so that any parser can read the page.
package struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
  package private(set) var text: String

  package init(stringLiteral text: String) { self.text = text }
  package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  package static func += (left: inout HTML, right: HTML) { left.text += right.text }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) {}
    package mutating func appendLiteral(_ literal: String) { text += literal }
    package mutating func appendInterpolation(_ value: String) { HTML.append(escaped: value, to: &text) }
    /// Plain digits, as attributes take them.
    package mutating func appendInterpolation(_ number: Int) { text += String(number) }
    package mutating func appendInterpolation(_ piece: HTML?) { text += piece?.text ?? "" }
    package mutating func appendInterpolation(_ pieces: [HTML]) { for piece in pieces { text += piece.text } }
  }

  private static func append(escaped value: String, to text: inout String) {
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      case "\n", "\t": text.unicodeScalars.append(scalar)
      case "\0"..." ":
        // The pictures of control characters; a space stays one.
        text.unicodeScalars.append(scalar == " " ? scalar : Unicode.Scalar(0x2400 + scalar.value) ?? scalar)
      default:
        if isHidden(scalar) { text += "[U+\(hexadecimal(scalar))]" } else { text.unicodeScalars.append(scalar) }
      }
    }
  }

  /// Whether a character is invisible and changes how others look: controls, direction marks, line ends of other alphabets, tags,
  /// and noncharacters.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x7F...0x9F, 0x61C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFDD0...0xFDEF, 0xFEFF, 0xFFF9...0xFFFB,
      0xE0000...0xE007F:
      true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension HTML {
  /// A long text: its beginning, and more of it when it is expanded. The page contains at most ``mostCharacters`` of it.
  package static func text(_ text: String) -> HTML {
    let scalars = text.unicodeScalars
    guard scalars.count > mostAtOnce else { return "<p class=\"text\" dir=\"auto\">\(text)</p>" }
    let left = scalars.count - mostCharacters
    return """
      <details class="long"><summary><span class="text" dir="auto">\(String(scalars.prefix(excerpt)))…</span></summary>\
      <p class="text" dir="auto">\(String(scalars.prefix(mostCharacters)))\
      \(left > 0 ? "… and \(grouped(left)) more characters, which stand in the record" as HTML : nil)</p></details>
      """
  }

  private static let mostAtOnce = 320
  private static let excerpt = 200
  package static let mostCharacters = 4000

  /// A short text for one line: an id, a value of a table.
  package static func short(_ text: String, most: Int = 120) -> HTML {
    let scalars = text.unicodeScalars
    return "<bdi>\(scalars.count > most ? String(scalars.prefix(most)) + "…" : text)</bdi>"
  }

  /// The name of a field, which may be broken behind an underscore.
  package static func name(_ text: String) -> HTML {
    let parts = (text.unicodeScalars.count > 60 ? text.excerpt : text).split(separator: "_", omittingEmptySubsequences: false)
    return "<bdi>\(parts.enumerated().map { $0 == 0 ? "\(String($1))" : "_<wbr/>\(String($1))" as HTML })</bdi>"
  }

  /// A share as CSS takes it: `37.25%`.
  static func width(_ part: Int, of whole: Int) -> HTML {
    let hundredths = whole <= 0 ? 0 : Int((10_000 * Double(min(part, whole)) / Double(whole)).rounded())
    let rest = String(100 + hundredths % 100).dropFirst()
    return "\(hundredths / 100).\(HTML(stringLiteral: String(rest)))%"
  }
}

extension String {
  fileprivate init(_ scalars: Substring.UnicodeScalarView.SubSequence) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}
