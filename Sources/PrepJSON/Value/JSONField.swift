/// A value, or the lack of one, with its place in a document: what a document of a known form is read by.
///
///     let root = JSONField(value, name: "models.json")
///     let name = try root["provider"]["name"].string()
///     let tile = try root["tile"].ifPresent?.integer(in: 0...1000)
package struct JSONField: Sendable {
  /// Nil when there is nothing at the place.
  package let value: JSONValue?
  /// The place: `models[3].image.base`.
  package let path: String

  /// - Parameter name: what the whole document is called.
  package init(_ value: JSONValue, name: String = "the document") {
    self.value = value
    path = name
    isRoot = true
  }

  private init(_ value: JSONValue?, at path: String) {
    self.value = value
    self.path = path
    isRoot = false
  }

  private let isRoot: Bool

  /// What stands under a key of an object.
  package subscript(key: String) -> JSONField { JSONField(value?[key], at: isRoot ? key : "\(path).\(key)") }

  /// The field itself, unless nothing is there or null.
  package var ifPresent: JSONField? { value == nil || value == .null ? nil : self }
}

/// A document that is JSON and not of the form that it should have.
package struct JSONFieldFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// The place in the document.
  package let path: String
  package let found: String
  package let expected: String

  package var description: String { "\(path) is \(found); expected \(expected)" }
}

extension JSONField {
  package func string() throws(JSONFieldFault) -> String {
    guard case .string(let text)? = value else { throw fault(expected: "a string") }
    return text
  }

  package func flag() throws(JSONFieldFault) -> Bool {
    guard case .bool(let flag)? = value else { throw fault(expected: "true or false") }
    return flag
  }

  /// A whole number that lies in a range: a file that somebody wrote must not lead to sums that overflow.
  package func integer(in range: ClosedRange<Int>) throws(JSONFieldFault) -> Int {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let number = value?.whole else { throw fault(expected: expected) }
    guard range.contains(number) else { throw fault(found: String(number), expected: expected) }
    return number
  }

  /// A number that lies in a range.
  package func double(in range: ClosedRange<Double>) throws(JSONFieldFault) -> Double {
    let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
    guard case .number(let text)? = value, let number = Double(text) else { throw fault(expected: expected) }
    guard range.contains(number) else { throw fault(found: text.shortened, expected: expected) }
    return number
  }

  /// One of the words of an enumeration.
  package func word<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type = Word.self) throws(JSONFieldFault) -> Word {
    let text = try string()
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      throw fault(found: "\"\(text.shortened)\"", expected: "one of \(words)")
    }
    return word
  }

  /// The elements of an array.
  package func elements() throws(JSONFieldFault) -> [JSONField] {
    guard case .array(let elements)? = value else { throw fault(expected: "an array") }
    return elements.enumerated().map { JSONField($0.element, at: "\(path)[\($0.offset)]") }
  }

  /// The members of an object, in their order.
  package func members() throws(JSONFieldFault) -> [(key: String, field: JSONField)] {
    guard case .object(let members)? = value else { throw fault(expected: "an object") }
    return members.map { ($0.key, JSONField($0.value, at: isRoot ? $0.key : "\(path).\($0.key)")) }
  }

  private func fault(expected: String) -> JSONFieldFault { fault(found: value?.title ?? "missing", expected: expected) }

  private func fault(found: String, expected: String) -> JSONFieldFault {
    JSONFieldFault(path: path, found: found, expected: expected)
  }
}
