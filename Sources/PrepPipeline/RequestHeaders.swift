import Glibc
import PrepCore

/// The headers of a recipe with values from the environment. Messages name headers and variables, but never contain a value.
enum RequestHeaders {
  /// Replaces each `${NAME}` by the value of the variable.
  static func filled(
    _ headers: [Recipe.Header], from environment: (String) -> String? = { getenv($0).map { String(cString: $0) } }
  ) throws(RunError) -> [Recipe.Header] {
    var filled: [Recipe.Header] = []
    for header in headers { filled.append(Recipe.Header(header.name, try value(of: header, from: environment))) }
    return filled
  }

  private static func value(of header: Recipe.Header, from environment: (String) -> String?) throws(RunError) -> String {
    var value = ""
    var rest = header.value[...]
    while let begin = rest.firstRange(of: "${") {
      value += rest[..<begin.lowerBound]
      rest = rest[begin.upperBound...]
      guard let end = rest.firstIndex(of: "}") else {
        throw fault(header, "has a ${ without its }", remedy: "write ${NAME}")
      }
      let name = String(rest[..<end])
      // The text between the braces could be a secret, so a message repeats it only when it is a valid variable name.
      guard !name.isEmpty, name.utf8.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) }) else {
        throw fault(header, "has a ${...} that names no variable", remedy: "write ${NAME}, with letters, digits and underscores")
      }
      guard let found = environment(name), !found.isEmpty else {
        throw fault(header, "takes the variable \(name), which is not set", remedy: "set \(name) in the environment")
      }
      value += found
      rest = rest[rest.index(after: end)...]
    }
    value += rest
    // A line break would start another header.
    guard !value.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
      throw fault(header, "has a value with a line break in it", remedy: "remove it from the variable")
    }
    return value
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_") }

  private static func fault(_ header: Recipe.Header, _ message: String, remedy: String) -> RunError {
    RunError(.recipe, "fetch.headers.\(header.name) \(message)", remedy: remedy, key: "fetch.headers")
  }
}
