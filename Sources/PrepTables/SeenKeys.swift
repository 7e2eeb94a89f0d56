/// Finds keys that stand twice in one object. Most objects are small, so a set is made only for large ones.
struct SeenKeys {
  private static let smallObject = 16
  private var set: Set<String> = []

  /// False when the key is among the members already.
  mutating func insert(_ key: String, after members: [Value.Member]) -> Bool {
    guard members.count >= Self.smallObject else { return !members.contains { $0.key == key } }
    if set.isEmpty { set = Set(members.map(\.key)) }
    return set.insert(key).inserted
  }
}
