import PrepJSON
import TestSupport
import Testing

@testable import PrepEvaluation

@Suite("Scores of items")
struct ScorerTests {
  private static let watch = ScoringRules(
    .fields([
      ScoringRules.Field(FieldPath("reference"), FieldRule(.text)),
      ScoringRules.Field(FieldPath("size.width"), FieldRule(.number())),
      ScoringRules.Field(FieldPath("note"), FieldRule(.none)),
    ]), primary: .field(FieldPath("reference")), refusals: ["Not identifiable"])
  private static let truth = "{\"reference\":\"A\",\"size\":{\"width\":40},\"note\":\"x\"}"

  @Test(
    "Each outcome",
    arguments: [
      (
        "{\"reference\":\"A\",\"size\":{\"width\":40}}", AnswerFinish.answered, ItemScore.Outcome.right,
        ItemScore.JSONReading?.some(.valid)
      ),
      ("{\"reference\":\"A\"}", .answered, .right, .valid),
      ("{\"reference\":\"B\",\"size\":{\"width\":40}}", .answered, .wrong, .valid),
      ("{\"reference\":\"not identifiable.\"}", .answered, .refused, .valid),
      (" \"NOT identifiable\"!", .answered, .refused, ItemScore.JSONReading.none),
      ("\"Not identifiable\"", .answered, .refused, .valid), ("I cannot", .answered, .invalid, ItemScore.JSONReading.none),
      ("[]", .answered, .wrong, .valid), ("x {\"reference\":\"A\"}", .truncated, .right, .repaired),
      ("{\"reference\":\"A\"", .truncated, .invalid, ItemScore.JSONReading.none),
      ("{\"reference\":\"A\"}", .refused, .refused, ItemScore.JSONReading.none),
      ("", .filtered, .refused, ItemScore.JSONReading.none),
      ("{\"reference\":\"A\"}", .failed, .unscored, nil), ("", .missing, .unscored, nil),
    ])
  func outcomes(_ answer: String, _ finish: AnswerFinish, _ outcome: ItemScore.Outcome, _ json: ItemScore.JSONReading?) throws {
    let score = try scored(Self.watch, Self.truth, answer, finish)
    #expect(score.outcome == outcome)
    #expect(score.json == json)
    #expect(score.fields.count == (outcome == .unscored ? 0 : 2))
  }

  @Test("A truth that is a refusal makes a refusal right")
  func refusals() throws {
    let truth = "{\"reference\":\"Not identifiable\",\"size\":{\"width\":40}}"
    #expect(try scored(Self.watch, truth, "{\"reference\":\"not identifiable\",\"size\":{\"width\":40}}").outcome == .right)
    let whole = try scored(Self.watch, truth, "Not identifiable.")
    #expect(whole.outcome == .right)
    #expect(whole.fields.map(\.outcome) == [.right, .missing])
    #expect(try scored(Self.watch, "Not identifiable", "not identifiable").outcome == .right)
    #expect(try scored(Self.watch, "Not identifiable", Self.truth).outcome == .wrong)
  }

  @Test("Null and missing are two things, and a truth without the primary field is unscored")
  func absence() throws {
    let score = try scored(ScoringRules(), "{\"a\":1,\"b\":2,\"c\":null,\"d\":null}", "{\"b\":null,\"c\":null,\"e\":0}")
    #expect(score.fields.map(\.outcome) == [.missing, .null, .right, .missing])
    #expect(score.hasFurtherKeys)
    #expect(try scored(Self.watch, "{\"size\":{\"width\":1}}", "{\"reference\":\"A\"}").outcome == .unscored)
  }

  @Test(
    "Paths lead into objects, and dots in keys are escaped",
    arguments: [("a.b", ["a", "b"]), ("a\\.b", ["a.b"]), ("a\\\\.b", ["a\\", "b"]), ("", [""]), ("a\\", ["a\\"])])
  func paths(_ text: String, _ keys: [String]) {
    #expect(FieldPath(text).keys == keys)
    #expect(FieldPath(FieldPath(text).description) == FieldPath(text))
  }

  @Test("A truth that the rules do not fit is said")
  func faults() {
    #expect(throws: TruthFault.self) { try scored(Self.watch, "[1]", "{}") }
    #expect(throws: TruthFault.self) { try scored(ScoringRules(), "GIFT", "{}") }
  }

  @Test(
    "The number of an answer in prose",
    arguments: [
      ("The answer is 12, no wait, 14", nil, "14"), ("45 minutes.", nil, "45"), ("It is \u{2212}3.5%", nil, "-3.5"),
      ("M8 takes 12.", nil, "12"), ("1,234.50 $", nil, "1234.5"),
      ("between 10-20", nil, "20"), ("no number", nil, nil), ("v1.2.3", nil, nil), ("6 x 7 = 42 A: 42 (6 x 7)", "A:", "42"),
      ("A: 1\nA: 2\n3", "A:", "2"),
      ("A: 12, no wait, 14 (2 x 7)", "A:", "14"), ("it is 12", "A:", nil), ("12 mm", "A:", "12"),
    ])
  func numbers(_ answer: String, _ mark: String?, _ number: String?) throws {
    let score = try scored(ScoringRules(.answer(FieldRule(.number()), after: mark)), number ?? "1", answer)
    #expect(score.outcome == (number == nil ? .invalid : .right))
  }

