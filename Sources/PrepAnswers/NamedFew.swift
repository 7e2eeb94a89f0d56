/// Many things of a kind: how many there are, and the first of them by name.
package struct NamedFew: Sendable, Hashable {
  package private(set) var count = 0
  package private(set) var names: [String] = []

  /// Enough to see what is wrong.
  private static let most = 5

  package init() {}

  package mutating func add(_ name: String) {
    count += 1
    if names.count < Self.most { names.append(name) }
  }

  package var first: String? { names.first }

  /// The names, and how many more there are: `a, b and 7 more`.
  package var words: String {
    let more = count - names.count
    return names.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}
