import PrepJSON
import VisionPrep

extension JSONWriter {
  /// Writes an object whose members `members` writes.
  mutating func object(_ members: (inout JSONWriter) -> Void) {
    beginObject()
    members(&self)
    endObject()
  }

  /// Writes a key with an object.
  mutating func object(_ name: String, _ members: (inout JSONWriter) -> Void) {
    key(name)
    object(members)
  }

  /// Writes a key with an object, or null when there is nothing to write.
  mutating func object<Value>(_ name: String, _ value: Value?, _ members: (inout JSONWriter, Value) -> Void) {
    key(name)
    if let value { object { members(&$0, value) } } else { null() }
  }

  /// Writes an array whose elements `element` writes.
  mutating func array<Elements: Sequence>(_ elements: Elements, _ element: (inout JSONWriter, Elements.Element) -> Void) {
    beginArray()
    for value in elements { element(&self, value) }
    endArray()
  }

  /// Writes a key with an array of objects.
  mutating func objects<Elements: Sequence>(
    _ name: String, _ elements: Elements, _ members: (inout JSONWriter, Elements.Element) -> Void
  ) {
    key(name)
    array(elements) { json, value in json.object { members(&$0, value) } }
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
