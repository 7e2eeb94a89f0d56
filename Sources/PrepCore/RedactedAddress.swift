/// An address without the parts that would let others use it: user name, password, and query parameters that are keys or
/// signatures.
///
/// Rows, ids and messages contain addresses in this form; downloads use the whole address. The result depends only on the text,
/// and a redacted address stays unchanged.
package struct RedactedAddress: Sendable, Hashable, CustomStringConvertible {
  /// The replacement for a removed value.
  package static let mark = "REDACTED"

  package let description: String

  /// Redacts every address in a text; a text without `://` stays as it is.
  package init(_ text: String) {
    guard text.utf8.contains(UInt8(ascii: ":")), text.unicodeScalars.contains(Self.sign) else {
      description = text
      return
    }
    // A value that is left out may have held the slash behind which an @ was no user's.
    description = Self.withoutUsers(Self.withoutSecrets(Self.withoutUsers(text)))
  }

  /// Whether anything was removed from this text.
  package static func changes(_ text: String) -> Bool { RedactedAddress(text).description != text }

  /// What stands between an address's scheme and the rest. Texts are read by scalars: an accent behind a slash or an @ hides it
  /// from who reads characters, and not from curl.
  private static let sign = "://".unicodeScalars

  /// Leaves out what curl takes for a user: it passes over a third slash, and a name may hold spaces and backslashes.
  private static func withoutUsers(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let found = rest.firstRange(of: sign) {
      result += rest[..<found.upperBound]
      rest = rest[found.upperBound...]
      while true {
        let slashes = rest.prefix { $0 == "/" || $0 == "\\" }
        result += slashes
        rest = rest[slashes.endIndex...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { break }
        rest = rest[authority.index(after: at)...]
      }
    }
    return String(result + rest)
  }

  /// Replaces the values of telling parameters, in the query and in the fragment.
  private static func withoutSecrets(_ address: String) -> String {
    guard address.utf8.contains(UInt8(ascii: "=")) else { return address }
    var result = ""
    var piece = ""
    var isParameter = false
    for scalar in address.unicodeScalars {
      if "?&;#".unicodeScalars.contains(scalar) {
        result += isParameter ? redacted(piece) : piece
        result.unicodeScalars.append(scalar)
        piece = ""
        isParameter = true
      } else {
        piece.unicodeScalars.append(scalar)
      }
    }
    return result + (isParameter ? redacted(piece) : piece)
  }

  private static func redacted(_ parameter: String) -> String {
    guard let equals = parameter.unicodeScalars.firstIndex(of: "="), isSecret(parameter[..<equals]) else { return parameter }
    return "\(parameter[..<equals])=\(mark)"
  }

  private static func isSecret(_ name: Substring) -> Bool {
    let plain = decoded(name).lowercased().filter { $0 != "-" && $0 != "_" }
    return secrets.contains(plain) || prefixes.contains { plain.hasPrefix($0) }
  }

  /// The name with `%41` as `A`; else an escaped name would go unnoticed.
  private static func decoded(_ name: Substring) -> String {
    guard name.utf8.contains(UInt8(ascii: "%")) else { return String(name) }
    var bytes: [UInt8] = []
    var rest = name.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Names without hyphens and underscores, in lower case.
  private static let secrets: Set<String> = [
    "sig", "signature", "token", "accesstoken", "authtoken", "idtoken", "refreshtoken", "securitytoken", "key", "apikey",
    "accesskey",
    "secret", "clientsecret", "secretkey", "password", "passwd", "pwd", "pass", "auth", "authorization", "jwt", "hmac",
    "credential",
    "credentials", "keypairid", "policy", "awsaccesskeyid", "googleaccessid", "session", "sessionid", "hdnea", "hdnts",
  ]
  /// The presigned addresses of the large clouds.
  private static let prefixes = ["xamz", "xgoog", "xoss", "xcos"]
}
