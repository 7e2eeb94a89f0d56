package import PrepCore
package import PrepEvaluation
import PrepJSON
import PrepSystem

/// An earlier evaluation, of which a new one says what became worse.
///
/// `evaluation.json` gives the models with their accuracy. What came of each item is in `scores.jsonl` beside it; when that is gone, only
/// the accuracies can be compared.
package struct PreviousEvaluation: Sendable {
  package struct Model: Sendable, Hashable {
    package var name: String
    /// Nil when no item of it was scored.
    package var accuracy: Double?
  }

  package var dataset: String
  package var split: String
  package var baseline: String?
  package var candidate: String?
  package var models: [Model]
  private let folder: String

  private static let mostBytes = 64 << 20
  /// A row names an item and its fields; a longer one is none of ours.
  private static let longestRow = 16 << 20

  /// - Parameter path: of the file evaluation.json, or of the folder that it is in.
  package init(_ path: String) throws(RunError) {
    let file = Folder.exists(path) ? "\(path)/\(EvaluationFile.name)" : path
    folder =
      file.contains("/") ? file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") : "."
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try InputFile.contents(of: file, most: Self.mostBytes)
    } catch {
      throw RunError.input(file, error, remedy: "name the evaluation.json that an earlier evaluation wrote")
    }
    do throws(JSONFault) {
      let root = try JSONValue(bytes)
      guard let dataset = root["dataset"]?.text, let split = root["split"]?.text, let models = root["models"]?.elements else {
        throw JSONFault(.content, at: 0, found: "JSON without dataset, split and models")
      }
      self.dataset = dataset
      self.split = split
      baseline = root["baseline"]?.text
      candidate = root["candidate"]?.text
      self.models = models.compactMap { model in
        guard let name = model["name"]?.text else { return nil }
        return Model(name: name, accuracy: model["accuracy"]?["value"]?.text.flatMap { Double($0) })
      }
    } catch {
      throw RunError(
        .input, "\(file) is no result of an evaluation: \(error)",
        remedy: "name the evaluation.json that an earlier evaluation wrote")
    }
  }

  /// The row of scores.jsonl for one answer.
  package struct Score: Sendable, Hashable {
    package var id: String
    package var `repeat`: Int
    package var outcome: EvaluatedItem.Outcome
  }

  /// Reads the scores of one model, row by row.
  /// - Returns: false when there is no scores.jsonl.
  package func scores(of model: String, _ body: (Score) throws(RunError) -> Void) throws(RunError) -> Bool {
    let path = "\(folder)/\(ScoresFile.name)"
    let file: InputFile
    do throws(FileFault) {
      file = try InputFile(path)
    } catch {
      if case .missing = error.reason { return false }
      throw RunError.input(path, error, remedy: "mend it, or remove it to compare the accuracies alone")
    }
    var lines = ByteWindow(file)
    var number = 0
    while let row = try Self.next(&lines, path) {
      number += 1
      guard let value = try? JSONValue(row), let name = value["model"]?.text, let id = value["id"]?.text,
        let outcome = value["outcome"]?.text.flatMap(EvaluatedItem.Outcome.init(rawValue:))
      else {
        throw RunError(
          .input, "\(path), line \(number) is no row of an evaluation's scores",
          remedy: "copy the folder again, or remove the file to compare the accuracies alone")
      }
      if name == model { try body(Score(id: id, repeat: value["repeat"]?.whole ?? 0, outcome: outcome)) }
    }
    return true
  }

  private static func next(_ lines: inout ByteWindow<InputFile>, _ path: String) throws(RunError) -> [UInt8]? {
    do throws(FileFault) {
      switch try lines.nextLine(longest: longestRow) {
      case nil: return nil
      case .whole(let bytes): return Array(bytes)
      case .tooLong: return []
      }
    } catch {
      throw RunError.input(path, error, remedy: "mend it, or remove it to compare the accuracies alone")
    }
  }
}
