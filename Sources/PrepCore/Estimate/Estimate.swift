/// The tokens of a dataset and what training on it costs, as an estimation found them.
public struct Estimate: Sendable, Hashable {
  public var model: String
  /// Whether the model is in the table, and the provider with it. Of one that is not, nothing is known but the counts.
  public var isModelKnown: Bool
  public var provider: String
  /// The month in which prices and rules were collected, such as `2026-11`, and where.
  public var collected: String
  public var source: String
  public var epochs: Int
  public var vocabulary: VocabularyState
  /// The files in the order in which they were read.
  public var files: [File] = []
  /// The most tokens of a training example; a longer one is cut at its end, so the answer is lost first. Nil when it is not known.
  public var trainingContext: Int?
  /// The training examples above that.
  public var tooLong: [Example] = []
  /// Lines that are no examples in the chat format.
  public var unreadable: [Unreadable] = []
  /// Nil when the prices are not known.
  public var prices: Prices?
  /// What ends at the provider.
  public var notices: [ClosingNotice] = []

  package init(
    model: String, isModelKnown: Bool, provider: String, collected: String, source: String, epochs: Int, trainingContext: Int?,
    prices: Prices?, notices: [ClosingNotice]
  ) {
    self.model = model
    self.isModelKnown = isModelKnown
    self.provider = provider
    self.collected = collected
    self.source = source
    self.epochs = epochs
    self.vocabulary = .missing("")
    self.trainingContext = trainingContext
    self.prices = prices
    self.notices = notices
  }

  /// Whether text tokens could be counted.
  public enum VocabularyState: Sendable, Hashable {
    case found(encoding: String, path: String)
    /// Why not, and what to do.
    case missing(String)
  }

  /// A file and what it holds.
  public struct File: Sendable, Hashable {
    public var path: String
    public var split: Split
    public var tally: TokenTally

    package init(path: String, split: Split, tally: TokenTally) {
      self.path = path
      self.split = split
      self.tally = tally
    }
  }

  /// A line that is an example.
  public struct Example: Sendable, Hashable {
    public var file: String
    /// From 1.
    public var line: Int
    /// From the `items.jsonl` of a prepared folder; nil elsewhere.
    public var id: String?
    /// Tokens of the texts, with what the chat format adds; nil without a vocabulary.
    public var text: Int?
    /// Tokens of the images, as far as they are known.
    public var images: Int
    public var imageCount: Int
    /// All tokens; nil when some are not known.
    public var total: Int?

    package init(file: String, line: Int, id: String?, text: Int?, images: Int, imageCount: Int, total: Int?) {
      self.file = file
      self.line = line
      self.id = id
      self.text = text
      self.images = images
      self.imageCount = imageCount
      self.total = total
    }
  }

  /// A line that is none.
  public struct Unreadable: Sendable, Hashable {
    public var file: String
    /// From 1.
    public var line: Int
    public var message: String

    package init(file: String, line: Int, message: String) {
      self.file = file
      self.line = line
      self.message = message
    }
  }

  /// Dollars for a million tokens.
  public struct Prices: Sendable, Hashable {
    public var training: Dollars
    public var input: Dollars
    public var output: Dollars

    package init(training: Dollars, input: Dollars, output: Dollars) {
      self.training = training
      self.input = input
      self.output = output
    }
  }

  /// What the examples of one split have together.
  public func tally(of split: Split) -> TokenTally {
    files.filter { $0.split == split }.reduce(into: TokenTally()) { $0.add($1.tally) }
  }

  /// What all examples have together.
  public var whole: TokenTally { files.reduce(into: TokenTally()) { $0.add($1.tally) } }
}

extension Estimate {
  /// What training costs: the tokens of the training files, each epoch once. Validation is free.
  public struct Training: Sendable, Hashable {
    /// Tokens that are billed, over all epochs. Of an example above the training context only what is not cut.
    public var tokens: Int
    /// Nil when the price is not known.
    public var cost: Dollars?
    /// Whether that is all; else it is the least, since some tokens are not known.
    public var isComplete: Bool
  }

  /// What asking the tuned model for each answer of the test files costs, once.
  public struct Evaluation: Sendable, Hashable {
    public var examples: Int
    public var input: Int
    public var output: Int
    public var cost: Dollars?
    public var isComplete: Bool
  }

  /// Nil when there are no training examples, or text could not be counted.
  public var training: Training? {
    let tally = tally(of: .train)
    guard tally.examples > 0, tally.text != nil else { return nil }
    let tokens = tally.billed * epochs
    return Training(tokens: tokens, cost: prices?.training.cost(ofTokens: tokens), isComplete: tally.isComplete)
  }

  /// Nil when there are no test examples, or text could not be counted.
  public var evaluation: Evaluation? {
    let tally = tally(of: .test)
    guard tally.examples > 0, tally.text != nil else { return nil }
    let cost = prices.map { $0.input.cost(ofTokens: tally.questions) + $0.output.cost(ofTokens: tally.answers) }
    return Evaluation(
      examples: tally.examples, input: tally.questions, output: tally.answers, cost: cost, isComplete: tally.isComplete)
  }
}
