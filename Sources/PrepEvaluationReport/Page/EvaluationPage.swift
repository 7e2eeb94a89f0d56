package import PrepCore
package import PrepEvaluation
package import PrepReport
import PrepSystem

/// `evaluation.html`: what an evaluation found, on one page that asks no server for anything and runs no script.
///
/// The verdict with its reasons comes first, then the figures, and at the end the items to look at.
package struct EvaluationPage: Sendable {
  package static let name = "evaluation.html"

  let result: EvaluationResult
  let items: ShownItems
  let numbers: NumberPoints

  package init(_ result: EvaluationResult, items: ShownItems, numbers: NumberPoints) {
    self.result = result
    self.items = items
    self.numbers = numbers
  }

  /// Writes the page to a file.
  package func write(to path: String) throws(RunError) {
    try FileReplacement.write(to: path) { (file) throws(RunError) in
      try write { (piece) throws(RunError) in try file.append(Array(piece.text.utf8)) }
    }
  }

  /// Writes the page. The same values and records give the same bytes.
  /// - Parameter sink: gets the pieces in order.
  package func write(to sink: ReportPage.Sink) throws(RunError) {
    let fields = fieldsSection
    let details = detailsSection
    let classes = classesSection
    let leaks = leaksSection
    var links = [("verdict", result.verdict == nil ? "Result" : "Verdict"), ("models", "Models")]
    if fields != nil { links.append(("fields", "Fields")) }
    if details != nil { links.append(("details", "Fields in detail")) }
    if classes != nil { links.append(("classes", "Classes")) }
    links += [("speed", "Speed and cost"), ("items", "Items")]
    if leaks != nil { links.append(("leaks", "Leaks")) }
    links.append(("reading", "How to read this"))
    try sink(
      ReportPage.head(
        "Evaluation", of: result.dataset, ReportPage.contents(links.map { (id: $0.0, title: $0.1) }), style: Self.style))
    try sink(verdictSection)
    try sink(modelsSection)
    for section in [fields, details, classes] { if let section { try sink(section) } }
    try sink(speedSection)
    try writeItems(to: sink)
    if let leaks { try sink(leaks) }
    try sink(readingSection)
    try sink(ReportPage.foot("Made by visionprep from the answers themselves; this page asks no server for anything."))
  }
}
