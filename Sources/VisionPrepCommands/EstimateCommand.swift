import ArgumentParser
import VisionPrep

/// Tokens and cost of a dataset.
struct EstimateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Count the tokens of a dataset and say what training on it costs.",
    discussion: """
      Reads the output folder of prepare, or any JSONL files in OpenAI's chat format. \
      Files that are named as prepare names them (validation-00001.jsonl, test.jsonl) \
      count for that split, all others as training files. Image tokens follow the \
      provider's published rules, text tokens its published encodings, prices a dated \
      table. What is not known is called unknown.

      Exit code 3 when some lines could not be read.

      Examples:
        visionprep estimate out
        visionprep estimate out --model gpt-4o-mini --epochs 2
        visionprep estimate data.jsonl --test held-out.jsonl --json
      """)

  @Argument(help: ArgumentHelp("A prepared folder, or JSONL files.", valueName: "dir or file.jsonl"), completion: .file())
  var inputs: [String] = []

  @Option(
    help: ArgumentHelp("A file that is for validation; may be given several times.", valueName: "file.jsonl"),
    completion: .records)
  var validation: [String] = []

  @Option(
    help: ArgumentHelp("A file that is for evaluation; may be given several times.", valueName: "file.jsonl"),
    completion: .records)
  var test: [String] = []

  @OptionGroup var model: ModelOption

  @Option(help: ArgumentHelp("Who trains it (default: whom the folder was prepared for, or openai).", valueName: "name"))
  var provider: String?

  @Option(help: ArgumentHelp("How often the training goes over the examples.", valueName: "n"))
  var epochs = 3

  @Option(
    help: ArgumentHelp("A JSON file with models and prices to use instead of the built-in ones.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var table: String?

  @Flag(help: "Also print a line for each example.")
  var each = false

  @Flag(help: "Print the estimate as JSON; with --each, a line for each example before it.")
  var json = false

  @OptionGroup var quiet: QuietOption

  func validate() throws {
    if inputs.isEmpty, validation.isEmpty, test.isEmpty {
      throw ValidationError("Nothing is named to be read; expected a prepared folder or JSONL files.")
    }
    if !(1...1000).contains(epochs) { throw ValidationError("--epochs is \(epochs); expected a number from 1 to 1000.") }
  }

  func run() async throws {
    var options = Estimation.Options()
    options.model = model.name
    options.provider = provider
    options.epochs = epochs
    options.table = table
    options.splits = [.validation: validation, .test: test]
    options.tellsExamples = each
    let estimate = try await Estimation(inputs, options: options).run { [quiet, json] progress in
      guard case .example(let example) = progress else { return }
      quiet.show(EstimateText.people(example), or: EstimateText.json(example), asJSON: json)
    }
    quiet.show(EstimateText.people(estimate), or: EstimateText.json(estimate), asJSON: json)
    if !estimate.unreadable.isEmpty { throw Exit.itemsFailed }
  }
}
