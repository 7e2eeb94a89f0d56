package import PrepAnswers
package import PrepCore
package import PrepDataset
package import PrepEvaluation
package import PrepEvaluationReport
import PrepJSON
import PrepSystem

/// Reads a test set and the answers of models, scores them, and judges the models.
package struct EvaluationRun: Sendable {
  /// What is judged, and by what.
  package struct Plan: Sendable {
    /// The files of the split that is judged.
    package var files: [DatasetInput.File]
    package var dataset: String
    package var split: String
    /// A file a model.
    package var answers: [(name: String, path: String)]
    /// Nil to compare by the type of each value in the right answers.
    package var rules: EvaluationRules?
    /// The group of an item that does not name its own; nil when there is none.
    package var group: (@Sendable (String) -> String?)?
    package var settings: Evaluator.Settings
    package var jobs: Int
    /// The folder that reports are written to; nil for none.
    package var output: String?
    package var further: Set<EvaluationReports.Further> = []
    /// An earlier evaluation, of which the result says what became worse.
    package var previous: PreviousEvaluation?
    /// Test items whose picture is in the training data, too, by their ids; nil when nobody looked.
    package var leaks: [String: EvaluationResult.Leaks.Leak]?
    /// The training data, in which the questions of the test set are looked for; empty when there is none.
    package var training: [DatasetInput.File] = []

    package init(
      files: [DatasetInput.File], dataset: String, split: String, answers: [(name: String, path: String)],
      settings: Evaluator.Settings, jobs: Int
    ) {
      self.files = files
      self.dataset = dataset
      self.split = split
      self.answers = answers
      self.settings = settings
      self.jobs = jobs
    }
  }

  private let plan: Plan

  package init(_ plan: Plan) { self.plan = plan }

  /// Bytes of answers that are read and not yet scored.
  private static let mostHeld = 64 << 20

  /// Judges to the end.
  /// - Parameter isStopped: asked from time to time; true ends the evaluation, and earlier reports stay as they were.
  /// - Throws: an input that cannot be read, a right answer that the rules cannot be applied to, a report that cannot be written; that it
  ///   was stopped.
  package func run(isStopped: () -> Bool = { false }) throws(RunError) -> EvaluationResult {
    var files: [AnswerFile] = []
    for answer in plan.answers { files.append(try AnswerFile(answer.path, isStopped: isStopped)) }
    let (joined, scorer) = try learn(files, isStopped)
    var join = joined
    var evaluator = Evaluator(scorer, plan.settings)
    var leaks = try LeakedItems(plan.leaks, training: plan.training, isStopped: isStopped)
    var withoutLeaks = evaluator
    var changes = try plan.previous.flatMap { (previous) throws(RunError) in
      try ItemChanges(since: previous, models: plan.settings)
    }
    var reports: EvaluationReports? = nil
    if let output = plan.output {
      reports = try EvaluationReports(output, subjects(of: evaluator), further: plan.further)
    }
    var source = TestItemSource(plan.files, wantsInput: plan.output != nil || leaks != nil)
    var number = 0
    var ungrouped = 0
    try OrderedWork.run(
      "vp-evaluate", jobs: max(1, plan.jobs), most: Self.mostHeld,
      next: { () throws(RunError) in
        if isStopped() { throw .cancelled }
        var batch: [ItemWork] = []
        var bytes = 0
        while batch.count < Self.mostBatched, bytes < 1 << 20, let item = try source.next() {
          let rows = try join.rows(of: number)
          bytes += rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1.bytes.count } } + 256
          batch.append(ItemWork(ordinal: number, item: item, rows: rows))
          number += 1
        }
        return batch.isEmpty ? nil : (batch, bytes)
      },
      work: { batch in batch.map { $0.scored(by: scorer) } },
      commit: { scored throws(RunError) in
        for scored in scored {
          var (item, answers) = try scored.get()
          item.group = item.group ?? plan.group?(item.id)
          if item.group == nil { ungrouped += 1 }
          evaluator.add(answers, group: item.group)
          if leaks?.look(at: item) == false { withoutLeaks.add(answers, group: item.group) }
          changes?.add(item)
          try reports?.append(item)
        }
      })
    if let column = plan.settings.group, ungrouped > 0 { throw Self.ungrouped(ungrouped, of: join.items, column) }
    var result = evaluator.result(dataset: plan.dataset, split: plan.split)
    if let found = leaks?.found {
      let without = found.isEmpty ? [:] : withoutLeaks.accuracies
      result.leaks = EvaluationResult.Leaks(items: found, accuracyWithout: without)
    }
    result.previous = changes?.previous
    result.notes += Self.notes(on: join, plan.answers.map(\.name))
    _ = try reports?.finish(result)
    return result
  }

  /// Judges answers that are in memory. The plan's files are not read, and no reports are written.
  package func judge(
    _ items: [TestItem], answers: [[[Answer]]], isStopped: () -> Bool = { false }
  ) throws(RunError) -> EvaluationResult {
    var learner = RulesLearner(plan.rules?.scoring)
    for item in items {
      do throws(TruthFault) {
        try learner.learn(item.truth)
      } catch {
        throw Self.fault(error, at: item)
      }
    }
    var evaluator = Evaluator(learner.scorer, plan.settings)
    for (ordinal, item) in items.enumerated() {
      if ordinal & 255 == 0, isStopped() { throw .cancelled }
      let (_, scored) = try ScoredItem.score(item, ordinal: ordinal, answers[ordinal], by: learner.scorer).get()
      evaluator.add(scored, group: item.group)
    }
    return evaluator.result(dataset: plan.dataset, split: plan.split)
  }

  /// Items that are scored at a time.
  private static let mostBatched = 64

  /// What the test set can show, without any answer.
  package func power(isStopped: () -> Bool = { false }) throws(RunError) -> (items: Int, power: EvaluationResult.Power) {
    let (join, _) = try learn([], isStopped)
    return (join.items, Evaluator.power(items: join.items))
  }

  /// Reads the right answers once, and joins the answers with them.
  private func learn(_ files: [AnswerFile], _ isStopped: () -> Bool) throws(RunError) -> (AnswerJoin, Scorer) {
    var learner = RulesLearner(plan.rules?.scoring)
    let join = try AnswerJoin(TestItemSource(plan.files, wantsInput: false), with: files, isStopped: isStopped) {
      (item) throws(RunError) in
      do throws(TruthFault) {
        try learner.learn(item.truth)
      } catch {
        throw Self.fault(error, at: item)
      }
    }
    guard join.items > 0 else {
      throw RunError(
        .emptyInput, "there is no item to judge in \(plan.files.map(\.path).joined(separator: ", "))",
        remedy: "give the recipe's split a test share, or name another split or file")
    }
    return (join, learner.scorer)
  }

  private func subjects(of evaluator: Evaluator) -> ReportSubjects {
    let settings = plan.settings
    return ReportSubjects(
      dataset: plan.dataset, split: plan.split, models: settings.models, fields: evaluator.fieldNames,
      baseline: settings.baseline.flatMap(settings.models.firstIndex),
      candidate: settings.candidate.flatMap(settings.models.firstIndex))
  }

  private static func ungrouped(_ count: Int, of items: Int, _ column: String) -> RunError {
    RunError(
      .usage,
      "the rules group items by \(column), and nobody knows the \(column) of \(grouped(count)) of \(counted(items, "item"))",
      remedy: "give the recipe whose input has the column, or rows with the key group")
  }

  static func fault(_ fault: TruthFault, at item: TestItem) -> RunError {
    RunError(
      .input, "\(item.place.file), line \(item.place.line): \(fault)",
      remedy: "mend the right answer, or the rules by which answers are compared")
  }

  /// What did not fit together, a sentence each.
  private static func notes(on join: AnswerJoin, _ names: [String]) -> [String] {
    var notes: [String] = []
    for (number, name) in names.enumerated() {
      let misfits = join.misfits[number]
      if misfits.doubled.count > 0 {
        notes.append(
          "\(counted(misfits.doubled.count, "answer")) of \(name) stand before a later one with the same id and repeat, which counts: "
            + misfits.doubled.words)
      }
      if misfits.unknown.count > 0 {
        notes.append(
          "\(counted(misfits.unknown.count, "answer")) of \(name) belong to no item of the test set: \(misfits.unknown.words)")
      }
      let faults = join.files[number].faults
      if faults.count > 0 {
        notes.append("\(counted(faults.count, "row")) of \(name) could not be read: \(faults.words)")
      }
    }
    return notes
  }
}

/// Finds out what the right answers look like: which fields and classes they have.
private struct RulesLearner {
  private(set) var scorer: Scorer
  /// Whether the first right answer decides between JSON and text.
  private var isOpen: Bool

  init(_ rules: ScoringRules?) {
    scorer = Scorer(rules ?? ScoringRules())
    isOpen = rules == nil
  }

  mutating func learn(_ truth: Truth) throws(TruthFault) {
    if isOpen {
      isOpen = false
      if !truth.isObject { scorer = Scorer(ScoringRules(.answer(FieldRule(.exact), after: nil))) }
    }
    try scorer.learn(truth)
  }
}

extension Truth {
  /// Whether it is a JSON object, as it is or as the text of one.
  fileprivate var isObject: Bool {
    switch self {
    case .json(.object): true
    case .json: false
    case .text(let text): if case .object? = try? JSONValue(Array(text.utf8)) { true } else { false }
    }
  }
}
