/// The set that an item belongs to.
public enum Split: String, Sendable, Hashable, CaseIterable {
  case train, validation, test
}
