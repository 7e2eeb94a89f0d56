/// Which classes were answered for which true classes, by model.
struct ClassSample: Sendable {
  /// With repeats the answers are counted, not the items.
  private(set) var matrices: [ConfusionMatrix]
  private let classes: Int
  /// Of each model and class: right answers, all answers, and all truths, in parts of items.
  private var sums: ClusterSums?

  /// Above this many classes the macro F1 has no interval: each class then has so few items that resampling says little.
  private static let mostResampled = 50

  init(classes: Int, models: Int) {
    self.classes = classes
    matrices = [ConfusionMatrix](repeating: ConfusionMatrix(classes: classes), count: models)
    sums = classes <= Self.mostResampled ? ClusterSums(columns: 3 * classes * models) : nil
  }

  mutating func add(truth: Int, answer: AnsweredClass, part: Double, model: Int, cluster: Int) {
    let place: Int? = if case .known(let place) = answer { Int(place) } else { nil }
    matrices[model].add(truth: truth, answer: place)
    let truthColumn = column(model, truth)
    let answerColumn = place.map { column(model, $0) }
    if let answerColumn { sums?.add(place == truth ? part : 0, part, at: answerColumn, cluster: cluster) }
    sums?.add(part, at: truthColumn + 2, cluster: cluster)
  }

  private func column(_ model: Int, _ label: Int) -> Int { 3 * (model * classes + label) }

  mutating func sort() { sums?.sort() }

  /// A model's macro F1 as a function of the sums.
  private func macroF1(_ model: Int) -> SumStatistic {
    .mean(
      of: (0..<classes).map { label in
        let column = column(model, label)
        return .f1(truePositives: column, found: column + 1, expected: column + 2)
      })
  }

  /// The interval of the macro F1 of each model.
  func intervals(_ bootstrap: Bootstrap) -> [ConfidenceInterval?] {
    guard let sums else { return matrices.map { _ in nil } }
    return bootstrap.intervals(of: matrices.indices.map(macroF1), over: sums)
  }

  /// How the macro F1 of another model differs from that of a baseline.
  func difference(
    of model: Int, from baseline: Int, _ combine: (SumStatistic, SumStatistic) -> SumStatistic, _ bootstrap: Bootstrap
  ) -> (value: Double, interval: ConfidenceInterval?)? {
    guard let sums else { return nil }
    let statistic = combine(macroF1(model), macroF1(baseline))
    return statistic.value(sums.totals).map { ($0, bootstrap.intervals(of: [statistic], over: sums)[0]) }
  }
}
