/// Facts about an SQL text that need no parser.
enum SQLText {
  /// The first word in lower case, behind white space, semicolons and comments.
  static func firstWord(of sql: String) -> String {
    var rest = sql[...]
    while let first = rest.first {
      if first.isWhitespace || first == ";" {
        rest.removeFirst()
      } else if rest.hasPrefix("--") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*") {
        rest.removeFirst(2)
        while !rest.isEmpty, !rest.hasPrefix("*/") { rest.removeFirst() }
        rest = rest.dropFirst(2)
      } else {
        break
      }
    }
    return rest.prefix { $0.isLetter }.lowercased()
  }
}
