import PrepCore
import PrepEvaluation
import PrepYAML
import Yams

/// Reads the section `evaluation` of a recipe, or a file that holds nothing else.
struct EvaluationReader {
  let notes: ReadingNotes

  func read(_ section: SectionReader) -> EvaluationRules {
    var section = section
    var rules = EvaluationRules()
    let fields = section.section("fields")
    let answer = section.section("answer")
    if let fields, answer != nil {
      notes.add(
        "\(section.full("fields")) and \(section.full("answer")) are both given",
        remedy: "give fields for answers that are JSON, or answer for all others", line: fields.line)
    }
    if let fields {
      rules.scoring.subject = .fields(self.fields(fields))
    } else if let answer {
      rules.scoring.subject = self.answer(answer)
    }
    if let primary = section.text("primary") { rules.scoring.primary = self.primary(primary, rules, section) }
    rules.scoring.refusals = section.texts("refusals", of: "texts") ?? []
    rules.group = section.value("group", expected: "the name of a column") { $0.plainText.flatMap { $0.isEmpty ? nil : $0 } }
    if let node = section.take("gates") { rules.gates = gates(node, section) }
    section.finish()
    return rules
  }

  // MARK: Fields

  private func fields(_ section: SectionReader) -> [ScoringRules.Field] {
    var section = section
    let fields = section.takeNames().compactMap { name, line, node in
      rule(node, path: section.full(name)).map { ScoringRules.Field(FieldPath(name), $0.rule) }
    }
    if section.isEmpty, fields.isEmpty {
      notes.add(
        "\(section.path) names no field", remedy: "name a field, or remove the key: then all are compared", line: section.line)
    }
    return fields
  }

  private func answer(_ section: SectionReader) -> ScoringRules.Subject {
    var section = section
    let rule = rule(&section)
    let after = section.text("after")
    section.finish()
    return .answer(rule, after: after)
  }

  private func primary(_ text: String, _ rules: EvaluationRules, _ section: SectionReader) -> ScoringRules.Primary {
    if text == "all" { return .all }
    let path = FieldPath(text)
    if case .fields(let fields) = rules.scoring.subject, !fields.contains(where: { $0.path == path }) {
      let names = fields.map(\.path.description).joined(separator: ", ")
      notes.add(
        "\(section.full("primary")) is \"\(text)\", which is no field", remedy: "expected all, or one of \(names)",
        line: section.line(of: "primary"))
    }
    return .field(path)
  }

  /// Reads how a field is compared: a mapping, or the name of a comparison alone.
  private func rule(_ node: Node, path: String) -> (rule: FieldRule, line: Int)? {
    if node.mapping == nil, let word = node.plainText {
      guard let kind = Kind(rawValue: word) else {
        notes.add(
          "\(path) is \"\(word)\"", remedy: "expected one of \(Kind.words), or {compare: ...}", line: node.mark?.line)
        return nil
      }
      return (FieldRule(comparison(kind, nil, nil, nil)), node.mark?.line ?? 1)
    }
    guard var section = SectionReader(node, path: path, notes: notes) else { return nil }
    let rule = rule(&section)
    section.finish()
    return (rule, section.line)
  }

  /// The comparisons by the names that recipes use.
  private enum Kind: String, CaseIterable {
    case exact, text, number, date, range, set, list, similarity, label
    case anyOf = "any_of"
    case none

    static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
  }

  private func rule(_ section: inout SectionReader) -> FieldRule {
    let kind = section.choice("compare", of: Kind.self) ?? .exact
    let ignored = section.choices("ignore", of: Ignored.self) ?? []
    let units = section.flag("units")
    let within = section.value("within", expected: "a share such as 10%, or a number for the same amount everywhere") { node in
      node.plainText.flatMap(Tolerance.init(parsing:))
    }
    let least = section.share("at_least")
    for (key, kinds) in [("units", [Kind.number]), ("within", [.number]), ("at_least", [.similarity])]
    where notes.lines[section.full(key)] != nil && !kinds.contains(kind) {
      notes.add(
        "\(section.full(key)) is given with compare: \(kind.rawValue)",
        remedy: "it belongs to compare: \(kinds.map(\.rawValue).joined(separator: " or "))", line: section.line(of: key))
    }
    return FieldRule(
      comparison(kind, units, within, least), ignoring: ignored.reduce(into: []) { $0.formUnion($1.difference) })
  }

  private func comparison(_ kind: Kind, _ units: Bool?, _ within: Tolerance?, _ least: GoalShare?) -> Comparison {
    switch kind {
    case .exact: .exact
    case .text: .text
    case .number: .number(units: units ?? false, within: within)
    case .date: .date
    case .range: .range
    case .set: .set
    case .list: .list
    case .similarity: .similarity(atLeast: Double((least ?? Self.usualSimilarity).millionths) / 1e6)
    case .label: .label
    case .anyOf: .anyOf
    case .none: .none
    }
  }

