import PrepEvaluation
import PrepJSON

// visionprep-statistics
//
// Reads one call a line, as JSON: {"call": "wilson", "k": 3, "n": 10, "level": 0.95}. Prints its result as a line of JSON.
// tools/verify/statistics builds and runs it.

/// A call with its arguments. A missing one is a mistake of the script.
struct Call {
  let value: JSONValue

  var name: String { value["call"]?.text ?? "" }

  func argument(_ name: String) -> JSONValue {
    guard let value = value[name] else { fatalError("\(self.name) needs \(name)") }
    return value
  }

  func number(_ name: String) -> Double { argument(name).double }
  func whole(_ name: String) -> Int { argument(name).whole ?? 0 }
  func numbers(_ name: String) -> [Double] { argument(name).numbers }
  var level: Double { value["level"]?.double ?? 0.95 }
}

extension JSONValue {
  var double: Double { text.flatMap(Double.init) ?? .nan }
  var numbers: [Double] { (elements ?? []).map(\.double) }

  init(_ number: Double?) { self = number.map { .number("\($0)") } ?? .null }
  init(_ number: Int?) { self = number.map { .number("\($0)") } ?? .null }

  init(_ interval: ConfidenceInterval?) {
    guard let interval else {
      self = .null
      return
    }
    self = .array([JSONValue(interval.lower), JSONValue(interval.upper), .string(interval.method.rawValue)])
  }

  /// A statistic as ["ratio", 0, 1] or ["difference", ["ratio", 0, 1], ["ratio", 2, 3]].
  var statistic: SumStatistic {
    let parts = elements ?? []
    func column(_ place: Int) -> Int { parts[place].whole ?? 0 }
    switch parts.first?.text {
    case "ratio": return .ratio(column(1), over: column(2))
    case "f1": return .f1(truePositives: column(1), found: column(2), expected: column(3))
    case "mean": return .mean(of: parts.dropFirst().map(\.statistic))
    case "difference": return .difference(parts[1].statistic, from: parts[2].statistic)
    case "relative": return .relativeDifference(parts[1].statistic, from: parts[2].statistic)
    case "quotient": return .quotient(parts[1].statistic, by: parts[2].statistic)
    default: fatalError("what statistic?")
    }
  }
}

func bootstrap(_ call: Call) -> JSONValue {
  let rows = call.argument("rows").elements ?? []
  var sums = ClusterSums(columns: rows.first?.numbers.count ?? 0)
  for (cluster, row) in rows.enumerated() {
    for (column, value) in row.numbers.enumerated() { sums.add(value, at: column, cluster: cluster) }
  }
  let bootstrap = Bootstrap(
    seed: UInt64(call.whole("seed")), level: call.level, resamples: call.whole("resamples"), jobs: call.whole("jobs"))
  let statistics = (call.argument("statistics").elements ?? []).map(\.statistic)
  return .array(bootstrap.intervals(of: statistics, over: sums).map { JSONValue($0) })
}

/// Two models with a number of fields, right or wrong on each of many items: the interval of each field's difference, and of both
/// models' shares. The result has the seconds, then the bounds.
func bench(_ call: Call) -> JSONValue {
  let fields = call.whole("fields")
  var sums = ClusterSums(columns: 2 * fields + 1)
  var generator = SplitMix64(seed: 1, stream: 0)
  for item in 0..<call.whole("clusters") {
    let bits = generator.next() & generator.next() | generator.next()
    sums.add(1, at: 2 * fields, cluster: item)
    for column in 0..<2 * fields { sums.add(Double(bits >> column & 1), at: column, cluster: item) }
  }
  let statistics = (0..<fields).flatMap { field -> [SumStatistic] in
    let baseline = SumStatistic.ratio(field, over: 2 * fields)
    let candidate = SumStatistic.ratio(fields + field, over: 2 * fields)
    return [baseline, candidate, .difference(candidate, from: baseline)]
  }
  let bootstrap = Bootstrap(seed: 1, resamples: call.whole("resamples"), jobs: call.whole("jobs"))
  let clock = ContinuousClock()
  var intervals: [ConfidenceInterval?] = []
  let time = clock.measure { intervals = bootstrap.intervals(of: statistics, over: sums) }
  return .array([JSONValue(time / .seconds(1))] + intervals.map { JSONValue($0) })
}

func confusion(_ call: Call) -> JSONValue {
  var matrix = ConfusionMatrix(classes: call.whole("classes"))
  for (truth, answer) in zip(call.numbers("truths"), call.numbers("answers")) {
    matrix.add(truth: Int(truth), answer: answer < 0 ? nil : Int(answer))
  }
  let matches = (0..<matrix.classes).map(matrix.matches)
  return .array([
    JSONValue(matrix.accuracy), JSONValue(matrix.macroPrecision), JSONValue(matrix.macroRecall), JSONValue(matrix.macroF1),
    .array(matches.map { JSONValue($0.precision) }), .array(matches.map { JSONValue($0.recall) }),
    .array(matches.map { JSONValue($0.f1) }),
  ])
}

