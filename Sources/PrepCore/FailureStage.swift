/// The step of the flow at which an item failed; written into the item's row.
public enum FailureStage: String, Sendable, Hashable, CaseIterable {
  case plan, fetch, render, decode, check, resize, encode, record
}
