import PrepJSON
import Testing

@testable import PrepEvaluation

@Suite("Comparison of fields")
struct ComparisonTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let rule: FieldRule
    let truth: String
    let answer: String
    let outcome: FieldScore.Outcome

    var testDescription: String { "\(rule.comparison): \(truth) against \(answer)" }

    init(_ comparison: Comparison, _ truth: String, _ answer: String, _ outcome: FieldScore.Outcome = .right) {
      self.init(FieldRule(comparison), truth, answer, outcome)
    }

    init(_ rule: FieldRule, _ truth: String, _ answer: String, _ outcome: FieldScore.Outcome = .right) {
      self.rule = rule
      self.truth = truth
      self.answer = answer
      self.outcome = outcome
    }
  }

  private func check(_ test: Case) throws {
    #expect(try field(test.rule, test.truth, test.answer).outcome == test.outcome)
  }

  @Test(
    "Values are compared by type",
    arguments: [
      Case(.exact, "1", "1.0"), Case(.exact, "100", "1e2"), Case(.exact, "0.1", "1E-1"), Case(.exact, "0", "-0.0"),
      Case(.exact, "12345678901234567890123", "12345678901234567890123.0"),
      Case(.exact, "12345678901234567890123", "12345678901234567890124", .wrong),
      Case(.exact, "1", "\"1\"", .typeMismatch), Case(.exact, "\"1\"", "1", .typeMismatch),
      Case(.exact, "1", "true", .typeMismatch),
      Case(.exact, "true", "true"), Case(.exact, "true", "false", .wrong),
      Case(.exact, "null", "null"), Case(.exact, "null", "0", .wrong), Case(.exact, "0", "null", .null),
      Case(.exact, "\"caf\u{E9}\"", "\"cafe\u{301}\""), Case(.exact, "\"Rolex\"", "\"rolex\"", .wrong),
      Case(.exact, "\"Rolex\"", "\"Rolex \"", .wrong), Case(.exact, "\"\\u0041\"", "\"A\""),
      Case(.exact, "[1,2]", "[1.0,2]"), Case(.exact, "[1,2]", "[2,1]", .wrong), Case(.exact, "[1]", "1", .typeMismatch),
      Case(.list, "{\"a\":1,\"b\":[2]}", "{\"b\":[2.0],\"a\":1}"), Case(.exact, "{}", "[]", .typeMismatch),
      Case(.exact, "1", "1e400", .wrong), Case(.exact, "1e400", "10e399"), Case(.exact, "1e400", "1e401", .wrong),
    ])
  func exact(_ test: Case) throws { try check(test) }

  @Test(
    "What is ignored does not matter, and nothing else is",
    arguments: [
      Case(FieldRule(.text, ignoring: [.case, .spaces, .punctuation]), "\"116610LN\"", "\"116610-ln \""),
      Case(FieldRule(.text, ignoring: [.case, .spaces, .punctuation]), "\"116610LN\"", "\"116610LV\"", .wrong),
      Case(FieldRule(.text, ignoring: .case), "\"STRASSE\"", "\"straße\""),
      Case(FieldRule(.text, ignoring: .case), "\"ΣΑΣ\"", "\"σας\""),
      Case(FieldRule(.text, ignoring: .case), "\"a b\"", "\"ab\"", .wrong),
      Case(FieldRule(.text, ignoring: .spaces), "\"a\u{A0}b\"", "\" ab\\n\""),
      Case(FieldRule(.text, ignoring: .spaces), "\"a\"", "\"A\"", .wrong),
      Case(FieldRule(.text, ignoring: .punctuation), "\"A+\"", "\"A\"", .wrong),
      Case(FieldRule(.text, ignoring: .punctuation), "\"A.\"", "\"«A»\""),
      Case(FieldRule(.text, ignoring: .accents), "\"México\"", "\"Mexico\""),
      Case(FieldRule(.text, ignoring: .accents), "\"ø\"", "\"o\"", .wrong),
      Case(FieldRule(.set, ignoring: .case), "[\"Gift\"]", "[\"GIFT\",\"gift\"]"),
      Case(FieldRule(.text, ignoring: .case), "\"1\"", "1", .typeMismatch),
    ])
  func ignoring(_ test: Case) throws { try check(test) }

  private static let tenth = Tolerance.share(DecimalNumber("0.1")!)

  @Test(
    "Numbers have units, tolerances and marks",
    arguments: [
      Case(.number(units: true), "40", "\"40 mm\""), Case(.number(units: true), "\"40mm\"", "\"40 mm\""),
      Case(.number(units: true), "\"40mm\"", "40"), Case(.number(units: true), "\"40 mm\"", "\"40 cm\"", .wrong),
      Case(.number(units: true), "1.5", "\"1,5 h\""), Case(.number(units: true), "\"90 min\"", "\"1.5 h\"", .wrong),
      Case(.number(units: true), "\"45 min\"", "\"45 minutes\""), Case(.number(units: true), "1234", "\"1,234\""),
      Case(.number(units: true), "1234567", "\"1.234.567\""), Case(.number(units: true), "1.234", "\"1.234\""),
      Case(.number(units: true), "0.125", "\"0,125\""), Case(.number(units: true), "1234.5", "\"1.234,5\""),
      Case(.number(units: true), "1234.5", "\"1,234.5\""), Case(.number(units: true), "1234567", "\"1 234 567\""),
      Case(.number(units: true), "-3", "\"\u{2212}3\""), Case(.number(units: true), "1234.5", "\"$1,234.50\""),
      Case(.number(units: true), "\"5 %\"", "\"5%\""), Case(.number(units: true), "40", "\"about 40\"", .typeMismatch),
      Case(.number(units: true), "1200", "\"1.2e3\""), Case(.number(units: true), "1.5", "\"1.5.2\"", .typeMismatch),
      Case(.number(), "40", "\"40\"", .typeMismatch), Case(.number(), "\"40\"", "\"40.0\""),
      Case(.number(), "\"40\"", "40", .typeMismatch),
      Case(.number(), "\"n/a\"", "\"n/a\""), Case(.number(), "\"n/a\"", "\"12\"", .wrong), Case(.number(), "40", "null", .null),
      Case(.number(within: tenth), "0.7", "0.77"), Case(.number(within: tenth), "0.7", "0.7700001", .wrong),
      Case(.number(within: tenth), "-0.7", "-0.63"), Case(.number(within: tenth), "0", "0.0001", .wrong),
      Case(.number(within: .absolute(DecimalNumber("5")!)), "40", "45"),
      Case(.number(within: .absolute(DecimalNumber("5")!)), "40", "45.1", .wrong),
      Case(.number(within: tenth), "1e300", "1.05e300"), Case(.number(within: tenth), "1", "1e999", .wrong),
    ])
  func numbers(_ test: Case) throws { try check(test) }

  @Test(
    "Dates are days, months or years, and ambiguous ones are texts",
    arguments: [
      Case(.date, "\"2024-02-01\"", "\"1.2.2024\""), Case(.date, "\"2024-02-01\"", "\"01.02.2024\""),
      Case(.date, "\"2024-02-01\"", "\"2024/2/1\""), Case(.date, "\"2024-02-01\"", "\"Feb 1, 2024\""),
      Case(.date, "\"2024-02-01\"", "\"1st of February 2024\""), Case(.date, "\"2024-02-01\"", "\"2024-02-01T10:00:00Z\""),
      Case(.date, "\"2024-02-13\"", "\"2/13/2024\""), Case(.date, "\"2024-02-13\"", "\"13/2/2024\""),
      Case(.date, "\"2024-03-03\"", "\"3/3/2024\""), Case(.date, "\"2024-02-01\"", "\"1/2/2024\"", .wrong),
      Case(.date, "\"1/2/2024\"", "\"1/2/2024\""), Case(.date, "\"2024-02\"", "\"2024-02-01\"", .wrong),
      Case(.date, "\"2024-02\"", "\"February 2024\""), Case(.date, "\"2024-02-30\"", "\"30 Feb 2024\"", .wrong),
      Case(.date, "\"2024-02-01\"", "\"1.2.24\"", .wrong), Case(.date, "\"2024\"", "2024", .typeMismatch),
      Case(.date, "\"2024-02-29\"", "\"29-Feb-2024\""), Case(.date, "\"soon\"", "\"soon\""),
    ])
  func dates(_ test: Case) throws { try check(test) }

  @Test(
    "Ranges have two ends",
    arguments: [
      Case(.range, "\"2010-2020\"", "\"2010 – 2020\""), Case(.range, "\"2010-2020\"", "\"2010 to 2020\""),
      Case(.range, "\"2010-2020\"", "\"from 2010 to 2020\""), Case(.range, "\"2010-2020\"", "\"Between 2010 and 2020\""),
      Case(.range, "\"2010-2020\"", "\"2015\"", .wrong), Case(.range, "\"2010-2020\"", "2015", .typeMismatch),
      Case(.range, "\"2010-2020\"", "\"2020-2010\"", .wrong), Case(.range, "\"-5 to 3\"", "\"-5-3\""),
      Case(.range, "\"-5 - -3\"", "\"-5..-3\""),
      Case(.range, "\"10-20 mm\"", "\"10 mm - 20 mm\""), Case(.range, "\"10-20 mm\"", "\"10-20 cm\"", .wrong),
      Case(.range, "\"10-20 mm\"", "\"10-20\""), Case(.range, "2015", "2015.0"),
      Case(.range, "\"2010-present\"", "\"2010-present\""),
    ])
  func ranges(_ test: Case) throws { try check(test) }

  @Test(
    "Any of several",
    arguments: [
      Case(.anyOf, "[\"a\",\"b\"]", "\"b\""), Case(.anyOf, "[\"a\",\"b\"]", "\"c\"", .wrong), Case(.anyOf, "[\"a\",1]", "1.0"),
      Case(.anyOf, "[\"a\",\"b\"]", "[\"a\",\"b\"]"), Case(.anyOf, "[\"1\"]", "1", .typeMismatch), Case(.anyOf, "\"a\"", "\"a\""),
    ])
  func anyOf(_ test: Case) throws { try check(test) }

  @Test(
    "Elements of sets and lists are counted",
    arguments: [
      (Comparison.set, "[1,2,2,3]", "[3,1.0,2]", 3, 0, 0), (.set, "[1,2]", "[2,9,8]", 1, 2, 1), (.set, "[1,2]", "[]", 0, 0, 2),
      (.set, "[\"1\"]", "[1]", 0, 1, 1), (.set, "[]", "[]", 0, 0, 0), (.set, "\"a\"", "\"a\"", 1, 0, 0),
      (.set, "[\"a\"]", "\"a\"", 0, 0, 1),
      (.list, "[1,2,3,4]", "[9,1,2,3,4]", 4, 1, 0), (.list, "[1,2,3]", "[3,2,1]", 1, 2, 2), (.list, "[1,1,2]", "[1,2]", 2, 0, 1),
      (.list, "[]", "[1]", 0, 1, 0), (.list, "[1]", "1", 0, 0, 1),
    ])
  func elements(_ comparison: Comparison, _ truth: String, _ answer: String, _ shared: Int32, _ more: Int32, _ less: Int32) throws
  {
    let score = try field(FieldRule(comparison), truth, answer)
    #expect(score.detail == .elements(shared: shared, onlyAnswer: more, onlyTruth: less))
  }

  @Test("A long list is aligned as the definition says", arguments: 1...4)
  func alignment(seed: UInt64) {
    var state = seed
    func next(_ most: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % most)
    }
    let (first, second) = ((0..<150).map { _ in next(7) }, (0..<90 + next(80)).map { _ in next(7) })
    var row = [Int](repeating: 0, count: second.count + 1)
    for element in first {
      var diagonal = 0
      for (place, other) in second.enumerated() {
        let above = row[place + 1]
        row[place + 1] = element == other ? diagonal + 1 : max(above, row[place])
        diagonal = above
      }
    }
    let values = { (numbers: [Int]) in numbers.map { ComparedValue.text(String($0)) } }
    #expect(CommonSubsequence(truth: values(first)).length(with: values(second)) == row[second.count])
  }
}
