package import PrepCore
package import PrepEvaluation
import PrepSystem

/// `junit.xml`: a test suite a model, a test case an item, for programs that show the tests of a build.
///
/// An item whose answer is wrong, refused or invalid is a `<failure>` of that type with truth and answer; one without a scored answer is
/// an `<error>`. With repeats an item passes when all of its scored answers are right. The cases of a model are kept in a temporary file,
/// because its suite begins with their counts.
///
/// It is valid against the schema of Jenkins' xUnit plugin (junit-10.xsd). There is no time stamp, so that the same answers give the same
/// bytes; `time` is the model's time for the answers, in seconds.
package struct JUnitFile: ~Copyable {
  package static let name = "junit.xml"

  private final class Suite {
    let name: String
    var tests = 0
    var failures = 0
    var errors = 0
    var cases: Spool

    init(_ name: String) throws(RunError) {
      self.name = name
      cases = try Spool()
    }

    var attributes: String {
      "name=\"\(XMLText(name).text)\" tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\""
    }
  }

  private let subjects: ReportSubjects
  private let suites: [Suite]
  private var file: PendingFile

  /// Characters of a truth or an answer.
  private static let mostCharacters = 4000

  package init(_ path: String, _ subjects: ReportSubjects) throws(RunError) {
    var suites: [Suite] = []
    for name in subjects.models { suites.append(try Suite(name)) }
    file = try PendingFile(path)
    self.subjects = subjects
    self.suites = suites
  }

  package mutating func append(_ item: EvaluatedItem) throws(RunError) {
    for (model, suite) in suites.enumerated() {
      let answers = item.answers.indices.contains(model) ? item.answers[model] : []
      let standing = item.standing(model)
      suite.tests += 1
      var text = "    <testcase classname=\"\(XMLText(suite.name).text)\" name=\"\(XMLText(item.id).text)\""
      let latencies = answers.compactMap(\.latency)
      if !latencies.isEmpty { text += " time=\"\(Self.seconds(latencies.reduce(0, +)))\"" }
      if standing.scored == 0 {
        suite.errors += 1
        let why = answers.first?.failure ?? "there is no answer"
        text += "><error type=\"unscored\" message=\"\(XMLText(why.excerpt).text)\"/></testcase>\n"
      } else if standing.right == standing.scored {
        text += "/>\n"
      } else {
        suite.failures += 1
        text += ">\(failure(of: item, model, answers))</testcase>\n"
      }
      try suite.cases.append(Array(text.utf8))
    }
  }

  private func failure(of item: EvaluatedItem, _ model: Int, _ answers: [EvaluatedItem.Answer]) -> String {
    let answer = answers.first { $0.outcome != .right && $0.outcome != .unscored }
    let wrong = subjects.fields.indices.filter {
      let standing = item.standing(model, field: $0)
      return standing.isCompared && !standing.isRight
    }
    var message = item.standing(model).words
    if !wrong.isEmpty { message += ": " + wrong.prefix(10).map { subjects.fields[$0].excerpt }.joined(separator: ", ") }
    if wrong.count > 10 { message += ", and \(grouped(wrong.count - 10)) more" }
    let truth = Self.shown(item.expected)
    let text = "truth: \(truth)\nanswer: \(answer?.text.map(Self.shown) ?? answer?.failure ?? "none")"
    return """
      <failure type="\(answer?.outcome.rawValue ?? "wrong")" message="\(XMLText(message).text)">\(XMLText(text, isAttribute: false).text)</failure>
      """
  }

  private static func shown(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes.prefix(4 * mostCharacters), as: UTF8.self)
    let scalars = text.unicodeScalars
    guard scalars.count > mostCharacters else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(mostCharacters))) + "…"
  }

  /// Milliseconds as seconds with three decimals, which is how these programs write time.
  private static func seconds(_ milliseconds: Double) -> String {
    guard milliseconds.isFinite, (0..<1e15).contains(milliseconds) else { return "0.000" }
    let whole = Int(milliseconds.rounded())
    return "\(whole / 1000).\(String(1000 + whole % 1000).dropFirst())"
  }

  package mutating func finish() throws(RunError) {
    let (tests, failures, errors) = suites.reduce((0, 0, 0)) { ($0.0 + $1.tests, $0.1 + $1.failures, $0.2 + $1.errors) }
    let name = "\(subjects.dataset), \(subjects.split)"
    try append(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="\(XMLText(name).text)" tests="\(tests)" failures="\(failures)" errors="\(errors)">

      """)
    for suite in suites {
      try append("  <testsuite \(suite.attributes)>\n")
      try suite.cases.copy(to: &file)
      try append("  </testsuite>\n")
    }
    try append("</testsuites>\n")
    try file.finish()
  }

  private mutating func append(_ text: String) throws(RunError) { try file.append(Array(text.utf8)) }
}
