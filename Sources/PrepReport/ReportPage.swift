package import PrepCore
package import PrepStatistics

/// Everything that a report shows except the records, which it requests one by one while it is written.
package struct ReportPage: Sendable {
  /// A line about where the dataset comes from.
  package struct Fact: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The items that failed with one code.
  package struct FailureGroup: Sendable {
    package var code: FailureCode
    package var count = 0
    /// The first of them.
    package var rows: [Row] = []

    package struct Row: Sendable {
      package var id: String
      package var split: Split
      package var message: String
    }
  }

  /// The tokens of one split.
  package struct TokenRow: Sendable {
    package var split: Split
    package var examples: Int
    /// Nil when they are not known.
    package var text: Int?
    package var images: Int?
    package var total: Int?
    /// Whether that is all; else it is the least.
    package var isComplete: Bool

    package init(split: Split, examples: Int, text: Int?, images: Int?, total: Int?, isComplete: Bool) {
      self.split = split
      self.examples = examples
      self.text = text
      self.images = images
      self.total = total
      self.isComplete = isComplete
    }
  }

  package struct Tokens: Sendable {
    package var model: String
    package var provider: String
    /// The month of the rules and prices.
    package var collected: String
    package var rows: [TokenRow] = []
    /// The tokens of each example of which all are known.
    package var sizes: [Split: [Int]] = [:]
    /// What training costs, such as `1.35 USD`; nil when it is not known.
    package var cost: String?
    package var facts: [Fact] = []
    package var notes: [String] = []

    package init(model: String, provider: String, collected: String) {
      self.model = model
      self.provider = provider
      self.collected = collected
    }
  }

  /// How a model sees the pictures.
  package struct ModelView: Sendable {
    package var model: String
    package var pictures = 0
    /// Those that it sees smaller than they are.
    package var shrunk = 0
    /// The picture that it makes smallest, against its size in the record.
    package var worst: (id: String, size: PixelSize, seen: PixelSize)?
    /// Which pictures are shown: items with the picture's place in them.
    package var samples: [PictureKey] = []

    package init(model: String) { self.model = model }
  }

  /// A picture of the dataset.
  package struct PictureKey: Sendable, Hashable {
    package var ordinal: Int
    package var index: Int
  }

  package var statistics: Statistics
  package var facts: [Fact] = []
  /// Items that the folder does not contain, because it is a part or was made with a limit.
  package var notDone = 0
  /// The most frequent code first.
  package var failures: [FailureGroup] = []
  /// Nil when the recipe of the folder was not given.
  package var goals: [GoalStanding]?
  package var columns: [ColumnStatistics] = []
  /// Whether the columns are of the input; else they are the fields of the answers.
  package var columnsAreInput = false
  /// Texts that are the same in all records.
  package var systemOfAll: String?
  package var userOfAll: String?
  package var tokens: Tokens?
  package var view: ModelView?
  package var pictures: PictureReport?
  /// The items of the contact sheet by their split, in the order of the plan.
  package var samples: [Split: [Int]] = [:]

  package init(statistics: Statistics) { self.statistics = statistics }
}
