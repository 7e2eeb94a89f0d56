/// The reason why an item did not become a record. Only the item's own row is affected.
public struct ItemFailure: Error, Sendable, Hashable {
  public var stage: FailureStage
  public var code: FailureCode
  /// A sentence for a person: what was found, what is allowed.
  public var message: String

  package init(_ stage: FailureStage, _ code: FailureCode, _ message: String) {
    self.stage = stage
    self.code = code
    self.message = message
  }
}

extension ItemFailure: CustomStringConvertible {
  public var description: String { "\(stage.rawValue): \(code): \(message)" }
}
