package import PrepCore
import PrepDataset
import PrepJSON
import PrepProviders
import PrepSystem
import PrepTokens

/// Counts the tokens of a dataset and says what training on it costs.
///
/// Nothing is guessed: of a model or provider that is not in the table, and of images whose size is not in the record, the tokens are
/// not known, and the estimate says so.
package struct EstimateRun: Sendable {
  /// What is read.
  package struct Input: Sendable {
    /// A prepared folder, or a JSONL file in the chat format.
    package var path: String
    /// What it is used for; nil for what its name says.
    package var split: Split?

    package init(_ path: String, split: Split?) {
      self.path = path
      self.split = split
    }
  }

  private let inputs: [Input]
  /// The model that is trained; also the name of a tuned one, `ft:…`.
  package var model: String
  /// Who trains it; nil for whom the folder was prepared for, or OpenAI.
  package var provider: String?
  /// How often the training goes over the examples.
  package var epochs = 3
  /// A JSON file with models and prices to use instead of the built-in ones.
  package var table: String?

  package init(of inputs: [Input], model: String) {
    self.inputs = inputs
    self.model = model
  }

  /// Reads everything; takes as long as reading the files does, and longer for much text.
  /// - Parameters:
  ///   - isStopped: asked for each line; true ends the reading.
  ///   - each: called with each example, in order; nil when nobody wants them, which spares their ids.
  /// - Returns: nil when it was stopped.
  /// - Throws: an input or table that cannot be read; a provider that does not exist.
  package func run(isStopped: () -> Bool, each: ((Estimate.Example) -> Void)?) throws(RunError) -> Estimate? {
    let table = try readTable()
    var datasets: [DatasetInput] = []
    for input in inputs { datasets.append(try DatasetInput(input.path, split: input.split)) }
    var (estimate, model) = try begin(table, provider: provider ?? datasets.providers.first ?? "openai")
    let vocabulary = vocabulary(of: model, into: &estimate)
    var counter = ExampleCounter(TokenRules(images: model?.image, vocabulary: vocabulary), probe: Base64Probe.size)
    for dataset in datasets {
      var reading = Reading(estimate: estimate, ids: each == nil ? [:] : try dataset.ids { _, _ in true })
      for file in dataset.files {
        guard try reading.read(file, &counter, isStopped: isStopped, each) else { return nil }
      }
      try reading.nameTooLong(by: dataset)
      estimate = reading.estimate
    }
    return estimate
  }

  private func readTable() throws(RunError) -> ModelTable {
    guard let path = table else { return .builtIn }
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try InputFile.contents(of: path, most: 16 << 20)
    } catch {
      throw .input("the table \(path)", error, remedy: "check the path")
    }
    do {
      return try ModelTable(json: bytes)
    } catch {
      throw RunError(
        .usage, "\(path) is no table of models: \(error)", remedy: "the page \"Tokens and cost\" shows what it looks like")
    }
  }

  /// What is known before anything is read.
  private func begin(_ table: ModelTable, provider: String) throws(RunError) -> (Estimate, ModelTable.Model?) {
    let known = table.provider(provider)
    guard known != nil || ProviderProfile.names.contains(provider) else {
      let names = Set(ProviderProfile.names).union(table.providers.map(\.name)).sorted()
      throw RunError(
        .unknownProvider, "the provider \"\(provider)\" is not known", remedy: "choose one of \(names.joined(separator: ", "))")
    }
    let model = known == nil ? nil : table.model(model)
    let prices = model?.prices[provider].map { prices in
      Estimate.Prices(training: prices.training, input: prices.input, output: prices.output)
    }
    let estimate = Estimate(
      model: model?.name ?? self.model, isModelKnown: model != nil, provider: provider, collected: table.collected,
      source: table.source, epochs: epochs, trainingContext: model?.trainingContext, prices: prices,
      notices: known?.notices ?? [])
    return (estimate, model)
  }

  private func vocabulary(of model: ModelTable.Model?, into estimate: inout Estimate) -> Vocabulary? {
    guard let encoding = model?.encoding else {
      estimate.vocabulary = .missing("the encoding of \(estimate.model) is not known")
      return nil
    }
    switch Vocabularies.find(encoding) {
    case .found(let vocabulary, let path):
      estimate.vocabulary = .found(encoding: encoding.rawValue, path: path)
      return vocabulary
    case .missing(let why):
      estimate.vocabulary = .missing(why)
      return nil
    }
  }
}

