/// Figures with their intervals, of what was counted.
///
/// - A share of items: Wilson's interval; with groups or repeats the cluster-robust one.
/// - Other quotients of sums: the bootstrap (BCa) over items or groups; below ``fewestResampled`` of them, whose variety resampling does not
///   know, the cluster-robust interval for means, and none for other quotients.
/// - The difference of two shares of the same items: the bootstrap, and Tango's score interval below ``fewestDiscordant`` discordant items,
///   of which a bootstrap would see too few.
/// - Percentiles: order statistics.
struct Intervals {
  /// Items or groups below which nothing is resampled.
  static let fewestResampled = 20
  /// Discordant items below which a difference of shares is not resampled.
  static let fewestDiscordant = 10

  let tally: EvaluationTally
  private let isGrouped: Bool
  private let bootstrap: Bootstrap
  /// By place and model.
  private let numbers: [ConfidenceInterval?]
  /// By place and other model.
  private let differences: [ConfidenceInterval?]

  /// - Parameter tally: sorted.
  init(_ tally: EvaluationTally, isGrouped: Bool, _ settings: Evaluator.Settings) {
    self.tally = tally
    self.isGrouped = isGrouped
    let bootstrap = Bootstrap(seed: settings.seed, resamples: settings.resamples, jobs: settings.jobs)
    self.bootstrap = bootstrap
    let sums = tally.numbers
    numbers = bootstrap.intervals(
      of: sums.measures.indices.flatMap { place in (0..<sums.models).map { sums.ratio(place, $0) } }, over: sums.clusters)
    let pairs = tally.pairs
    differences = bootstrap.intervals(
      of: pairs.measures.indices.flatMap { place in
        tally.others.indices.map { .difference(pairs.ratio(place, 2 * $0 + 1), from: pairs.ratio(place, 2 * $0)) }
      }, over: pairs.clusters)
  }

  private var clusters: Int { tally.shares.clusters.clusters }

  // MARK: One model

  /// A model's measure; nil when no item says anything about it.
  func figure(of measure: Measure, _ model: Int) -> EvaluationResult.Figure? {
    let sums = measure.kind.isShare ? tally.shares : tally.numbers
    guard let place = sums.place(of: measure) else { return nil }
    let column = sums.column(place, model)
    let count = sums.items(place, model)
    let totals = (sums.clusters.sum(of: column), sums.clusters.sum(of: column + 1))
    guard count > 0, totals.1 > 0 else { return nil }
    let value = totals.0 / totals.1
    if measure.kind.isShare, !isGrouped, sums.isBinary(place) {
      return .init(value, WilsonInterval.of(Int(totals.0), of: count), n: count)
    }
    if measure.kind.isShare || measure.kind.isMean && clusters < Self.fewestResampled {
      let interval = ClusterInterval.ofMean(
        sums: sums.clusters.column(column), counts: sums.clusters.column(column + 1), of: measure.kind.isShare ? .share : .number)
      return .init(value, interval, n: count)
    }
    return .init(value, clusters < Self.fewestResampled ? nil : numbers[place * sums.models + model], n: count)
  }

  func percentile(_ share: Double, of values: CountedValues) -> EvaluationResult.Figure? {
    let sorted = values.sorted
    return sorted.percentile(share).map { .init($0, sorted.interval(share), n: values.total) }
  }

  /// The macro F1 of a field that is a label.
  func macroF1(of field: Int, _ model: Int) -> EvaluationResult.Figure? {
    guard let sample = tally.classes[field], let value = sample.matrices[model].macroF1 else { return nil }
    let interval = clusters < Self.fewestResampled ? nil : sample.intervals(bootstrap)[model]
    return .init(value, interval, n: sample.matrices[model].total)
  }

  // MARK: Two models

  /// By how much the figure of another model is above the baseline's, on the items that both were scored on.
  /// - Parameter other: the place among ``EvaluationTally/others``.
  func difference(of measure: Measure, _ other: Int) -> EvaluationResult.Figure? {
    guard let pair = pair(measure, other) else { return nil }
    return difference(measure, pair, other)
  }

  /// By how much another model is better than the baseline, positive for better.
  func gain(of measure: Measure, _ other: Int, _ kind: GateRule.Kind, isBetterLow: Bool) -> EvaluationResult.Figure? {
    guard let pair = pair(measure, other) else { return nil }
    let figure: EvaluationResult.Figure?
    switch kind {
    case .points: figure = difference(measure, pair, other)
    case .relative: figure = resampled(pair) { .relativeDifference($0, from: $1) }
    }
    return isBetterLow ? figure?.negated : figure
  }

  /// How many times the baseline's figure another model's is.
  func ratio(of measure: Measure, _ other: Int) -> EvaluationResult.Figure? {
    pair(measure, other).flatMap { pair in resampled(pair) { .quotient($0, by: $1) } }
  }

  /// How many times a percentile of the baseline another model's is.
  func ratio(ofPercentile share: Double, _ values: CountedValues, to base: CountedValues) -> EvaluationResult.Figure? {
    let ratio = PercentileComparison.ratio(values.sorted, to: base.sorted, share: share)
    return ratio.map { .init($0.value, $0.interval, n: min(values.total, base.total)) }
  }

