package import PrepCore
package import PrepEvaluation
import PrepJSON
import PrepSystem

/// `scores.jsonl`: a row for each answer of each model, in the order of the items: what came of it, and of each field that was compared.
///
///     {"id":"w-17","model":"tuned","repeat":0,"outcome":"wrong","fields":{"brand":"right","case_size":"missing"}}
package struct ScoresFile: ~Copyable {
  package static let name = "scores.jsonl"

  private let subjects: ReportSubjects
  private var file: PendingFile

  package init(_ path: String, _ subjects: ReportSubjects) throws(RunError) {
    self.subjects = subjects
    file = try PendingFile(path)
  }

  package mutating func append(_ item: EvaluatedItem) throws(RunError) {
    for (model, answers) in zip(subjects.models, item.answers) {
      for answer in answers {
        var json = JSONWriter()
        json.object { json in
          json.member("id", item.id)
          json.member("model", model)
          json.member("repeat", answer.repeat)
          json.member("outcome", answer.outcome.rawValue)
          json.object("fields") { json in
            for (field, outcome) in zip(subjects.fields, answer.fields) where outcome != .none {
              json.member(field, outcome.rawValue)
            }
          }
        }
        try file.append(json.bytes + [UInt8(ascii: "\n")])
      }
    }
  }

  package mutating func finish() throws(RunError) { try file.finish() }
}
