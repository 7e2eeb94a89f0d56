/// A condition on a column that a row of a table must meet to become an item.
public struct RowCondition: Sendable, Hashable {
  public enum Test: Sendable, Hashable {
    /// The value's text is one of these.
    case oneOf([String])
    /// The value is a number, or the text of a number, and lies within these inclusive bounds.
    case within(atLeast: Double?, atMost: Double?)
  }

  public var column: String
  public var test: Test

  public init(_ column: String, _ test: Test) {
    self.column = column
    self.test = test
  }

  /// - Parameter text: the row's value as text; nil when it has none.
  package func holds(_ text: String?) -> Bool {
    guard let text else { return false }
    switch test {
    case .oneOf(let texts): return texts.contains(text)
    case .within(let least, let most):
      guard let number = Double(text) else { return false }
      return number >= least ?? -.infinity && number <= most ?? .infinity
    }
  }
}
