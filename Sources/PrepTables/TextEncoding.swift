/// How the bytes of a text table stand for characters.
package enum TextEncoding: String, Sendable, Hashable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  /// Also what is called Latin-1: its printable characters are the same.
  case windows1252 = "Windows-1252"
}

extension TextEncoding: CustomStringConvertible {
  package var description: String { rawValue }
}
