/// A header of a request. Its value may be a key, so descriptions contain only the name.
package struct HTTPHeader: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  package var description: String { "\(name): ..." }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["name": name]) }

  /// The line in curl's form: curl expects a semicolon after the name of an empty header, and omits a header with only a colon.
  var line: String { value.isEmpty ? "\(name);" : "\(name): \(value)" }

  /// False when a character would end the line or the name and so alter the request.
  var isOneLine: Bool {
    !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x3A && $0 < 0x7F }
      && value.utf8.allSatisfy { $0 != 0x0D && $0 != 0x0A && $0 != 0 }
  }

  func isNamed(_ other: String) -> Bool { name.lowercased() == other }
}
