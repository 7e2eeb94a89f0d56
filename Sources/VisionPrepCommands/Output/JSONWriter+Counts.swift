import PrepJSON
import VisionPrep

extension JSONWriter {
  /// Writes a key with an array of objects.
  mutating func objects<Elements: Sequence>(
    _ name: String, _ elements: Elements, _ members: (inout JSONWriter, Elements.Element) -> Void
  ) {
    array(name, of: elements) { json, value in json.object { members(&$0, value) } }
  }

  /// Writes a member for each of several counts.
  mutating func members(_ counts: KeyValuePairs<String, Int>) {
    for (key, count) in counts { member(key, count) }
  }

  /// Writes a key with an object of counts, ordered by name.
  mutating func counts(_ name: String, _ counts: [String: Int]) {
    object(name) { json in
      for (key, count) in counts.sorted(by: { $0.key < $1.key }) { json.member(key, count) }
    }
  }

  /// Writes the counts of all splits under `splits`.
  mutating func splits(_ count: (Split) -> Int) {
    object("splits") { json in
      for split in Split.allCases { json.member(split.rawValue, count(split)) }
    }
  }
}
