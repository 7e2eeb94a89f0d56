package import PrepJSON

extension JSONValue {
  /// The longest whole number that a cell's text may become. Longer digit strings are card, account or serial numbers more
  /// often than quantities, and programs that read JSON numbers as doubles would change them.
  package static let longestIntegerCell = 15

  /// The value that a cell's text stands for when it goes into a JSON answer: a number, a bool, or the string itself.
  ///
  /// Only the text counts, not its quotes, because spreadsheets quote inconsistently.
  /// - A number is what JSON's grammar calls one, kept as written: `12`, `-0.5`, `1.10`, `1.5e-05`. `007`, `+1`, `.5`, `1.`,
  ///   `1,5` and ` 1` are strings. Whole numbers of more than ``longestIntegerCell`` digits are strings, and so is `12E4`:
  ///   without a signed exponent, as programs write it, that is a part number rather than 120,000.
  /// - `true` and `false` in lower case are bools.
  package static func typed(fromCell text: String) -> JSONValue {
    if text == "true" { return .bool(true) }
    if text == "false" { return .bool(false) }
    var number = JSONNumber()
    let isNumber = text.utf8.allSatisfy { number.take($0) } && number.isComplete
    if !isNumber || number.hasExponent && !number.hasSignedExponent { return .string(text) }
    return number.hasExponent || number.hasFraction || number.integerDigits <= longestIntegerCell ? .number(text) : .string(text)
  }
}
