package import PrepCore
package import PrepEvaluation
import PrepSystem

/// All reports of one evaluation in a folder: fed item by item, and finished with the result.
///
/// Memory does not grow with the number of items. A file is under its name when it is complete; an evaluation that ends early leaves
/// earlier files as they were.
package struct EvaluationReports: ~Copyable {
  /// Reports that are written on request.
  package enum Further: String, Sendable, Hashable, CaseIterable { case inspect, csv, markdown }

  private let folder: String
  private let further: Set<Further>
  private var scores: ScoresFile
  private var differences: DifferencesFile
  private var junit: JUnitFile
  private var inspect: InspectLogs?
  private var items: ShownItems
  private var numbers: NumberPoints

  package init(_ folder: String, _ subjects: ReportSubjects, further: Set<Further> = []) throws(RunError) {
    let scores = try ScoresFile("\(folder)/\(ScoresFile.name)", subjects)
    let differences = try DifferencesFile("\(folder)/\(DifferencesFile.name)", subjects)
    let junit = try JUnitFile("\(folder)/\(JUnitFile.name)", subjects)
    let inspect: InspectLogs? = further.contains(.inspect) ? try InspectLogs("\(folder)/\(InspectLogs.name)", subjects) : nil
    self.folder = folder
    self.further = further
    self.scores = scores
    self.differences = differences
    self.junit = junit
    self.inspect = inspect
    items = ShownItems(subjects)
    numbers = NumberPoints(subjects)
  }

  /// Takes the next item, in the order of the test set.
  package mutating func append(_ item: EvaluatedItem) throws(RunError) {
    try scores.append(item)
    try differences.append(item)
    try junit.append(item)
    try inspect?.append(item)
    items.append(item)
    numbers.append(item)
  }

  /// Writes what needs the result, and puts all files in their places.
  /// - Returns: the names of the files in the folder.
  package mutating func finish(_ result: EvaluationResult) throws(RunError) -> [String] {
    var names = [EvaluationFile.name, ScoresFile.name, DifferencesFile.name, JUnitFile.name, EvaluationPage.name]
    try EvaluationPage(result, items: items, numbers: numbers).write(to: "\(folder)/\(EvaluationPage.name)")
    try scores.finish()
    try differences.finish()
    try junit.finish()
    if let logs = try inspect?.finish(result) { names += logs.map { "\(InspectLogs.name)/\($0)" } }
    if further.contains(.csv) {
      try FileReplacement.write(FiguresFile.bytes(result), to: "\(folder)/\(FiguresFile.name)")
      names.append(FiguresFile.name)
    }
    if further.contains(.markdown) {
      try FileReplacement.write(MarkdownFile.bytes(result), to: "\(folder)/\(MarkdownFile.name)")
      names.append(MarkdownFile.name)
    }
    // Last, since its presence tells that all others are complete.
    try FileReplacement.write(EvaluationFile.bytes(result), to: "\(folder)/\(EvaluationFile.name)")
    return names
  }
}
