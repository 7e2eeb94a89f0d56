import VisionPrep

/// What is said about one thing: a heading, and below it facts, lists and remarks. All that is printed for people is made of it.
struct Section {
  /// The columns of the words before facts, and how far everything below the heading stands in.
  private let labelWidth: Int
  private(set) var lines: [Line]

  /// - Parameter labelWidth: the length of the longest word before a fact.
  init(_ heading: Line, labelWidth: Int = 0) {
    lines = [heading]
    self.labelWidth = labelWidth
  }

  /// Adds a line.
  /// - Parameter level: how far it stands in; two spaces a level.
  mutating func add(_ line: Line, level: Int = 1) { lines.append(Self.indentation(level) + line) }

  mutating func add(_ more: [Line], level: Int = 1) {
    for line in more { add(line, level: level) }
  }

  /// Adds a fact with the word for it: `  splits  train 8, validation 2`.
  mutating func add(_ label: String, _ fact: Line) { add("\(label.padded(to: labelWidth))  \(fact)") }

  /// Adds the first elements of a list, and how many are left out: `    and 12 more; --json has them all`.
  /// - Parameters:
  ///   - most: how many are shown.
  ///   - remedy: what shows the rest.
  ///   - lines: the lines of an element.
  mutating func list<Element>(
    _ elements: some Collection<Element>, most: Int, level: Int = 2, remedy: Line = "; --json has them all",
    _ lines: (Element) -> [Line]
  ) {
    for element in elements.prefix(most) { add(lines(element), level: level) }
    more(elements.count - most, level: level, remedy: remedy)
  }

  /// Says how many were left out, when any were.
  mutating func more(_ count: Int, level: Int = 2, remedy: Line = "; --json has them all") {
    if count > 0 { add("and \(grouped(count)) more\(remedy)", level: level) }
  }

  private static func indentation(_ level: Int) -> Line { Line(String(repeating: "  ", count: level)) }
}
