extension JSONWriter {
  /// Writes a value, numbers exactly as they were read.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let flag): self.value(flag)
    case .number(let text): literal(text)
    case .string(let text): self.value(text)
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    case .object(let members):
      beginObject()
      for member in members {
        key(member.key)
        self.value(member.value)
      }
      endObject()
    }
  }

  /// Writes a key with a value; nil becomes null.
  package mutating func member(_ name: String, _ value: JSONValue?) {
    key(name)
    if let value { self.value(value) } else { null() }
  }
}

extension JSONValue {
  /// The value as JSON text without any space.
  package var compactJSON: String {
    var json = JSONWriter()
    json.value(self)
    return json.text
  }
}
