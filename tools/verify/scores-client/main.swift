import PrepEvaluation
import PrepJSON

// visionprep-scores        scores cases: JSON lines in, a JSON line out for each
// visionprep-scores speed  prints how fast answers are scored
//
// tools/verify/scores builds and runs it. A case is {"rules", "learned": [TEXT], "truth": TEXT, "answer": HEX, "finish"};
// `rules` is {"fields": [[PATH, RULE]] | "answer": RULE, "after", "primary", "refusals"}, and RULE is {"compare", "ignore",
// "units", "share", "absolute", "threshold"}.

struct BadCase: Error {}

func rule(_ value: JSONValue) throws -> FieldRule {
  func decimal(_ key: String) -> DecimalNumber? { value[key]?.text.flatMap { DecimalNumber($0) } }
  let tolerance = decimal("share").map(Tolerance.share) ?? decimal("absolute").map(Tolerance.absolute)
  let comparison: Comparison
  switch value["compare"]?.text {
  case nil, "exact": comparison = .exact
  case "text": comparison = .text
  case "number": comparison = .number(units: value["units"] == .bool(true), within: tolerance)
  case "date": comparison = .date
  case "range": comparison = .range
  case "set": comparison = .set
  case "list": comparison = .list
  case "similarity": comparison = .similarity(atLeast: value["threshold"]?.text.flatMap { Double($0) } ?? 1)
  case "label": comparison = .label
  case "any_of": comparison = .anyOf
  case "none": comparison = .none
  default: throw BadCase()
  }
  var ignored: IgnoredDifferences = []
  for word in value["ignore"]?.elements ?? [] {
    switch word.text {
    case "case": ignored.insert(.case)
    case "spaces": ignored.insert(.spaces)
    case "punctuation": ignored.insert(.punctuation)
    case "accents": ignored.insert(.accents)
    default: throw BadCase()
    }
  }
  return FieldRule(comparison, ignoring: ignored)
}

func rules(_ value: JSONValue) throws -> ScoringRules {
  let subject: ScoringRules.Subject
  if let fields = value["fields"]?.elements {
    subject = .fields(
      try fields.map { field in
        guard let pair = field.elements, pair.count == 2, let path = pair[0].text else { throw BadCase() }
        return ScoringRules.Field(FieldPath(path), try rule(pair[1]))
      })
  } else if let answer = value["answer"] {
    subject = .answer(try rule(answer), after: value["after"]?.text)
  } else {
    subject = .everyKey
  }
  let primary = value["primary"]?.text.map { ScoringRules.Primary.field(FieldPath($0)) } ?? .all
  return ScoringRules(subject, primary: primary, refusals: value["refusals"]?.elements?.compactMap(\.text) ?? [])
}

func finish(_ word: String?) -> AnswerFinish { AnswerFinish.allCases.first { "\($0)" == word } ?? .answered }

func bytes(hex: String) -> [UInt8] {
  let digits = Array(hex.utf8)
  return stride(from: 0, to: digits.count, by: 2).compactMap {
    UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
  }
}

func write(_ score: ItemScore, _ fields: [ScoredField]) -> String {
  var json = JSONWriter()
  json.object { json in
    json.member("outcome", "\(score.outcome)")
    json.member("json", score.json.map { "\($0)" })
    json.member("further", score.hasFurtherKeys)
    json.object("fields") { json in
      for field in score.fields {
        let named = fields[Int(field.field)]
        json.array(named.path.description) { json in
          json.value("\(field.outcome)")
          switch field.detail {
          case .none: break
          case .number(let truth, let answer):
            json.literal("\(truth)")
            json.literal("\(answer)")
          case .elements(let shared, let onlyAnswer, let onlyTruth):
            for count in [shared, onlyAnswer, onlyTruth] { json.value(Int(count)) }
          case .similarity(let value): json.literal("\(value)")
          case .label(let truth, let answer):
            json.value("class \(truth)")
            switch answer {
            case .known(let place): json.value("class \(place)")
            case .other: json.value("other")
            case .none: json.null()
            }
          }
        }
      }
    }
  }
  return json.text
}

