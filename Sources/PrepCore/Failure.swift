/// The reason why an item did not become a record. Only the item's own row is affected.
public struct Failure: Error, Sendable, Hashable {
  public var stage: Stage
  public var code: FailureCode
  /// A sentence for a person: what was found, what is allowed.
  public var message: String

  package init(_ stage: Stage, _ code: FailureCode, _ message: String) {
    self.stage = stage
    self.code = code
    self.message = message
  }
}

extension Failure: CustomStringConvertible {
  public var description: String { "\(stage.rawValue): \(code): \(message)" }
}
