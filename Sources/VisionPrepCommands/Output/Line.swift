/// A line that people read. A value that is interpolated is made harmless (see ``Swift/String/harmless``), so no id, path or
/// message can steer a terminal or pretend to be another line. Only literals, which are the program's own, and other lines go in
/// as they are.
struct Line: Sendable, Hashable, ExpressibleByStringInterpolation {
  private(set) var text: String

  /// A text from elsewhere.
  init(_ text: some StringProtocol) { self.text = String(text).harmless }
  init(stringLiteral text: String) { self.text = text }
  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity + 16 * interpolationCount) }
    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ value: String) { text += value.harmless }
    mutating func appendInterpolation(_ value: some CustomStringConvertible) { text += value.description.harmless }
    mutating func appendInterpolation(_ line: Line) { text += line.text }
  }
}

extension Line {
  /// The lines of a text that a library has put together: a message of several lines with the user's words in it.
  static func lines(of text: String) -> [Line] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { Line($0) }
  }

  static func + (left: Line, right: Line) -> Line {
    var line = left
    line.text += right.text
    return line
  }

  /// The columns that a terminal needs for it.
  var displayWidth: Int { text.displayWidth }

  /// The beginning that fits into a number of columns.
  func prefix(columns: Int) -> Line {
    var left = columns
    var line: Line = ""
    line.text = String(
      text.prefix { character in
        left -= character.displayWidth
        return left >= 0
      })
    return line
  }
}

extension [Line] {
  /// One line below another, without a line break at the end.
  var joined: Line { dropFirst().reduce(first ?? "") { $0 + "\n" + $1 } }
}