  /// From how much likeness on a text counts as right, when the rules do not say it. Half of the character sequences in common is what
  /// translations of one sentence by two people reach.
  private static let usualSimilarity = GoalShare(millionths: 500_000)

  private enum Ignored: String, CaseIterable {
    case `case`, spaces, punctuation, accents

    var difference: IgnoredDifferences {
      switch self {
      case .case: .case
      case .spaces: .spaces
      case .punctuation: .punctuation
      case .accents: .accents
      }
    }
  }

  // MARK: Gates

  private func gates(_ node: Node, _ section: SectionReader) -> [GateRule] {
    guard let nodes = node.sequence else {
      notes.add(
        "\(section.full("gates")) is \(node.kindForPeople)", remedy: "write a list: - {metric: accuracy, minimum: 85%}",
        line: node.mark?.line)
      return []
    }
    return nodes.enumerated().compactMap { number, node in
      SectionReader(node, path: "\(section.full("gates")).\(number + 1)", notes: notes).flatMap(gate)
    }
  }

  private func gate(_ section: SectionReader) -> GateRule? {
    var section = section
    let metric = section.choice("metric", of: GateRule.Metric.self) ?? .accuracy
    let field = section.text("field")
    let by = section.choice("by", of: GateRule.Decider.self) ?? .interval
    let kind = section.choice("kind", of: GateRule.Kind.self)
    let thresholds = ["minimum", "maximum", "improvement", "worsening", "ratio"].compactMap { key in
      section.holds(key)
        ? (
          key: key, amount: section.value(key, expected: "a number, or a share such as 10%") { $0.plainText.flatMap(Amount.init) }
        )
        : nil
    }
    section.finish()
    let keys = thresholds.map(\.key)
    guard keys.count == 1, let key = keys.first else {
      notes.add(
        keys.isEmpty ? "\(section.path) has no threshold" : "\(section.path) has \(keys.joined(separator: " and "))",
        remedy: "give exactly one of minimum, maximum, improvement, worsening and ratio", line: section.line)
      return nil
    }
    guard let amount = thresholds[0].amount else { return nil }
    let isDifference = key == "improvement" || key == "worsening"
    if kind != nil, !isDifference {
      notes.add(
        "\(section.full("kind")) is given with \(key)", remedy: "it belongs to improvement and worsening", line: section.line)
    }
    if isDifference, !metric.hasDifference {
      notes.add(
        "\(section.full(key)) is given with \(metric.rawValue)", remedy: "give minimum, maximum or ratio",
        line: section.line(of: key))
    }
    if metric.needsField, field == nil, metric != .macroF1 {
      notes.add(
        "\(section.path) measures \(metric.rawValue) of no field", remedy: "give field: the name of a field, each, or answer",
        line: section.line)
    }
    // A share of points is one hundredth of the scale; for figures that are no shares only a relative share means something.
    let reckoned = kind ?? (amount.isPercent && !metric.isShare ? .relative : .points)
    let wantsShare = key == "ratio" ? false : isDifference && reckoned == .relative || metric.isShare
    if wantsShare, !amount.isPercent, amount.value > 1 {
      notes.add(
        "\(section.full(key)) is \(amount.text)", remedy: "write a share, such as \(amount.text)%", line: section.line(of: key))
    } else if !wantsShare, amount.isPercent {
      notes.add(
        "\(section.full(key)) is \(amount.text)",
        remedy: key == "ratio" ? "write a number, such as 1.2" : "\(metric.rawValue) is no share: write a number",
        line: section.line(of: key))
    }
    let subject: GateRule.Subject = field.map { $0 == "each" ? .eachField : .field($0) } ?? .answer
    let bound: GateRule.Bound =
      switch key {
      case "minimum": .minimum(amount.value)
      case "maximum": .maximum(amount.value)
      case "improvement": .improvement(amount.value, reckoned)
      case "worsening": .worsening(amount.value, reckoned)
      default: .ratio(amount.value)
      }
    return GateRule(metric, of: subject, bound, by: by)
  }

  /// A number as rules write it, with or without a percent sign.
  private struct Amount {
    let text: String
    let value: Double
    let isPercent: Bool

    init?(_ text: String) {
      isPercent = text.hasSuffix("%")
      let digits = isPercent ? text.dropLast().filter { $0 != " " } : text
      guard let number = Double(digits), number.isFinite, number >= 0 else { return nil }
      self.text = text
      value = isPercent ? number / 100 : number
    }
  }
}

extension Tolerance {
  /// Parses `10%` or a number that is not negative.
  fileprivate init?(parsing text: String) {
    guard text.hasSuffix("%") else {
      guard let number = DecimalNumber(text), (number.double ?? -1) >= 0 else { return nil }
      self = .absolute(number)
      return
    }
    // Two digits further to the right.
    guard let number = DecimalNumber("\(text.dropLast().filter { $0 != " " })e-2"), (number.double ?? -1) >= 0 else { return nil }
    self = .share(number)
  }
}
