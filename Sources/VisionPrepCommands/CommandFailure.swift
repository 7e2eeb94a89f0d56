import ArgumentParser
import PrepJSON
import VisionPrep

/// Why the program ends without having done what was asked: a sentence for people, or with `--json` an object for programs.
struct CommandFailure: Error {
  /// What kind of fault it is; stable.
  var code: String
  /// What was found.
  var message: String
  /// What to do.
  var remedy: String?
  /// The path of the recipe's key that is at fault, such as `answer.json`.
  var key: String?
  /// The recipe, or another file, that is at fault, and the 1-based line in it.
  var file: String?
  var line: Int?
  /// The 1-based page that failed.
  var page: Int?
  /// The errno value behind it.
  var systemError: Int32?
  /// All mistakes of a recipe, or of a profile.
  var problems: [RecipeError.Problem] = []
  var exit: ExitCode

  init(code: String, _ message: String, remedy: String? = nil, exit: ExitCode) {
    (self.code, self.message, self.remedy, self.exit) = (code, message, remedy, exit)
  }

  /// - Parameter recipe: the one in which the error may lie.
  init(_ error: RunError, in recipe: RecipeFile? = nil) {
    if error.code == .cancelled {
      self = .interrupted()
      return
    }
    self.init(
      code: error.code.rawValue, error.message, remedy: error.remedyWithOptions,
      exit: error.code.isMisuse ? Exit.usage : Exit.runFailed)
    key = error.key
    systemError = error.systemError
    problems = error.problems
    line = recipe?.line(of: error)
    if line != nil { file = recipe?.path }
  }

  init(_ error: RecipeError) {
    self.init(code: "recipe", "the recipe has \(counted(error.problems.count, "problem"))", exit: Exit.usage)
    file = error.recipe
    problems = error.problems
  }

  /// What the parser of arguments has to say. Its sentences have what was found first, and then what to do.
  init(usage error: any Error, exit: ExitCode) {
    let sentence = VisionPrepCommand.message(for: error)
    for separator in ["; ", ". Did you mean ", ". Please "] {
      guard let place = sentence.firstRange(of: separator) else { continue }
      let remedy = separator.drop { ". ;".contains($0) } + sentence[place.upperBound...]
      self.init(code: "usage", String(sentence[..<place.lowerBound]), remedy: String(remedy), exit: exit)
      return
    }
    let help = VisionPrepCommand.fullMessage(for: error).split(separator: "\n").last { $0.contains("--help") }
    let remedy = help.map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
    self.init(code: "usage", sentence, remedy: remedy, exit: exit)
  }

  /// A signal ended the verb before its end.
  /// - Parameter kept: what has become of the work so far, when there is something to say.
  static func interrupted(_ kept: String? = nil) -> CommandFailure {
    CommandFailure(
      code: "interrupted", "interrupted before all was done\(kept.map { ": \($0)" } ?? "")", remedy: "run it again",
      exit: Exit.interrupted)
  }
}

extension CommandFailure {
  /// Prints it on standard error.
  func show(asJSON isJSON: Bool) {
    if isJSON { return Terminal.note(json) }
    // The mistakes of a profile are in the message, a line each; those of a recipe are listed below it.
    let problems = key == "provider" ? [] : problems
    let place: Line = problems.isEmpty ? Self.place(file, line) : ""
    let message = key == "provider" ? Line.lines(of: message).joined : Line(message)
    let sentence: Line = "\(place)\(message)\(remedy.map { "; \($0)" } ?? "")"
    // Who interrupts a verb is told of no error.
    if exit == Exit.interrupted { return Terminal.note("visionprep: \(sentence)") }
    Terminal.error(sentence)
    for problem in problems {
      Terminal.note("\(Self.place(file, problem.line))\(problem.message); \(problem.remedy)")
    }
  }

  private static func place(_ file: String?, _ line: Int?) -> Line {
    guard let file else { return "" }
    return line.map { "\(file):\($0): " } ?? "\(file): "
  }

  /// One object, on one line.
  private var json: JSONLine {
    JSONLine(kind: "error") { json in
      json.member("code", code)
      json.member("message", message)
      // A single mistake has one place and one remedy.
      let only = problems.count == 1 ? problems.first : nil
      json.member("remedy", remedy ?? only?.remedy)
      json.member("key", key)
      json.member("file", file)
      json.member("line", line ?? only?.line)
      if page != nil { json.member("page", page) }
      if let systemError { json.member("errno", Int(systemError)) }
      if !problems.isEmpty {
        json.objects("problems", problems) { json, problem in
          json.member("line", problem.line)
          json.member("message", problem.message)
          json.member("remedy", problem.remedy)
        }
      }
      json.member("exit_code", Int(exit.rawValue))
    }
  }
}