func errors(_ call: Call) -> JSONValue {
  var errors = NumberErrors()
  for (truth, answer) in zip(call.numbers("truths"), call.numbers("answers")) {
    if let error = NumberError(truth: truth, answer: answer) { errors.add(error, isWithin: error.size <= 1) }
  }
  return .array([
    JSONValue(errors.mae), JSONValue(errors.mape), JSONValue(errors.bias), JSONValue(errors.shareWithin),
    JSONValue(errors.zeroTruths),
  ])
}

func consistency(_ call: Call) -> JSONValue {
  var consistency = RepeatConsistency()
  for item in call.argument("items").elements ?? [] { consistency.add(item.numbers.map { Int($0) }) }
  return .array([JSONValue(consistency.agreement), JSONValue(consistency.unanimous), JSONValue(consistency.items)])
}

func result(of call: Call) -> JSONValue {
  func binomial() -> BinomialDistribution { BinomialDistribution(trials: call.whole("n"), probability: call.number("p")) }
  func student() -> StudentDistribution { StudentDistribution(degreesOfFreedom: call.number("df")) }
  switch call.name {
  case "normal_cdf": return JSONValue(NormalDistribution.cdf(call.number("z")))
  case "normal_quantile": return JSONValue(NormalDistribution.quantile(call.number("p")))
  case "t_cdf": return JSONValue(student().cdf(call.number("t")))
  case "t_quantile": return JSONValue(student().quantile(call.number("p")))
  case "binomial_pmf": return JSONValue(binomial().pmf(call.whole("k")))
  case "binomial_cdf": return JSONValue(binomial().cdf(call.whole("k")))
  case "binomial_survival": return JSONValue(binomial().survival(call.whole("k")))
  case "wilson": return JSONValue(WilsonInterval.of(call.whole("k"), of: call.whole("n"), level: call.level))
  case "cluster":
    return JSONValue(
      ClusterInterval.ofMean(sums: call.numbers("sums"), counts: call.numbers("counts"), of: .number, level: call.level))
  case "cluster_error":
    return JSONValue(ClusterInterval.standardError(sums: call.numbers("sums"), counts: call.numbers("counts")))
  case "mcnemar":
    let (b, c) = (call.whole("b"), call.whole("c"))
    return .array([
      JSONValue(McNemarTest.exact(onlyBaseline: b, onlyCandidate: c)),
      JSONValue(McNemarTest.midP(onlyBaseline: b, onlyCandidate: c)),
    ])
  case "holm": return .array(HolmAdjustment.adjusted(call.numbers("p")).map { JSONValue($0) })
  case "percentile": return JSONValue(SortedSample(call.numbers("values")).percentile(call.number("share")))
  case "order": return JSONValue(SortedSample(call.numbers("values")).interval(call.number("share"), level: call.level))
  case "percentile_ratio":
    let (candidate, baseline) = (SortedSample(call.numbers("candidate")), SortedSample(call.numbers("baseline")))
    let ratio = PercentileComparison.ratio(candidate, to: baseline, share: call.number("share"))
    return .array([JSONValue(ratio?.value), JSONValue(ratio?.interval)])
  case "errors": return errors(call)
  case "confusion": return confusion(call)
  case "consistency": return consistency(call)
  case "permutation":
    return JSONValue(PermutationTest.pValue(differences: call.numbers("differences"), seed: UInt64(call.whole("seed"))))
  case "tango":
    return JSONValue(
      PairedDifferenceInterval.of(
        onlyBaseline: call.whole("b"), onlyCandidate: call.whole("c"), of: call.whole("n"), level: call.level))
  case "required_share": return JSONValue(RequiredItems.share(call.number("share"), against: call.number("threshold")))
  case "required_difference":
    return JSONValue(
      RequiredItems.difference(
        call.number("difference"), discordant: call.number("discordant"), threshold: call.number("threshold")))
  case "detectable":
    return JSONValue(TestSetPower.detectableDifference(items: call.whole("n"), discordant: call.number("discordant")))
  case "proven": return JSONValue(TestSetPower.provenByAllRight(of: call.whole("n")))
  case "bootstrap": return bootstrap(call)
  case "bench": return bench(call)
  default: fatalError("what is \(call.name)?")
  }
}

while let line = readLine() {
  do {
    print(result(of: Call(value: try JSONValue(Array(line.utf8)))).compactJSON)
  } catch {
    fatalError("\(error)")
  }
}
