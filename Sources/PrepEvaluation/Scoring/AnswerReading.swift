package import PrepJSON

/// The JSON value of an answer, if it has one.
///
/// 1. When the whole answer is JSON (RFC 8259, with white space around it), that is the value, whatever its kind.
/// 2. Otherwise it is found, and counts as repaired. Where the truth is an object, only an object is looked for; where it is an
///    array, only an array; else either.
///    a. The text is cut at each ``` (three backticks). Every second piece is the content of a fence, also when the last fence is
///       never closed. Letters, digits, `_`, `+`, `.` and `-` at the beginning of a piece are dropped when the first is a
///       letter: they name the language. The last piece that is wholly JSON of the wanted kind is the value.
///    b. Else all top-level pieces in brackets are tried. From the beginning, the next `{` (for an array `[`, for either kind
///       whichever comes first) begins a piece. It ends at its matching bracket; brackets of both kinds count alike, and
///       those in double quotes do not count (a backslash there escapes the next character). The search goes on behind the
///       piece. A piece that never ends is none, and the search is over, so that the inner part of an answer that was cut off is
///       never taken for the answer. The last piece that is JSON of the wanted kind is the value: what comes later corrects what
///       came before.
///
/// In every case:
/// - A key that occurs twice has its last value, as in Python and JavaScript, and the answer counts as repaired.
/// - Bytes that are not UTF-8 are replaced by U+FFFD within strings, and the answer counts as repaired. Escapes of half a
///   surrogate pair are replaced too, but JSON allows them.
/// - NaN, Infinity, single quotes, comments, trailing commas and Python's `None` are no JSON.
/// - Arrays and objects nested deeper than 512 levels are no JSON.
///
/// Reading takes time in proportion to the length of the answer.
package enum AnswerReading: Sendable, Hashable {
  case json(JSONValue, repaired: Bool)
  case none

  /// What kind of value the truth is.
  package enum Wanted: Sendable, Hashable { case object, array, any }

  package init(_ answer: UnsafeRawBufferPointer, wanting wanted: Wanted = .any) {
    if let (value, isClean) = Self.parse(answer) {
      self = .json(value, repaired: !isClean)
    } else if let value = Self.fenced(answer, wanted) ?? Self.embedded(answer, wanted) {
      self = .json(value, repaired: true)
    } else {
      self = .none
    }
  }

  /// Reads a text that is wholly JSON.
  /// - Returns: the value, and whether it had neither repeated keys nor bytes that are not UTF-8.
  private static func parse(_ text: UnsafeRawBufferPointer) -> (value: JSONValue, isClean: Bool)? {
    // Most texts that are not JSON show it by their first character.
    guard let first = text.first(where: { !isSpace($0) }), beginsValue(first) else { return nil }
    var options = JSONOptions()
    do throws(JSONFault) {
      return (try value(text, options), true)
    } catch {
      guard error.kind == .duplicateKey || error.kind == .encoding else { return nil }
      options.duplicateKeys = .allow
      options.invalidUTF8 = .replace
      guard let value = try? value(text, options) else { return nil }
      return (value.withLastOfRepeatedKeys, false)
    }
  }

  private static func value(_ text: UnsafeRawBufferPointer, _ options: JSONOptions) throws(JSONFault) -> JSONValue {
    var reader = JSONReader(text, options: options)
    let value = try reader.value()
    try reader.end()
    return value
  }

  private static func fenced(_ text: UnsafeRawBufferPointer, _ wanted: Wanted) -> JSONValue? {
    var last: JSONValue?
    var start: Int?
    var place = 0
    while place < text.count {
      let isFence =
        text[place] == backtick && place + 2 < text.count && text[place + 1] == backtick && text[place + 2] == backtick
      guard isFence else {
        place += 1
        continue
      }
      if let begin = start {
        last = content(text, begin..<place, wanted) ?? last
        start = nil
      } else {
        start = place + 3
      }
      place += 3
    }
    if let start { last = content(text, start..<text.count, wanted) ?? last }
    return last
  }

  private static func content(_ text: UnsafeRawBufferPointer, _ range: Range<Int>, _ wanted: Wanted) -> JSONValue? {
    var piece = text[range]
    if let first = piece.first, isLetter(first) { piece = piece.drop { isLetter($0) || isInLanguageName($0) } }
    return parse(UnsafeRawBufferPointer(rebasing: piece)).flatMap { wanted.takes($0.value) ? $0.value : nil }
  }

  private static func embedded(_ text: UnsafeRawBufferPointer, _ wanted: Wanted) -> JSONValue? {
    var last: JSONValue?
    var place = 0
    while let start = text[place...].firstIndex(where: { wanted.begins(with: $0) }) {
      var scanner = JSONElementScanner()
      guard let count = scanner.scan(text[start...]) else { break }
      place = start + count
      let piece = UnsafeRawBufferPointer(rebasing: text[start..<place])
      if let (value, _) = parse(piece), wanted.takes(value) { last = value }
    }
    return last
  }

  private static let backtick = UInt8(ascii: "`")

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static func isInLanguageName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "-"): true
    default: false
    }
  }

  private static func beginsValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
      true
    default: false
    }
  }
}

extension AnswerReading.Wanted {
  func begins(with byte: UInt8) -> Bool {
    byte == UInt8(ascii: "{") && self != .array || byte == UInt8(ascii: "[") && self != .object
  }

  func takes(_ value: JSONValue) -> Bool {
    switch value {
    case .object: self != .array
    case .array: self != .object
    default: false
    }
  }
}

extension JSONValue {
  /// The value with the last of each key that its objects have several times.
  var withLastOfRepeatedKeys: JSONValue {
    switch self {
    case .array(let elements): return .array(elements.map(\.withLastOfRepeatedKeys))
    case .object(let members):
      var places: [[UInt8]: Int] = [:]
      var kept: [Member] = []
      for member in members {
        let value = member.value.withLastOfRepeatedKeys
        let key = Array(member.key.utf8)
        if let place = places[key] {
          kept[place].value = value
        } else {
          places[key] = kept.count
          kept.append(Member(member.key, value))
        }
      }
      return .object(kept)
    default: return self
    }
  }
}
