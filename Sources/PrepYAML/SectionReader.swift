package import PrepCore
package import Yams

/// Collects the mistakes while a recipe or a profile is read, and the line of each key.
package final class ReadingNotes {
  /// What is being read, for messages: `the recipe`.
  package let subject: String
  package private(set) var problems: [RecipeError.Problem] = []
  /// The 1-based line of each key, by its path: `image.min_side`.
  package fileprivate(set) var lines: [String: Int] = [:]

  package init(subject: String) { self.subject = subject }

  package func add(_ message: String, remedy: String, line: Int?) {
    problems.append(RecipeError.Problem(line: line, message: message, remedy: remedy))
  }
}

/// Takes the keys of one mapping, one by one. The keys that are left at the end are unknown.
package struct SectionReader {
  /// The section's path; empty for the top level.
  package let path: String
  package let line: Int
  package let notes: ReadingNotes
  private var entries: [(key: String, line: Int, value: Node)] = []
  private var known: [String] = []

  /// Nil, with a note, when the node is not a mapping.
  package init?(_ node: Node, path: String, notes: ReadingNotes) {
    self.path = path
    self.notes = notes
    line = node.mark?.line ?? 1
    guard let mapping = node.mapping else {
      notes.add(
        "\(path.isEmpty ? notes.subject : path) is \(node.kindForPeople)", remedy: "write it as keys and values, one a line",
        line: line)
      return nil
    }
    for (key, value) in mapping {
      let name = key.string ?? ""
      let line = key.mark?.line ?? value.mark?.line ?? line
      entries.append((name, line, value))
      notes.lines[full(name)] = line
    }
  }

  package func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  package var isEmpty: Bool { entries.isEmpty }

  package func holds(_ key: String) -> Bool { entries.contains { $0.key == key } }

  /// The value of a key, which is removed from the remaining keys; nil when the key does not exist.
  package mutating func take(_ key: String) -> Node? {
    known.append(key)
    guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
    return entries.remove(at: index).value
  }

  /// All keys that were not taken, for a section whose keys are names that the user chose.
  package mutating func takeNames() -> [(name: String, line: Int, value: Node)] {
    defer { entries = [] }
    return entries.map { ($0.key, $0.line, $0.value) }
  }

  package func line(of key: String) -> Int { notes.lines[full(key)] ?? line }

  /// Reads a value with `read`, and notes `expected` when it returns nil. Also nil when the key does not exist.
  package mutating func value<Value>(_ key: String, expected: String, _ read: (Node) -> Value?) -> Value? {
    guard let node = take(key) else { return nil }
    if let value = read(node) { return value }
    notes.add("\(full(key)) is \(node.kindForPeople)", remedy: "expected \(expected)", line: node.mark?.line ?? line(of: key))
    return nil
  }

  package mutating func text(_ key: String) -> String? {
    value(key, expected: "a text") { $0.plainText }
  }

  /// - Parameter what: what the texts are, for the message of a mistake.
  package mutating func texts(_ key: String, of what: String = "column names") -> [String]? {
    value(key, expected: "a list of \(what): [a, b]") { node in
      guard let sequence = node.sequence else { return nil }
      let texts = sequence.compactMap { $0.plainText }
      return texts.count == sequence.count ? texts : nil
    }
  }

  package mutating func whole(_ key: String, in range: ClosedRange<Int>) -> Int? {
    let bounds = range.upperBound == .max ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    return value(key, expected: "a whole number \(bounds)") { node in
      guard let number = node.scalar.flatMap(Int.construct(from:)), range.contains(number) else { return nil }
      return number
    }
  }

  package mutating func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
    value(key, expected: "a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))") { node in
      guard let number = node.scalar.flatMap(Double.construct(from:)), range.contains(number) else { return nil }
      return number
    }
  }

  /// A bound, without the `.0` of a whole number.
  private func plain(_ bound: Double) -> String { bound == bound.rounded() ? String(Int(bound)) : String(bound) }

  /// A share of at least `least`.
  package mutating func share(_ key: String, atLeast least: GoalShare = GoalShare(millionths: 0)) -> GoalShare? {
    take(key).flatMap { share($0, key: key, atLeast: least) }
  }

  package func share(_ node: Node, key: String, atLeast least: GoalShare = GoalShare(millionths: 0)) -> GoalShare? {
    if let share = node.plainText.flatMap(GoalShare.init(parsing:)), share >= least { return share }
    notes.add(
      "\(full(key)) is \(node.kindForPeople)", remedy: "expected a share such as 20% or 0.2",
      line: node.mark?.line ?? line(of: key))
    return nil
  }

  package mutating func flag(_ key: String) -> Bool? {
    value(key, expected: "true or false") { $0.scalar.flatMap(Bool.construct(from:)) }
  }

  package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, of: Choice.Type) -> Choice? {
    let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return value(key, expected: "one of \(choices)") { $0.plainText.flatMap(Choice.init(rawValue:)) }
  }

  package mutating func choices<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, of: Choice.Type) -> [Choice]? {
    let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return value(key, expected: "a list of \(choices)") { node in
      guard let sequence = node.sequence else { return nil }
      let chosen = sequence.compactMap { $0.plainText.flatMap(Choice.init(rawValue:)) }
      return chosen.count == sequence.count ? chosen : nil
    }
  }

  package mutating func size(_ key: String) -> ByteSize? {
    value(key, expected: "a size such as 512MB or 64MiB, of at least 1 byte") { node in
      node.plainText.flatMap { ByteSize(parsing: $0) }.flatMap { $0.bytes >= 1 ? $0 : nil }
    }
  }

  package mutating func seconds(_ key: String) -> Double? {
    value(key, expected: "a time above 0, such as 30s, 500ms or 2m") { $0.plainText.flatMap(Duration.seconds(parsing:)) }
  }

  package mutating func template(_ key: String) -> Template? {
    guard let node = take(key) else { return nil }
    return template(node, key: key)
  }

  package func template(_ node: Node, key: String) -> Template? {
    guard let text = node.plainText else {
      notes.add("\(full(key)) is \(node.kindForPeople)", remedy: "expected a text", line: node.mark?.line ?? line(of: key))
      return nil
    }
    do {
      return try Template(parsing: text)
    } catch {
      notes.add("\(full(key)) is no valid template", remedy: error.reason, line: line(of: key))
      return nil
    }
  }

  /// The reader of a section below this one; nil when it does not exist or is not a mapping.
  package mutating func section(_ key: String) -> SectionReader? {
    take(key).flatMap { SectionReader($0, path: full(key), notes: notes) }
  }

  /// Notes every key that was not taken.
  package func finish() {
    for entry in entries {
      let place = path.isEmpty ? "at the top" : "in \(path)"
      if let word = Suggestion.closest(to: entry.key, among: known) {
        notes.add("unknown key \"\(entry.key)\" \(place)", remedy: "did you mean \(word)?", line: entry.line)
      } else {
        let choices = known.sorted().joined(separator: ", ")
        notes.add("unknown key \"\(entry.key)\" \(place)", remedy: "the keys here are \(choices)", line: entry.line)
      }
    }
  }
}

/// Times as recipes write them.
package enum Duration {
  /// Seconds; nil when the text is not a number with the unit `ms`, `s`, `m`, `h` or no unit, or when it is not above 0 and
  /// finite.
  package static func seconds(parsing text: String) -> Double? {
    let number = text.prefix { $0.isNumber || $0 == "." }
    let factors: [String: Double] = ["ms": 0.001, "s": 1, "": 1, "m": 60, "h": 3600]
    guard let value = Double(number), let factor = factors[text.dropFirst(number.count).filter { $0 != " " }] else { return nil }
    let seconds = value * factor
    return seconds > 0 && seconds <= 86_400 ? seconds : nil
  }
}

extension Node {
  /// The text of a scalar as it is written; nil for lists, mappings and null.
  package var plainText: String? {
    guard let scalar, null == nil else { return nil }
    return scalar.string
  }

  /// What the node is, in words for a message.
  package var kindForPeople: String {
    if null != nil { return "empty" }
    switch self {
    case .scalar(let scalar): return "\"\(scalar.string)\""
    case .sequence: return "a list"
    case .mapping: return "a mapping"
    case .alias: return "an alias"
    }
  }
}
