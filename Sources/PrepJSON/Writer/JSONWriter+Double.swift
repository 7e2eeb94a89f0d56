extension JSONWriter {
  /// Writes a number with the fewest digits that are read back as the same number; what is not finite becomes null.
  package mutating func value(_ number: Double) {
    if number.isFinite { literal(number.description) } else { null() }
  }

  /// Writes a key with a number; nil becomes null.
  package mutating func member(_ name: String, _ number: Double?) {
    key(name)
    if let number { value(number) } else { null() }
  }
}
