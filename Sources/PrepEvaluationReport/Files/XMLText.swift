/// Text as XML 1.0 can hold it: markup is escaped, and what the standard forbids (most controls, U+FFFE and U+FFFF) becomes U+FFFD.
///
/// In an attribute, line breaks and tabs are written as references, since a parser would make spaces of them.
/// Source: Extensible Markup Language 1.0, fifth edition, sections 2.2 and 3.3.3.
struct XMLText {
  let text: String

  init(_ value: String, isAttribute: Bool = true) {
    var text = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "\r": text += "&#13;"
      case "\t", "\n": if isAttribute { text += "&#\(scalar.value);" } else { text.unicodeScalars.append(scalar) }
      case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": text += "\u{FFFD}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    self.text = text
  }
}
