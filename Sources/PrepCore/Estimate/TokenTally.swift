/// What the examples of a file, or of several, have together.
public struct TokenTally: Sendable, Hashable {
  public var examples = 0
  public var images = 0
  /// Tokens of the texts, with what the chat format adds; nil when they could not be counted.
  public var text: Int? = 0
  /// Tokens of the images, as far as they are known; nil when there are images and nothing is known of them.
  public var imageTokens: Int? { knownImageTokens == 0 && !unknownImages.isEmpty ? nil : knownImageTokens }
  package var knownImageTokens = 0
  /// Tokens that training bills for one epoch: all that are known, but of an example above the training context only those within.
  public var billed = 0
  /// Tokens that a model is given when it is asked for the last answer of each example, and tokens of these answers.
  public var questions = 0
  public var answers = 0
  /// Images whose tokens are not known, by the reason: `address` (the record does not hold the image), `unreadable`, `no_rule` (how
  /// the model counts such an image is not known).
  public var unknownImages: [String: Int] = [:]
  /// Examples that have something whose tokens follow no published rule, by its name, such as `tools`.
  public var uncounted: [String: Int] = [:]
  /// The tokens of each example of which all are known, in no order.
  public var sizes: [Int] = []

  package init() {}

  /// Whether all tokens are known.
  public var isComplete: Bool { text != nil && unknownImages.isEmpty && uncounted.isEmpty }

  /// All tokens, as far as they are known; nil when the texts could not be counted.
  public var total: Int? { text.map { $0 + knownImageTokens } }

  /// Adds what the examples of another file have.
  package mutating func add(_ other: TokenTally) {
    examples += other.examples
    images += other.images
    text = sum(text, other.text)
    knownImageTokens += other.knownImageTokens
    billed += other.billed
    questions += other.questions
    answers += other.answers
    unknownImages.merge(other.unknownImages, uniquingKeysWith: +)
    uncounted.merge(other.uncounted, uniquingKeysWith: +)
    sizes += other.sizes
  }

  private func sum(_ left: Int?, _ right: Int?) -> Int? { left.flatMap { left in right.map { left + $0 } } }
}