  /// By how much the macro F1 of another model is better than the baseline's.
  func macroF1Gain(of field: Int, _ model: Int, _ kind: GateRule.Kind) -> EvaluationResult.Figure? {
    guard let sample = tally.classes[field], let baseline = tally.baseline else { return nil }
    let found = sample.difference(
      of: model, from: baseline, kind == .points ? SumStatistic.difference : SumStatistic.relativeDifference, bootstrap)
    return found.map { .init($0.value, clusters < Self.fewestResampled ? nil : $0.interval, n: sample.matrices[model].total) }
  }

  /// A measure on the items that both models were scored on.
  private struct Pair {
    var place: Int
    var base: SumStatistic
    var other: SumStatistic
    var items: Int
  }

  private func pair(_ measure: Measure, _ other: Int) -> Pair? {
    guard let place = tally.pairs.place(of: measure) else { return nil }
    let count = tally.pairs.items(place, 2 * other)
    guard count > 0 else { return nil }
    return Pair(
      place: place, base: tally.pairs.ratio(place, 2 * other), other: tally.pairs.ratio(place, 2 * other + 1), items: count)
  }

  private func difference(_ measure: Measure, _ pair: Pair, _ other: Int) -> EvaluationResult.Figure? {
    let sums = tally.pairs
    guard let value = SumStatistic.difference(pair.other, from: pair.base).value(sums.clusters.totals) else { return nil }
    let discordant = tally.discordant[pair.place][other]
    if measure.kind.isShare, !isGrouped, sums.isBinary(pair.place),
      discordant.onlyBaseline + discordant.onlyCandidate < Self.fewestDiscordant
    {
      let interval = PairedDifferenceInterval.of(
        onlyBaseline: discordant.onlyBaseline, onlyCandidate: discordant.onlyCandidate, of: pair.items)
      return .init(value, interval, n: pair.items)
    }
    var interval: ConfidenceInterval?
    if clusters >= Self.fewestResampled {
      interval = differences[pair.place * tally.others.count + other]
    } else if measure.kind.isMean {
      interval = ClusterInterval.ofMean(
        sums: pairedDifferences(pair.place, other), counts: sums.clusters.column(sums.column(pair.place, 2 * other) + 1),
        of: .number)
    }
    // That no group differs does not prove that none would: as if each group were one item.
    if measure.kind.isShare, interval?.method == .point {
      interval = PairedDifferenceInterval.of(
        onlyBaseline: value == -1 ? clusters : 0, onlyCandidate: value == 1 ? clusters : 0, of: clusters)
    }
    return .init(value, interval, n: pair.items)
  }

  private func resampled(_ pair: Pair, _ combine: (SumStatistic, SumStatistic) -> SumStatistic) -> EvaluationResult.Figure? {
    let statistic = combine(pair.other, pair.base)
    guard let value = statistic.value(tally.pairs.clusters.totals) else { return nil }
    let interval = clusters < Self.fewestResampled ? nil : bootstrap.intervals(of: [statistic], over: tally.pairs.clusters)[0]
    return .init(value, interval, n: pair.items)
  }

  /// Each cluster's sum of differences.
  private func pairedDifferences(_ place: Int, _ other: Int) -> [Double] {
    let clusters = tally.pairs.clusters
    return zip(
      clusters.column(tally.pairs.column(place, 2 * other + 1)), clusters.column(tally.pairs.column(place, 2 * other))
    ).map { $0 - $1 }
  }

  /// Adds to a comparison how probable what was found would be between models that are equally good.
  func test(_ measure: Measure, _ other: Int, _ comparison: inout EvaluationResult.Comparison) {
    guard let place = tally.pairs.place(of: measure) else { return }
    if measure.kind.isShare, tally.pairs.isBinary(place) {
      let discordant = tally.discordant[place][other]
      comparison.onlyBaseline = discordant.onlyBaseline
      comparison.onlyCandidate = discordant.onlyCandidate
      // Items of a group are no independent observations, which the test takes them for.
      if !isGrouped {
        comparison.mcnemar = McNemarTest.exact(
          onlyBaseline: discordant.onlyBaseline, onlyCandidate: discordant.onlyCandidate)
        comparison.mcnemarMid = McNemarTest.midP(
          onlyBaseline: discordant.onlyBaseline, onlyCandidate: discordant.onlyCandidate)
      }
    }
    if measure.kind.isMean {
      comparison.permutation = PermutationTest.pValue(differences: pairedDifferences(place, other), seed: bootstrap.seed)
    }
  }

  // MARK: Power

  /// The share of discordant items that power is reckoned with while nobody knows it.
  private static let usualDiscordance = 0.3

  /// What a test set can show.
  /// - Parameter discordant: the share of items in which one of two models alone is right; nil when it is not known.
  static func power(items: Int, discordant: Double?) -> EvaluationResult.Power {
    let share = discordant ?? usualDiscordance
    return EvaluationResult.Power(
      allRightProves: TestSetPower.provenByAllRight(of: items),
      detectableDifference: TestSetPower.detectableDifference(items: items, discordant: share), discordant: share,
      isDiscordantMeasured: discordant != nil)
  }
}

extension EvaluationResult.Figure {
  /// That no item differs does not make a figure certain, so an interval without width is none.
  fileprivate init(_ value: Double, _ interval: ConfidenceInterval?, n: Int) {
    let isPoint = interval?.method == .point
    self.init(
      value, lower: isPoint ? nil : interval?.lower, upper: isPoint ? nil : interval?.upper, n: n,
      method: interval?.method.rawValue ?? "none")
  }

  /// With the other sign.
  fileprivate var negated: Self {
    Self(-value, lower: upper.map { -$0 }, upper: lower.map { -$0 }, n: n, method: method)
  }
}
