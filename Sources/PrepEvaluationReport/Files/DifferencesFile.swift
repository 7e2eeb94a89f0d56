package import PrepCore
package import PrepEvaluation
import PrepSystem

/// `differences.csv`: a row for each item on which the models that were scored fared differently, in the whole answer or in a field.
///
/// The columns are `id`, `group`, `truth`, for each model `NAME answer` and `NAME outcome`, and `fields`, which names the fields that
/// differ, one a line. With repeats the answer is the first one, and the outcome counts all. ``CSVRow`` says what is done about formulas.
package struct DifferencesFile: ~Copyable {
  package static let name = "differences.csv"

  private let subjects: ReportSubjects
  private var file: PendingFile
  /// The rows below the header.
  package private(set) var count = 0

  package init(_ path: String, _ subjects: ReportSubjects) throws(RunError) {
    var file = try PendingFile(path)
    let columns = subjects.models.flatMap { ["\($0) answer", "\($0) outcome"] }
    try file.append(CSVRow(["id", "group", "truth"] + columns + ["fields"]).bytes)
    self.subjects = subjects
    self.file = file
  }

  package mutating func append(_ item: EvaluatedItem) throws(RunError) {
    guard item.isDiffering(fields: subjects.fields.count) else { return }
    count += 1
    var cells = [item.id, item.group ?? "", String(decoding: item.expected, as: UTF8.self)]
    for model in subjects.models.indices {
      let first = item.answers.indices.contains(model) ? item.answers[model].first : nil
      cells += [first?.text.map { String(decoding: $0, as: UTF8.self) } ?? "", item.standing(model).words]
    }
    let names = item.differingFields(of: subjects.fields.count).map { subjects.fields[$0] }
    try file.append(CSVRow(cells + [names.joined(separator: "\n")]).bytes)
  }

  package mutating func finish() throws(RunError) { try file.finish() }
}
