/// Where a value stands in a record: `messages[2].content[1].image_url.url`.
struct ValuePath: Sendable, Hashable, CustomStringConvertible {
  enum Step: Sendable, Hashable {
    case key(String)
    case index(Int)
  }

  private(set) var steps: [Step] = []

  mutating func push(_ key: String) { steps.append(.key(key)) }
  mutating func push(_ index: Int) { steps.append(.index(index)) }
  mutating func pop() { steps.removeLast() }
  mutating func clear() { if !steps.isEmpty { steps.removeAll(keepingCapacity: true) } }

  var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let key): text += (text.isEmpty ? "" : ".") + key
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }
}
