/// What of an answer counts, and how it is compared with the truth: the part of a recipe's `evaluation` section that scoring
/// needs.
package struct ScoringRules: Sendable, Hashable {
  package enum Subject: Sendable, Hashable {
    /// Answers are JSON. Every key of the truth counts and is compared by its type; keys of nested objects count one by one.
    case everyKey
    /// Answers are JSON, and these of their fields count.
    case fields([Field])
    /// Answers are text, with one value to be found in it.
    ///
    /// `after` is the mark behind which the value stands; see ``MarkedAnswer``.
    case answer(FieldRule, after: String?)
  }

  package struct Field: Sendable, Hashable {
    package var path: FieldPath
    package var rule: FieldRule

    package init(_ path: FieldPath, _ rule: FieldRule) {
      self.path = path
      self.rule = rule
    }
  }

  /// What must be right for an item to be right.
  package enum Primary: Sendable, Hashable {
    /// All fields that the truth has, except those compared by ``Comparison/none``.
    case all
    case field(FieldPath)
  }

  package var subject: Subject
  package var primary: Primary
  /// Texts by which a model declines to answer, such as `Not identifiable`; see ``Refusals``.
  package var refusals: [String]

  package init(_ subject: Subject = .everyKey, primary: Primary = .all, refusals: [String] = []) {
    self.subject = subject
    self.primary = primary
    self.refusals = refusals
  }
}

/// How one field is compared.
package struct FieldRule: Sendable, Hashable {
  package var comparison: Comparison
  /// Differences between texts that do not matter, also between texts inside of arrays and objects.
  package var ignoring: IgnoredDifferences

  package init(_ comparison: Comparison = .exact, ignoring: IgnoredDifferences = []) {
    self.comparison = comparison
    self.ignoring = ignoring
  }
}

/// When a value equals the true one.
///
/// Whatever the comparison, a value of another JSON type than the truth's is wrong (``FieldOutcome/typeMismatch``): `"1"` is not
/// `1`. What allows more says so.
package enum Comparison: Sendable, Hashable {
  /// Equal by type: see ``ComparedValue``.
  case exact
  /// The same as ``exact``; says that the field holds text.
  case text
  /// Equal numbers, or numbers that differ by no more than a tolerance.
  ///
  /// A text counts as a number when all of it is a ``Quantity``. With `units`, a text and a number can be equal: `"40 mm"` is
  /// 40. Without `units`, a text equals only a text. Units must be the same, or one of the two has none. When one of
  /// the two is a text that is no quantity, both are compared as ``exact`` does. In an answer that is text the number is found by
  /// ``NumberSearch``, and units matter only with `units`; a truth without a number is compared as text.
  case number(units: Bool = false, within: Tolerance? = nil)
  /// The same day, month or year, however it is written: see ``WrittenDate``. When one of the two is no date, both are compared
  /// as ``exact`` does.
  case date
  /// The same lower and upper end: see ``WrittenRange``. A number within a range does not equal the range. When one of the two
  /// is no range, both are compared as ``exact`` does.
  case range
  /// The same elements, whatever their order and however often each occurs. A truth that is no array counts as a set of one
  /// element, and then the answer's must be none either.
  case set
  /// The same elements in the same order. How many are right is the length of the longest common subsequence, so that one
  /// element too many does not make all elements behind it wrong.
  case list
  /// Texts with a chrF of at least this much, from 0 to 1: see ``CharacterFScore``. Differences that are ignored are removed
  /// before the comparison.
  case similarity(atLeast: Double)
  /// One of the classes that the truths have. In JSON the value is the class; in an answer that is text the class is found by
  /// ``LabelSearch``.
  case label
  /// The truth is an array, and the value is right when it equals one of its elements, or the whole array, as ``exact`` does.
  case anyOf
  /// Not compared, and counted nowhere.
  case none
}

/// How far a number may be from the true one.
///
/// Exact decimal arithmetic decides, so 0.77 is within 10 % of 0.7. Only numbers of more than 19 digits, or so far apart that
/// 127 bits cannot hold both, are compared in floating point.
package enum Tolerance: Sendable, Hashable {
  /// A share of the truth's magnitude: 0.1 for `10%`. A true zero allows only zero.
  case share(DecimalNumber)
  /// The same amount for every truth.
  case absolute(DecimalNumber)
}

/// Differences between texts that do not matter.
///
/// Texts are always compared in Unicode's normal form C. What is ignored is taken away from both, in this order:
/// 1. `accents`: the text is decomposed canonically (form D), and code points of the category Mn are removed.
/// 2. `spaces`: code points with the property White_Space, and U+001C to U+001F, are removed.
/// 3. `punctuation`: code points of the categories Pc, Pd, Ps, Pe, Pi, Pf and Po are removed. Symbols such as `+` and `$` stay.
/// 4. `case`: each code point is replaced by its full uppercase mapping, and then each code point of that by its full lowercase
///    mapping, without regard to its neighbours; so `ß` equals `SS`.
package struct IgnoredDifferences: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let `case` = IgnoredDifferences(rawValue: 1)
  package static let spaces = IgnoredDifferences(rawValue: 2)
  package static let punctuation = IgnoredDifferences(rawValue: 4)
  package static let accents = IgnoredDifferences(rawValue: 8)
}