  @Test(
    "The class of an answer in prose",
    arguments: [
      ("no", "no"), ("I notice it: YES!", "yes"), ("Not opportunity", "not_opportunity"),
      ("a development opportunity", "development_opportunity"), ("yes, wait: no", "no"),
      ("yes or no", nil), ("not yes", nil), ("It isn't a yes, but no", "no"), ("", nil), ("yes yes", "yes"),
    ])
  func labels(_ answer: String, _ label: String?) throws {
    let classes = ["yes", "no", "not_opportunity", "development_opportunity"]
    let score = try scored(ScoringRules(.answer(FieldRule(.label), after: nil)), label ?? "yes", answer, further: classes)
    #expect(score.outcome == (label == nil ? .invalid : .right))
  }

  /// `sacrebleu.CHRF().sentence_score(answer, [truth]).score`
  @Test(
    "chrF is sacreBLEU's",
    arguments: [("the cat sat on the mat", "the cat is on the mat", 61.9251512899325), ("ab", "ba", 50), ("abc", "xyz", 0)])
  func similarity(_ truth: String, _ answer: String, _ score: Double) {
    #expect(abs(CharacterFScore(truth: truth).score(of: answer) * 100 - score) < 1e-9)
  }

  @Test("A long text is normalised in pieces, with the result of the whole", .timeLimit(.minutes(1)))
  func longTexts() {
    for (piece, composed) in [
      ("e\u{301}", "é"), ("\u{1100}\u{1161}\u{11A8}", "각"), ("α\u{301}\u{345}", "ᾴ"), ("xe\u{301}", "xé"),
    ] {
      let text = String(repeating: piece, count: 50_000)
      #expect(text.composedScalars == Array(String(repeating: composed, count: 50_000).unicodeScalars))
      #expect(
        IgnoredDifferences.accents.fold(text) == IgnoredDifferences.accents.fold(String(repeating: composed, count: 50_000)))
    }
    #expect(IgnoredDifferences.accents.fold("a" + String(repeating: "\u{301}", count: 100_000)) == "a")
  }

  private static let rules: [FieldRule] = [
    FieldRule(), FieldRule(.text, ignoring: [.case, .accents]),
    FieldRule(.number(units: true, within: DecimalNumber("0.1").map(Tolerance.share))), FieldRule(.date),
    FieldRule(.range), FieldRule(.set, ignoring: .case), FieldRule(.list), FieldRule(.similarity(atLeast: 1)), FieldRule(.label),
    FieldRule(.anyOf),
  ]

  /// Any JSON value, with numbers and texts that comparisons read.
  private func value(_ random: inout Seeded, depth: Int = 0) -> JSONValue {
    switch Int.random(in: 0..<(depth < 2 ? 8 : 6), using: &random) {
    case 0: .null
    case 1: .bool(Bool.random(using: &random))
    case 2: .number(["1", "1.0", "-0", "1e400", "40"].randomElement(using: &random) ?? "1")
    case 3: .string(["40 mm", "2024-02-01", "1/2/2024", "2010-2020", ""].randomElement(using: &random) ?? "")
    case 4, 5: .string(random.nastyText())
    case 6: .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in value(&random, depth: depth + 1) })
    default:
      .object(
        (0..<Int.random(in: 0..<4, using: &random)).map {
          JSONValue.Member("\($0)\(random.nastyText(upTo: 3))", value(&random, depth: depth + 1))
        })
    }
  }

  @Test("A truth is right as its own answer, also with its keys in another order", arguments: 1...40)
  func ownAnswer(seed: UInt64) throws {
    var random = Seeded(seed)
    var members = Self.rules.indices.map { JSONValue.Member("f\($0)", value(&random)) }
    let truth = JSONValue.object(members).compactJSON
    let fields = Self.rules.enumerated().map { ScoringRules.Field(FieldPath("f\($0.offset)"), $0.element) }
    members.shuffle(using: &random)
    for rules in [ScoringRules(.fields(fields)), ScoringRules()] {
      let straight = try scored(rules, truth, truth)
      #expect(straight.outcome == .right)
      #expect(try scored(rules, truth, JSONValue.object(members).compactJSON) == straight)
    }
    for (rule, member) in zip(Self.rules, members) {
      let text = [member.value.compactJSON, random.nastyText(), "A: 12 mm"].randomElement(using: &random) ?? ""
      #expect(try scored(ScoringRules(.answer(rule, after: "A:")), text, text).outcome == .right)
    }
  }

  @Test("Any bytes get an outcome", arguments: 1...20)
  func anyBytes(seed: UInt64) throws {
    var random = Seeded(seed)
    let pieces = [
      "{", "}", "[", "]", "\"", ":", ",", "\\", "1", "e9", ".", "-", "```", "A:", "wait", "no", "yes", " ", "\n", "{\"f\":",
      "\u{301}", "é", "null",
    ].map { Array($0.utf8) }
    for rule in Self.rules {
      for rules in [
        ScoringRules(.answer(rule, after: "A:")),
        ScoringRules(.fields([ScoringRules.Field(FieldPath("f"), rule)]), refusals: ["no"]),
      ] {
        let isText = if case .answer = rules.subject { true } else { false }
        var scorer = Scorer(rules)
        let truth = Truth.text(isText ? "yes 12" : "{\"f\":\"yes\"}")
        try scorer.learn(truth)
        let key = try scorer.key(for: truth)
        for _ in 0..<20 {
          let answer = (0..<Int.random(in: 0..<40, using: &random)).flatMap { _ in
            Bool.random(using: &random) ? pieces.randomElement(using: &random) ?? [] : [UInt8.random(in: 0...255, using: &random)]
          }
          let score = answer.withUnsafeBytes { scorer.score($0, by: key) }
          #expect(score.outcome != .unscored && score.fields.count == 1)
        }
      }
    }
  }
}
