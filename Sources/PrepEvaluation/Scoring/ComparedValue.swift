import PrepJSON

/// A JSON value in a form in which equal values are equal.
///
/// - Values of different types differ; null, true and false are what they are.
/// - Numbers are equal as decimals: 1, 1.0 and 10e-1 are one number.
/// - Texts are equal when they are so in Unicode's normal form C, after what is ignored is taken away.
/// - Arrays are equal element by element. Objects are equal when they have equal keys (in form C; nothing else is ignored in
///   keys) with equal values, in any order.
enum ComparedValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(DecimalNumber)
  case text(String)
  case array([ComparedValue])
  case object([String: ComparedValue])

  init(_ value: JSONValue, ignoring ignored: IgnoredDifferences) {
    switch value {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .number(let text): self = DecimalNumber(text).map(ComparedValue.number) ?? .text(text)
    case .string(let text): self = .text(ignored.fold(text))
    case .array(let elements): self = .array(elements.map { ComparedValue($0, ignoring: ignored) })
    case .object(let members):
      self = .object(
        Dictionary(members.map { ($0.key, ComparedValue($0.value, ignoring: ignored)) }, uniquingKeysWith: { $1 }))
    }
  }
}