func score(_ line: String) throws -> String {
  let test = try JSONValue(Array(line.utf8))
  guard let given = test["rules"], let truth = test["truth"]?.text else { throw BadCase() }
  let rules = try rules(given)
  let learned = (test["learned"]?.elements ?? []).compactMap(\.text) + [truth]
  do throws(TruthFault) {
    var scorer = Scorer(rules)
    for truth in learned { try scorer.learn(.text(truth)) }
    let key = try scorer.key(for: .text(truth))
    let finish = finish(test["finish"]?.text)
    let score = bytes(hex: test["answer"]?.text ?? "").withUnsafeBytes { scorer.score($0, by: key, finish: finish) }
    return write(score, scorer.fields)
  } catch {
    var json = JSONWriter()
    json.object { $0.member("fault", error.description) }
    return json.text
  }
}

func seconds(_ body: () -> Void) -> Double {
  let time = ContinuousClock().measure(body).components
  return Double(time.seconds) + Double(time.attoseconds) / 1e18
}

/// Prints scores a second for 12 fields, and the seconds that long answers take.
func measureSpeed() throws {
  let text = { (item: Int, brand: String) in
    "{\"reference\":\"116610LN-\(item)\",\"brand\":\"\(brand)\",\"player\":\"Mike Trout\",\"year\":2011,\"minutes\":\(item % 97),"
      + "\"grade\":\"PSA 10\",\"tags\":[\"gift\",\"birthday\"],\"variation\":null,\"number\":\"US175\","
      + "\"type\":\"\(["GIFT", "BUSINESS"][item % 2])\",\"count\":\(item),\"ok\":true}"
  }
  let named: [(String, FieldRule)] = [
    ("reference", FieldRule(.text, ignoring: [.case, .spaces, .punctuation])), ("brand", FieldRule(.text, ignoring: .case)),
    ("player", FieldRule()), ("year", FieldRule()),
    ("minutes", FieldRule(.number(units: true, within: DecimalNumber("0.1").map(Tolerance.share)))), ("grade", FieldRule()),
    ("tags", FieldRule(.set)), ("variation", FieldRule()), ("number", FieldRule()), ("type", FieldRule(.label)),
    ("count", FieldRule(.number())), ("ok", FieldRule()),
  ]
  var scorer = Scorer(ScoringRules(.fields(named.map { ScoringRules.Field(FieldPath($0.0), $0.1) })))
  let items = 5000
  var keys: [AnswerKey] = []
  for item in 0..<items { try scorer.learn(.text(text(item, "Rolex"))) }
  for item in 0..<items { keys.append(try scorer.key(for: .text(text(item, "Rolex")))) }
  // One answer in four has a wrong minute and another spelling of the brand.
  let answers = (0..<items).map { Array(text($0 % 4 == 0 ? $0 + 1 : $0, $0 % 4 == 0 ? "rolex" : "Rolex").utf8) }
  var right = 0
  let best =
    (0..<10).map { _ in
      seconds {
        for item in 0..<items {
          right += answers[item].withUnsafeBytes { scorer.score($0, by: keys[item]).outcome == .right ? 1 : 0 }
        }
      }
    }.min() ?? 0
  print("scores", Int(Double(items) / best), right)
  for megabytes in [1, 10] {
    for (name, unit) in [
      ("brackets", "["), ("braces", "{\"a\":"), ("objects", "{\"a\":1} "), ("fences", "```\n{\n"), ("words", "wait, 12 mm "),
      ("quotes", "{\"a\":\"\\\""), ("elements", "1,"), ("marks", "1,2.3'4"), ("accents", "e\u{301}x "),
    ] {
      var answer = Array(String(repeating: unit, count: megabytes * 1_000_000 / unit.utf8.count).utf8)
      if name == "elements" { answer = Array("{\"tags\":[".utf8) + answer + Array("1]}".utf8) }
      let time = seconds { right += answer.withUnsafeBytes { scorer.score($0, by: keys[0]).fields.count } }
      print(name, megabytes, time)
    }
    for comparison in [Comparison.number(units: true), .label, .similarity(atLeast: 0.5), .text, .range, .date, .list] {
      var scorer = Scorer(ScoringRules(.answer(FieldRule(comparison, ignoring: [.case, .accents]), after: nil)))
      let truth = Truth.text(comparison == .list ? "[1,2]" : "12 mm")
      try scorer.learn(truth)
      let key = try scorer.key(for: truth)
      let answer = String(repeating: "wait, 12 [mm], not 1'3 é e\u{301} ", count: megabytes * 1_000_000 / 33)
      let name = "\(comparison)".prefix { $0 != "(" }
      print("text,", name, megabytes, seconds { right += scorer.score(answer, by: key).fields.count })
    }
  }
}

if CommandLine.arguments.dropFirst().first == "speed" {
  try measureSpeed()
} else {
  while let line = readLine() { print(try score(line)) }
}
