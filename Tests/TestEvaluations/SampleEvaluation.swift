import Foundation
import PrepCodecs
package import PrepEvaluation
package import PrepEvaluationReport
package import TestSupport

/// An evaluation made in code: what a run would give to the reports.
package struct SampleEvaluation: Sendable {
  package var result: EvaluationResult
  package var subjects: ReportSubjects
  package var items: [EvaluatedItem]

  /// - Parameter text: stands in every place where a text of someone else can stand.
  package init(
    models: Int = 2, fields: Int = 3, items count: Int = 24, repeats: Int = 1, text: String = "", gates: Bool = true,
    seed: UInt64 = 1
  ) {
    var random = Seeded(seed)
    let names = ["base", "tuned", "other", "fourth"].prefix(models).map { $0 + text }
    let known = ["brand", "case_size", "minutes", "tags"]
    let fieldNames = (0..<fields).map { ($0 < known.count ? known[$0] : "field \($0)") + text }
    subjects = ReportSubjects(
      dataset: "watches" + text, split: "test", models: names, fields: fieldNames, baseline: models > 1 ? 0 : nil,
      candidate: models > 1 ? 1 : nil)
    items = (0..<count).map { ordinal in
      Self.item(ordinal, models: models, fields: fieldNames, repeats: repeats, text: text, &random)
    }
    result = EvaluationResult(dataset: subjects.dataset, split: "test", items: count, primary: "all", seed: 7)
    result.baseline = models > 1 ? names[0] : nil
    result.candidate = models > 1 ? names[1] : nil
    result.models = names.indices.map { Self.model($0, names[$0], fieldNames, items, repeats: repeats, text: text) }
    for candidate in names.indices.dropFirst() {
      result.comparisons += Self.comparisons(names[0], names[candidate], fieldNames, count, holm: models > 2)
    }
    result.power = .init(allRightProves: 0.84, detectableDifference: 0.28, discordant: 0.2, isDiscordantMeasured: true)
    result.notes = ["Intervals cover the choice of test items, not another training run." + text]
    if gates, models > 1 { addGates(text) }
  }

  private static func item(
    _ ordinal: Int, models: Int, fields: [String], repeats: Int, text: String, _ random: inout Seeded
  ) -> EvaluatedItem {
    func json(_ value: (Int) -> String) -> [UInt8] {
      func quoted(_ text: String) -> String {
        text.unicodeScalars.map { $0.value < 0x20 || $0 == "\"" || $0 == "\\" ? "\\u" + hex($0.value) : String($0) }.joined()
      }
      func hex(_ value: UInt32) -> String { String(String(0x10000 + value, radix: 16).dropFirst()) }
      return Array("{\(fields.indices.map { "\"\(quoted(fields[$0]))\": \(value($0))" }.joined(separator: ", "))}".utf8)
    }
    func value(_ field: Int) -> String {
      field == 1 || field == 2 ? "\(36 + (ordinal * 7 + field) % 9)" : "\"Omega \(ordinal % 4)\""
    }
    var answers: [[EvaluatedItem.Answer]] = []
    for model in 0..<models {
      var repeated: [EvaluatedItem.Answer] = []
      for number in 0..<repeats {
        let kind = Int.random(in: 0..<20, using: &random)
        let wrong = fields.indices.filter { _ in Int.random(in: 0..<(model == 0 ? 5 : 9), using: &random) == 0 }
        var outcomes = fields.indices.map { wrong.contains($0) ? EvaluatedItem.FieldOutcome.wrong : .right }
        if let first = wrong.first, first == 1 { outcomes[1] = .typeMismatch }
        switch kind {
        case 0:
          repeated.append(
            .init(
              repeat: number, text: Array("I cannot tell.\(text)".utf8), outcome: .refused, fields: outcomes.map { _ in .none }))
        case 1:
          repeated.append(
            .init(repeat: number, text: Array("{\"brand\": \(text)".utf8), outcome: .invalid, fields: outcomes.map { _ in .none })
          )
        case 2 where ordinal % 2 == 0:
          repeated.append(
            .init(repeat: number, text: nil, outcome: .unscored, fields: outcomes.map { _ in .none }, failure: "http 500\(text)"))
        default:
          // Every tenth item has a truth that no model agrees with.
          let isSuspect = ordinal % 10 == 5 && !fields.isEmpty
          let said = fields.indices.map { field in
            if isSuspect { return field == 0 ? "\"Rolex\"" : value(field) }
            return wrong.contains(field)
              ? (field == 1 ? "\"40 mm\"" : field == 2 ? "\(30 + (ordinal * 5 + model) % 30)" : "\"Seiko\"") : value(field)
          }
          let isRight = isSuspect ? false : wrong.isEmpty
          if isSuspect { outcomes = fields.indices.map { $0 == 0 ? .wrong : .right } }
          var answer = EvaluatedItem.Answer(
            repeat: number, text: json { said[$0] }, outcome: isRight ? .right : .wrong, fields: outcomes,
            latency: 400 + Double(ordinal * 13 % 300) + Double(model) * 90)
          if fields.count > 2, let truth = Double(value(2)), let number = Double(said[2]) {
            answer.values[2] = .number(truth: truth, answer: number)
          }
          repeated.append(answer)
        }
      }
      answers.append(repeated)
    }
    var item = EvaluatedItem(ordinal: ordinal, id: "w-\(ordinal)\(text)", expected: json(value), answers: answers)
    item.group = ordinal % 3 == 0 ? "session \(ordinal / 3)\(text)" : nil
    item.input = "Which watch is this?\(text)"
    return item
  }

  private static func share(_ right: Int, of count: Int) -> EvaluationResult.Figure? {
    guard count > 0 else { return nil }
    let value = Double(right) / Double(count)
    return .init(value, lower: max(0, value - 0.15), upper: min(1, value + 0.125), n: count, method: "wilson")
  }

  private static func model(
    _ place: Int, _ name: String, _ fields: [String], _ items: [EvaluatedItem], repeats: Int, text: String
  ) -> EvaluationResult.Model {
    var model = EvaluationResult.Model(name: name)
    model.model = "ft:gpt-4.1:\(place)\(text)"
    model.repeats = repeats
    let answers = items.flatMap { $0.answers[place] }
    for answer in answers {
      switch answer.outcome {
      case .right, .wrong: model.answered += 1
      case .refused: model.refused += 1
      case .invalid: model.invalid += 1
      case .unscored: model.unscored += 1
      }
    }
    // The mean of the items' means.
    let means = items.compactMap { item -> Double? in
      let scored = item.answers[place].filter { $0.outcome != .unscored }
      return scored.isEmpty ? nil : Double(scored.count { $0.outcome == .right }) / Double(scored.count)
    }
    if !means.isEmpty {
      let value = means.reduce(0, +) / Double(means.count)
      model.accuracy = .init(value, lower: max(0, value - 0.15), upper: min(1, value + 0.125), n: means.count, method: "wilson")
    }
    for (number, field) in fields.enumerated() {
      var figures = EvaluationResult.Field(name: field, compare: number == 1 || number == 2 ? "number" : "text")
      let compared = answers.filter { $0.fields[number] != .none }
      figures.accuracy = share(compared.count { $0.fields[number] == .right }, of: compared.count)
      figures.typeMismatches = compared.count { $0.fields[number] == .typeMismatch }
      if number == 2 {
        figures.mae = .init(3.25 + Double(place), lower: 1.5, upper: 5.75, n: compared.count, method: "bca")
        figures.mape = .init(0.0871, lower: 0.05, upper: 0.125, n: compared.count, method: "bca")
        figures.mapeExcluded = 1
        figures.medianError = .init(1, lower: 0, upper: 2, n: compared.count, method: "order")
        figures.bias = .init(-0.5, lower: -2.25, upper: 1.0 / 3, n: compared.count, method: "bca")
        figures.within = share(compared.count * 3 / 4, of: compared.count)
        figures.tolerance = "10%"
      }
      if number == 0 {
        figures.classes = .init(
          labels: ["Omega" + text, "Seiko" + text], confusion: [[7 + place, 2, 1], [1, 5, 0]], precision: [0.875, nil],
          recall: [0.7, 5.0 / 6], f1: [0.777, nil], macroF1: .init(0.8, lower: 0.61, upper: 0.9, n: 16, method: "percentile"))
      }
      if number == 3 {
        figures.precision = .init(0.9, lower: 0.8, upper: 0.95, n: compared.count, method: "bca")
        figures.recall = .init(0.85, lower: 0.7, upper: 0.9, n: compared.count, method: "bca")
        figures.f1 = .init(0.874, lower: nil, upper: nil, n: compared.count, method: "none")
      }
      model.fields.append(figures)
    }
    model.jsonValid = share(answers.count { $0.outcome == .right || $0.outcome == .wrong }, of: answers.count)
    model.jsonRepaired = share(0, of: answers.count)
    if repeats > 1 { model.consistency = .init(agreement: share(8, of: 10), unanimous: share(6, of: 10)) }
    let latency = EvaluationResult.Figure(512.5 + Double(place), lower: 480, upper: 555.25, n: answers.count, method: "order")
    model.latency = .init(p50: latency, p95: latency, p99: .init(900, lower: nil, upper: nil, n: answers.count, method: "none"))
    model.tokens = .init(input: 12_345, output: 678)
    model.costUSD = 0.1 + 0.2
    return model
  }

  private static func comparisons(
    _ baseline: String, _ candidate: String, _ fields: [String], _ count: Int, holm: Bool
  ) -> [EvaluationResult.Comparison] {
    var accuracy = EvaluationResult.Comparison(
      baseline: baseline, candidate: candidate, metric: "accuracy", field: nil,
      difference: .init(0.125, lower: -0.0416, upper: 0.2917, n: count, method: "bca"))
    accuracy.mcnemar = 0.289
    accuracy.mcnemarMid = 0.18
    accuracy.permutation = 0.29
    accuracy.holm = holm ? 0.578 : nil
    accuracy.onlyBaseline = 2
    accuracy.onlyCandidate = 6
    return [accuracy]
      + fields.enumerated().map { number, field in
        var comparison = EvaluationResult.Comparison(
          baseline: baseline, candidate: candidate, metric: "accuracy", field: field,
          difference: .init(
            0.1 - Double(number % 7) * 0.04, lower: -0.02 - Double(number % 7) * 0.04, upper: 0.22 - Double(number % 7) * 0.04,
            n: count,
            method: "bca"))
        comparison.mcnemar = 0.5
        comparison.onlyBaseline = 1
        comparison.onlyCandidate = 3
        return comparison
      }
  }

  private mutating func addGates(_ text: String) {
    result.gates = [
      .init(
        metric: "accuracy", field: nil, rule: "accuracy: improvement of at least 10 points", model: subjects.models[1],
        by: "interval",
        value: 0.125, lower: -0.0416, upper: 0.2917, threshold: 0.1, result: .open, resultByFigure: .passed, needsItems: 240,
        sentence:
          "accuracy is 12.5 points better [-4.2, 29.2], and at least 10 points are wanted; about 240 items would decide.\(text)"),
      .init(
        metric: "json_valid", field: nil, rule: "json_valid: at least 99 %", model: subjects.models[1], by: "figure", value: nil,
        lower: nil,
        upper: nil, threshold: 0.99, result: .failed, resultByFigure: nil, needsItems: nil,
        sentence: "json_valid could not be measured.\(text)"),
      .init(
        metric: "accuracy", field: subjects.fields.first, rule: "accuracy of a field: at most 3 points worse",
        model: subjects.models[1],
        by: "interval", value: 0.1, lower: 0.01, upper: 0.2, threshold: -0.03, result: .passed, resultByFigure: .passed,
        needsItems: nil,
        sentence: "accuracy of a field is 10.0 points better.\(text)"),
    ]
    result.verdict = .inconclusive
    result.verdictByFigures = .go
    result.reasons = ["24 items are too few to tell.\(text)", "About 240 items would decide.\(text)"]
    result.leaks = .init(
      items: items.prefix(2).map { .init(id: $0.id, training: "t-9\(text)", what: "picture") },
      accuracyWithout: [subjects.models[0]: .init(0.5, lower: 0.3, upper: 0.7, n: 22, method: "wilson")])
    result.previous = .init(worse: items.prefix(3).map(\.id), better: items.suffix(1).map(\.id), accuracy: 0.625)
  }
}

extension SampleEvaluation {
  /// Writes a record with a picture for every item but each fourth, which gets one without, and tells the items where theirs is.
  package mutating func writeRecords(to folder: TemporaryFolder) throws {
    var text = ""
    for place in items.indices {
      let picture = try JPEGEncoder.encode(SampleImages.scene(96, 72, seed: UInt64(place % 7)), quality: 60)
      let image =
        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/jpeg;base64,\(Data(picture).base64EncodedString())\"}}"
      let parts = place % 4 == 3 ? "" : place % 4 == 1 ? "\(image),\(image)" : image
      text += "{\"messages\":[{\"role\":\"user\",\"content\":[\(parts)]},{\"role\":\"assistant\",\"content\":\"x\"}]}\n"
      items[place].place = EvaluatedItem.Place(file: "\(folder.path)/test-00001.jsonl", line: place + 1)
    }
    try folder.write(text, to: "test-00001.jsonl")
  }
}
