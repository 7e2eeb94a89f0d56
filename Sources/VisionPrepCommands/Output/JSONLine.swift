import PrepJSON
import VisionPrep

/// One JSON value on a line of its own, for other programs.
struct JSONLine: Sendable {
  fileprivate var bytes: [UInt8]

  /// An object.
  init(_ members: (inout JSONWriter) -> Void) {
    var json = JSONWriter()
    json.beginObject()
    members(&json)
    json.endObject()
    bytes = json.bytes
  }

  /// An object of one kind among others of the same output.
  init(kind: String, _ members: (inout JSONWriter) -> Void) {
    self.init { json in
      json.member("kind", kind)
      members(&json)
    }
  }

  /// An array of objects.
  init<Elements: Sequence>(_ elements: Elements, _ members: (inout JSONWriter, Elements.Element) -> Void) {
    var json = JSONWriter()
    json.array { json in for element in elements { json.object { members(&$0, element) } } }
    bytes = json.bytes
  }

  /// The text as a file or a pipe gets it: JSON escapes the control characters of ASCII.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The same value for a terminal: all that is not harmless there is escaped, too.
  var textForTerminal: String {
    var text = ""
    for scalar in self.text.unicodeScalars {
      if scalar.isHarmless {
        text.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return text
  }
}
