import PrepCore
import PrepJSON

extension KeyText: CustomStringConvertible {
  /// The text for a message: cut when it is long, and without control characters.
  package var description: String {
    let text = String(decoding: kept.prefix(80), as: UTF8.self).printable
    return count > 80 ? "\(text)…" : text
  }
}