/// The files of one input, while they are read.
private struct Reading {
  var estimate: Estimate
  /// By file name and line.
  let ids: [String: [Int: String]]
  /// Those of ``Estimate/tooLong`` that belong to this input, with their file's name.
  private var tooLong: [(index: Int, name: String)] = []

  /// As large as the largest file that OpenAI takes at once.
  private static let longestLine = 512 << 20

  init(estimate: Estimate, ids: [String: [Int: String]]) {
    self.estimate = estimate
    self.ids = ids
  }

  /// - Returns: false when it was stopped.
  mutating func read(
    _ file: DatasetInput.File, _ counter: inout ExampleCounter, isStopped: () -> Bool, _ each: ((Estimate.Example) -> Void)?
  ) throws(RunError) -> Bool {
    var tally = TokenTally()
    var number = 0
    do throws(FileFault) {
      var lines = ByteWindow(try InputFile(file.path))
      while let line = try lines.nextLine(longest: Self.longestLine) {
        if isStopped() { return false }
        number += 1
        do throws(JSONFault) {
          guard let tokens = try Self.tokens(line, isFirst: number == 1, &counter) else { continue }
          tally.add(tokens, context: estimate.trainingContext)
          note(tokens, file, line: number, each)
        } catch {
          estimate.unreadable.append(Estimate.Unreadable(file: file.path, line: number, message: error.message))
        }
      }
    } catch {
      throw .input(file.path, error, remedy: "check the path")
    }
    estimate.files.append(Estimate.File(path: file.path, split: file.split, tally: tally))
    return true
  }

  /// The tokens of a line; nil when it is blank.
  private static func tokens(
    _ line: ByteWindow<InputFile>.Line, isFirst: Bool, _ counter: inout ExampleCounter
  ) throws(JSONFault) -> ExampleTokens? {
    guard case .whole(var line) = line else {
      throw JSONFault(.content, at: 0, found: "longer than \(ByteSize(bytes: longestLine))")
    }
    if isFirst, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = UnsafeRawBufferPointer(rebasing: line.dropFirst(3)) }
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
    return try counter.count(line)
  }

  private mutating func note(
    _ tokens: ExampleTokens, _ file: DatasetInput.File, line: Int, _ each: ((Estimate.Example) -> Void)?
  ) {
    let known = (tokens.text ?? 0) + tokens.images
    let isTooLong = file.split != .test && known > estimate.trainingContext ?? known
    guard isTooLong || each != nil else { return }
    let example = Estimate.Example(
      file: file.path, line: line, id: ids[file.name]?[line], text: tokens.text, images: tokens.images,
      imageCount: tokens.imageCount, total: tokens.total)
    each?(example)
    guard isTooLong else { return }
    tooLong.append((estimate.tooLong.count, file.name))
    estimate.tooLong.append(example)
  }

  /// Finds the ids of the examples that are too long.
  mutating func nameTooLong(by dataset: DatasetInput) throws(RunError) {
    guard !tooLong.isEmpty else { return }
    var wanted: [String: Set<Int>] = [:]
    for (index, name) in tooLong { wanted[name, default: []].insert(estimate.tooLong[index].line) }
    let ids = try dataset.ids { wanted[$0]?.contains($1) ?? false }
    for (index, name) in tooLong { estimate.tooLong[index].id = ids[name]?[estimate.tooLong[index].line] }
  }
}
