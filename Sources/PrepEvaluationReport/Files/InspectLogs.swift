package import PrepCore
package import PrepEvaluation
import PrepJSON
import PrepSystem

/// Logs that the program Inspect opens as its own: a JSON file a model, with each answer as a sample (an epoch a repeat), its score, and
/// the accuracy.
///
/// A right answer has the score `C`, one that is wrong, refused or invalid `I`. An unscored one has an error and no score, so Inspect's own
/// metric gives the same accuracy from the samples. Inspect wants a date; it is the same in every log, since the same answers give the
/// same bytes. Samples wait in a temporary file, because the results stand before them.
///
/// Source: the types EvalLog and EvalSample of inspect_ai, version 2 of the format.
package struct InspectLogs: ~Copyable {
  /// The folder of the logs.
  package static let name = "inspect"
  private static let scorer = "visionprep"
  private static let date = "1970-01-01T00:00:00+00:00"

  private final class Log {
    let name: String
    var samples: Spool
    var count = 0
    var unscored = 0
    var epochs = 1

    init(_ name: String) throws(RunError) {
      self.name = name
      samples = try Spool()
    }
  }

  private let folder: String
  private let subjects: ReportSubjects
  private let logs: [Log]

  /// - Parameter folder: which the logs are written to.
  package init(_ folder: String, _ subjects: ReportSubjects) throws(RunError) {
    self.folder = folder
    self.subjects = subjects
    var logs: [Log] = []
    for name in subjects.models { logs.append(try Log(name)) }
    self.logs = logs
  }

  package mutating func append(_ item: EvaluatedItem) throws(RunError) {
    for (model, log) in logs.enumerated() {
      let answers = item.answers.indices.contains(model) ? item.answers[model] : []
      log.epochs = max(log.epochs, answers.count)
      for answer in answers {
        var json = JSONWriter()
        json.object { sample(item, answer, log, &$0) }
        if log.count > 0 { try log.samples.append([UInt8(ascii: ","), UInt8(ascii: "\n")]) }
        try log.samples.append(json.bytes)
        log.count += 1
        if answer.outcome == .unscored { log.unscored += 1 }
      }
    }
  }

  private func sample(_ item: EvaluatedItem, _ answer: EvaluatedItem.Answer, _ log: Log, _ json: inout JSONWriter) {
    let text = answer.text.map { String(decoding: $0, as: UTF8.self) }
    json.member("id", item.id)
    json.member("epoch", answer.repeat + 1)
    json.member("input", item.input ?? "")
    json.member("target", String(decoding: item.expected, as: UTF8.self))
    json.array("messages") { json in
      json.object { json in
        json.member("role", "user")
        json.member("content", item.input ?? "")
      }
      if let text { json.object { Self.message(text, &$0) } }
    }
    json.object("output") { json in
      json.member("model", log.name)
      json.array("choices") { json in
        guard let text else { return }
        json.object { json in
          json.object("message") { Self.message(text, &$0) }
          json.member("stop_reason", "stop")
        }
      }
      if let latency = answer.latency { json.member("time", latency / 1000) }
    }
    if answer.outcome == .unscored {
      json.object("error") { json in
        json.member("message", answer.failure ?? "there is no answer")
        json.member("traceback", "")
        json.member("traceback_ansi", "")
      }
    } else {
      json.object("scores") { json in
        json.object(Self.scorer) { score(answer, text, &$0) }
      }
    }
    json.object("metadata") { json in if let group = item.group { json.member("group", group) } }
  }

  private static func message(_ text: String, _ json: inout JSONWriter) {
    json.member("role", "assistant")
    json.member("content", text)
    json.member("source", "generate")
  }

  private func score(_ answer: EvaluatedItem.Answer, _ text: String?, _ json: inout JSONWriter) {
    json.member("value", answer.outcome == .right ? "C" : "I")
    json.member("answer", text)
    json.member("explanation", answer.outcome.rawValue)
    json.object("metadata") { json in
      json.member("outcome", answer.outcome.rawValue)
      json.object("fields") { json in
        for (field, outcome) in zip(subjects.fields, answer.fields) where outcome != .none {
          json.member(field, outcome.rawValue)
        }
      }
    }
  }

  /// Writes the logs.
  /// - Returns: their names in the folder.
  @discardableResult
  package mutating func finish(_ result: EvaluationResult) throws(RunError) -> [String] {
    let names = fileNames.map { "\($0).json" }
    for (name, log) in zip(names, logs) {
      var file = try PendingFile("\(folder)/\(name)")
      var json = JSONWriter()
      json.beginObject()
      head(result, log, &json)
      json.key("samples")
      json.literal("[")
      try file.append(json.bytes + [UInt8(ascii: "\n")])
      try log.samples.copy(to: &file)
      try file.append(Array("\n]}\n".utf8))
      try file.finish()
    }
    return names
  }

  private func head(_ result: EvaluationResult, _ log: Log, _ json: inout JSONWriter) {
    let model = result.models.first { $0.name == log.name }
    let task = "\(subjects.dataset) \(subjects.split)"
    json.member("version", 2)
    json.member("status", "success")
    json.object("eval") { json in
      json.member("eval_id", "\(task) \(log.name)")
      json.member("run_id", task)
      json.member("created", Self.date)
      json.member("task", task)
      json.member("task_id", "\(task) \(log.name)")
      json.object("dataset") { json in
        json.member("name", subjects.dataset)
        json.member("samples", result.items)
      }
      json.member("model", model?.model ?? log.name)
      json.object("config") { json in
        json.member("epochs", log.epochs)
        json.member("epochs_reducer", ["mean"])
      }
      json.object("metadata") { json in
        json.member("name", log.name)
        json.member("program", "\(ProgramVersion.name) \(ProgramVersion.current)")
      }
    }
    json.object("plan") { json in
      json.member("name", "plan")
      json.array("steps") { _ in }
    }
    json.object("results") { json in
      json.member("total_samples", log.count)
      json.member("completed_samples", log.count - log.unscored)
      json.array("scores") { json in
        json.object { json in
          json.member("name", Self.scorer)
          json.member("scorer", Self.scorer)
          if log.epochs > 1 { json.member("reducer", "mean") }
          json.member("scored_samples", model?.accuracy?.n ?? 0)
          json.member("unscored_samples", log.unscored)
          json.object("metrics") { json in
            guard let accuracy = model?.accuracy else { return }
            json.object("accuracy") { json in
              json.member("name", "accuracy")
              json.member("value", accuracy.value)
              json.object("metadata") { json in
                json.member("lower", accuracy.lower)
                json.member("upper", accuracy.upper)
                json.member("method", accuracy.method)
              }
            }
          }
        }
      }
    }
    json.object("stats") { json in
      json.member("started_at", Self.date)
      json.member("completed_at", Self.date)
      json.object("model_usage") { json in
        guard let tokens = model?.tokens else { return }
        json.object(log.name) { json in
          json.member("input_tokens", tokens.input)
          json.member("output_tokens", tokens.output)
          json.member("total_tokens", tokens.input + tokens.output)
        }
      }
    }
  }

  /// The models' names as files': what is not a letter or digit of ASCII, `.`, `_` or `-` becomes `_`. If that leaves a name hidden or
  /// empty, or two names equal, each gets its place in front.
  private var fileNames: [String] {
    let names = subjects.models.map(Self.plain)
    let isClear = Set(names).count == names.count && names.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
    return isClear ? names : names.enumerated().map { "\($0 + 1)-\($1)" }
  }

  private static func plain(_ name: String) -> String {
    let scalars = name.unicodeScalars.prefix(100).map { scalar -> Unicode.Scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "._-".unicodeScalars.contains(scalar))
        ? scalar : "_"
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
