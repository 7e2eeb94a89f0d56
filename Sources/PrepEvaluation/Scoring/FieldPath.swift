/// Where in a JSON object a field is: its keys from the outside in.
///
/// As text, the keys are joined by dots: `size.width`. A backslash stands before each dot and each backslash that belongs to a
/// key: `a\.b` is the single key `a.b`. A backslash before anything else, or at the end, is itself. The empty text is the single
/// empty key. Keys are compared in Unicode's normal form C. The elements of arrays have no paths.
package struct FieldPath: Sendable, Hashable {
  package let keys: [String]

  /// - Parameter keys: from the outside in; none for the whole value.
  package init(keys: [String]) { self.keys = keys }

  /// - Parameter text: as a recipe has it.
  package init(_ text: String) {
    var keys: [String] = []
    var key = String.UnicodeScalarView()
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.popFirst() {
      if scalar == "\\", let next = rest.first, next == "." || next == "\\" {
        key.append(next)
        rest.removeFirst()
      } else if scalar == "." {
        keys.append(String(key))
        key = String.UnicodeScalarView()
      } else {
        key.append(scalar)
      }
    }
    self.keys = keys + [String(key)]
  }

  func appending(_ key: String) -> FieldPath { FieldPath(keys: keys + [key]) }
}

extension FieldPath: CustomStringConvertible {
  /// The path as a recipe has it; `answer` for the whole value.
  package var description: String {
    guard !keys.isEmpty else { return "answer" }
    return keys.map { key in
      var text = String.UnicodeScalarView()
      for scalar in key.unicodeScalars {
        if scalar == "." || scalar == "\\" { text.append("\\") }
        text.append(scalar)
      }
      return String(text)
    }.joined(separator: ".")
  }
}
