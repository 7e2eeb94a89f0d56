/// What an evaluation found: the figures of each model, the comparisons, the gates and the verdict.
///
/// Every figure says how many items it stands on and which values of it the test items allow. The intervals cover the choice of test
/// items; another training run of the same model is not in them.
public struct EvaluationResult: Sendable, Hashable {
  /// The dataset's name; the file's name when there is none.
  public var dataset: String
  /// Which split was judged: `test`; `folds` for the test splits of several folds together.
  public var split: String
  /// The items that were to be answered.
  public var items: Int
  /// What items belong together by; nil when each stands for itself.
  public var group: String?
  /// The groups that there are; nil without groups.
  public var groups: Int?
  /// What an answer must have right: `all` of the fields, or the name of one field.
  public var primary: String
  /// The name of the model that others are compared with.
  public var baseline: String?
  /// The name of the model that the gates judge.
  public var candidate: String?
  /// The confidence level of all intervals.
  public var level = 0.95
  /// The seed of everything that is resampled.
  public var seed: UInt64
  /// In the order given.
  public var models: [Model] = []
  public var comparisons: [Comparison] = []
  public var gates: [GateStanding] = []
  /// Nil without gates.
  public var verdict: Verdict?
  /// What the bare figures say, without regard to chance; nil without gates.
  public var verdictByFigures: Verdict?
  /// Sentences that explain the verdict, or what is missing for one.
  public var reasons: [String] = []
  /// What this test set can show at all.
  public var power: Power?
  /// Test items that the training data holds as well; nil when nobody looked.
  public var leaks: Leaks?
  /// What became worse since an earlier evaluation; nil without one.
  public var previous: Previous?
  /// What a reader of the figures should know, a sentence each.
  public var notes: [String] = []

  package init(dataset: String, split: String, items: Int, primary: String, seed: UInt64) {
    self.dataset = dataset
    self.split = split
    self.items = items
    self.primary = primary
    self.seed = seed
  }

  /// A value measured on test items.
  public struct Figure: Sendable, Hashable {
    public var value: Double
    /// The bounds of the confidence interval; nil where the items allow none.
    public var lower: Double?
    public var upper: Double?
    /// The items that it stands on.
    public var n: Int
    /// How the interval was made: `wilson`, `cluster`, `bca`, `percentile`, `order`, or `none`.
    public var method: String

    public init(_ value: Double, lower: Double?, upper: Double?, n: Int, method: String) {
      self.value = value
      self.lower = lower
      self.upper = upper
      self.n = n
      self.method = method
    }
  }

  /// How one model did.
  public struct Model: Sendable, Hashable {
    /// How tables and files call it: `base`, `tuned`.
    public var name: String
    /// The provider's name of it, when the answers say it.
    public var model: String?
    /// Items with an answer, right or wrong.
    public var answered = 0
    public var refused = 0
    public var invalid = 0
    /// Items whose answer failed or is missing. They count neither as right nor as wrong.
    public var unscored = 0
    /// Answers an item, at most.
    public var repeats = 1
    /// The share of items that are right; nil when none was scored.
    public var accuracy: Figure?
    /// In the order of the rules, or of the truths' keys.
    public var fields: [Field] = []
    /// Answers that are JSON as they stand, and answers that are JSON within fences or prose. Nil for answers that need not be JSON.
    public var jsonValid: Figure?
    public var jsonRepaired: Figure?
    /// Nil without repeats.
    public var consistency: Consistency?
    /// Of answers that were not taken from a cache; nil when no answer says how long it took.
    public var latency: Latency?
    /// Nil when no answer says how many.
    public var tokens: Tokens?
    public var costUSD: Double?

    package init(name: String) { self.name = name }

    /// The figures of a field; nil when no field has the name.
    public subscript(field name: String) -> Field? { fields.first { $0.name == name } }
  }

  /// How one model did in one field of its answers. For answers that are no JSON the one field is named `answer`.
  public struct Field: Sendable, Hashable {
    public var name: String
    /// How it was compared: `number`, `text`.
    public var compare: String
    public var accuracy: Figure?
    /// Of numbers: the mean and the median of the errors' sizes, and the mean error with its sign.
    public var mae: Figure?
    public var mape: Figure?
    /// Truths that are zero, which no relative error can be reckoned for.
    public var mapeExcluded: Int?
    public var medianError: Figure?
    public var bias: Figure?
    /// The share of numbers within the tolerance.
    public var within: Figure?
    /// The tolerance as the rules write it: `10%`.
    public var tolerance: String?
    /// Of sets and lists, over all their elements.
    public var precision: Figure?
    public var recall: Figure?
    public var f1: Figure?
    /// Of texts that are compared by likeness: the mean.
    public var similarity: Figure?
    /// Values of another type than the truth, such as "1" for 1.
    public var typeMismatches = 0
    /// Answers without the field.
    public var missing = 0
    /// Nil for what is no choice among a few classes.
    public var classes: Classes?

    package init(name: String, compare: String) {
      self.name = name
      self.compare = compare
    }
  }

  /// How a model did in each class.
  public struct Classes: Sendable, Hashable {
    /// The classes, in the order of their names.
    public var labels: [String]
    /// How often items of a class (row) were answered with a class (column). The last column counts answers that are none of them.
    public var confusion: [[Int]]
    public var precision: [Double?]
    public var recall: [Double?]
    public var f1: [Double?]
    public var macroF1: Figure?

    package init(
      labels: [String], confusion: [[Int]], precision: [Double?], recall: [Double?], f1: [Double?], macroF1: Figure?
    ) {
      self.labels = labels
      self.confusion = confusion
      self.precision = precision
      self.recall = recall
      self.f1 = f1
      self.macroF1 = macroF1
    }
  }

