/// A condition that a model must meet, as the section `evaluation.gates` of a recipe writes it.
public struct GateRule: Sendable, Hashable {
  /// What is measured.
  public enum Metric: String, Sendable, Hashable, CaseIterable {
    /// The share of items, or of values of a field, that are right.
    case accuracy
    /// The share of answers that are JSON as they stand.
    case jsonValid = "json_valid"
    /// The errors of numbers: mean size, mean size relative to the truth, median size, and the share within the tolerance.
    case mae, mape
    case medianError = "median_error"
    case within
    /// Of sets and lists, over all elements.
    case precision, recall, f1
    /// The mean of F1 over classes.
    case macroF1 = "macro_f1"
    /// The mean likeness of texts.
    case similarity
    /// The share of items that the model refused to answer.
    case refused
    /// The share of an item's pairs of answers that agree.
    case consistency
    /// How long answers take, in milliseconds: half of them, 95 %, 99 % of them at most.
    case latencyP50 = "latency_p50"
    case latencyP95 = "latency_p95"
    case latencyP99 = "latency_p99"
    /// Dollars an item.
    case cost

    /// Whether less is better.
    public var isBetterLow: Bool {
      switch self {
      case .mae, .mape, .medianError, .refused, .latencyP50, .latencyP95, .latencyP99, .cost: true
      default: false
      }
    }

    /// Whether it is measured in a field, and not in whole answers.
    public var needsField: Bool {
      switch self {
      case .mae, .mape, .medianError, .within, .precision, .recall, .f1, .macroF1, .similarity: true
      default: false
      }
    }

    /// Whether two models are compared by their difference. Of percentiles no interval of a difference is reckoned.
    public var hasDifference: Bool {
      switch self {
      case .medianError, .latencyP50, .latencyP95, .latencyP99: false
      default: true
      }
    }

    /// Whether it is a share, which is shown in percent.
    public var isShare: Bool {
      switch self {
      case .mae, .medianError, .latencyP50, .latencyP95, .latencyP99, .cost: false
      default: true
      }
    }
  }

  /// Which fields a gate is about.
  public enum Subject: Sendable, Hashable {
    /// Whole answers.
    case answer
    case field(String)
    /// Each field by itself, as a gate of its own.
    case eachField
  }

  public enum Bound: Sendable, Hashable {
    /// What the candidate must reach.
    case minimum(Double)
    case maximum(Double)
    /// By how much the candidate must be better than the baseline.
    case improvement(Double, Kind)
    /// By how much the candidate may be worse than the baseline.
    case worsening(Double, Kind)
    /// How many times the baseline's figure the candidate's may be; at least so many times where more is better.
    case ratio(Double)

    /// Whether the baseline is needed.
    public var isRelativeToBaseline: Bool {
      switch self {
      case .minimum, .maximum: false
      case .improvement, .worsening, .ratio: true
      }
    }
  }

  /// How a difference is reckoned.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The difference of the figures: from 70 % to 80 % are 10 points.
    case points
    /// Relative to the baseline's figure: from 70 % to 77 % are 10 %.
    case relative
  }

  /// What decides.
  public enum Decider: String, Sendable, Hashable, CaseIterable {
    /// The whole confidence interval must be on the right side.
    case interval
    /// The figure alone, without regard to chance.
    case figure
  }

  public var metric: Metric
  public var subject: Subject
  public var bound: Bound
  public var by: Decider

  public init(_ metric: Metric, of subject: Subject = .answer, _ bound: Bound, by: Decider = .interval) {
    self.metric = metric
    self.subject = subject
    self.bound = bound
    self.by = by
  }
}