  /// How alike the answers to one item are.
  public struct Consistency: Sendable, Hashable {
    /// The mean share of an item's pairs of answers that agree.
    public var agreement: Figure?
    /// The share of items whose answers all agree.
    public var unanimous: Figure?

    package init(agreement: Figure?, unanimous: Figure?) {
      self.agreement = agreement
      self.unanimous = unanimous
    }
  }

  /// How long answers took, in milliseconds.
  public struct Latency: Sendable, Hashable {
    public var p50: Figure
    public var p95: Figure
    public var p99: Figure

    package init(p50: Figure, p95: Figure, p99: Figure) {
      self.p50 = p50
      self.p95 = p95
      self.p99 = p99
    }
  }

  public struct Tokens: Sendable, Hashable {
    public var input: Int
    public var output: Int

    package init(input: Int, output: Int) {
      self.input = input
      self.output = output
    }
  }

  /// How a model differs from the baseline, on the items that both were scored on.
  public struct Comparison: Sendable, Hashable {
    public var baseline: String
    public var candidate: String
    /// `accuracy`, `json_valid`, `mae`, `mape`, `f1`, ...
    public var metric: String
    /// Nil for a figure of whole answers.
    public var field: String?
    /// The candidate's figure less the baseline's.
    public var difference: Figure
    /// The chance of discordant items as unequal as these between models that are equally good; exact, and with the mid-p correction.
    /// Nil for what is not right or wrong.
    public var mcnemar: Double?
    public var mcnemarMid: Double?
    /// The same for means, by exchanging the models' answers at random.
    public var permutation: Double?
    /// The exact p-value adjusted for the number of candidates; nil for one candidate.
    public var holm: Double?
    /// Items that only one of the models has right.
    public var onlyBaseline: Int?
    public var onlyCandidate: Int?

    package init(baseline: String, candidate: String, metric: String, field: String?, difference: Figure) {
      self.baseline = baseline
      self.candidate = candidate
      self.metric = metric
      self.field = field
      self.difference = difference
    }
  }

  public enum Verdict: String, Sendable, Hashable, CaseIterable {
    case go = "GO"
    case noGo = "NO-GO"
    case inconclusive = "INCONCLUSIVE"
  }

  /// Where a gate stands.
  public struct GateStanding: Sendable, Hashable {
    public enum Result: String, Sendable, Hashable, CaseIterable { case passed, failed, open }

    /// What is measured, such as `accuracy`.
    public var metric: String
    public var field: String?
    /// The gate in the words of the rules: `accuracy: improvement of at least 10 points`.
    public var rule: String
    /// The model that is judged.
    public var model: String
    /// Whether the `interval` decides, or the `figure`.
    public var by: String
    /// What is compared with the threshold; nil when it could not be measured.
    public var value: Double?
    public var lower: Double?
    public var upper: Double?
    public var threshold: Double
    public var result: Result
    /// What the figure alone says; nil when there is none.
    public var resultByFigure: Result?
    /// The test items that would decide an open gate, if the figure stays as it is; nil when no number would, or none is needed.
    public var needsItems: Int?
    /// A sentence with figure, interval and threshold.
    public var sentence: String

    package init(
      metric: String, field: String?, rule: String, model: String, by: String, value: Double?, lower: Double?, upper: Double?,
      threshold: Double, result: Result, resultByFigure: Result?, needsItems: Int?, sentence: String
    ) {
      self.metric = metric
      self.field = field
      self.rule = rule
      self.model = model
      self.by = by
      self.value = value
      self.lower = lower
      self.upper = upper
      self.threshold = threshold
      self.result = result
      self.resultByFigure = resultByFigure
      self.needsItems = needsItems
      self.sentence = sentence
    }
  }

  /// What a test set of this size can show.
  public struct Power: Sendable, Hashable {
    /// The lower bound of the accuracy when every item is right.
    public var allRightProves: Double?
    /// The smallest difference in accuracy between two models that is found with a probability of 80 %.
    public var detectableDifference: Double?
    /// The share of items in which one of the models alone is right that this stands on, and whether it was measured.
    public var discordant: Double
    public var isDiscordantMeasured: Bool

    package init(allRightProves: Double?, detectableDifference: Double?, discordant: Double, isDiscordantMeasured: Bool) {
      self.allRightProves = allRightProves
      self.detectableDifference = detectableDifference
      self.discordant = discordant
      self.isDiscordantMeasured = isDiscordantMeasured
    }
  }

  /// Test items that the training data holds, too.
  public struct Leaks: Sendable, Hashable {
    public struct Leak: Sendable, Hashable {
      public var id: String
      /// The item of the training data that it equals.
      public var training: String
      /// Whether the `picture` or the `text` is the same.
      public var what: String

      package init(id: String, training: String, what: String) {
        self.id = id
        self.training = training
        self.what = what
      }
    }

    public var items: [Leak]
    /// Each model's accuracy without these items, by its name.
    public var accuracyWithout: [String: Figure]

    package init(items: [Leak], accuracyWithout: [String: Figure]) {
      self.items = items
      self.accuracyWithout = accuracyWithout
    }
  }

  /// What became of the items of an earlier evaluation.
  public struct Previous: Sendable, Hashable {
    /// Items that were right and are not any more, and the other way round; by the candidate, else the one model.
    public var worse: [String]
    public var better: [String]
    /// The accuracy then.
    public var accuracy: Double?

    package init(worse: [String], better: [String], accuracy: Double?) {
      self.worse = worse
      self.better = better
      self.accuracy = accuracy
    }
  }
}
