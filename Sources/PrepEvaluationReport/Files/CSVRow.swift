/// A row of a CSV file (RFC 4180), with CRLF at its end.
///
/// Spreadsheet programs run a cell as a formula when it begins with `=`, `+`, `-` or `@`, also behind white space and in the fullwidth
/// forms of these characters. Such a cell gets an apostrophe in front, which these programs take for "this is text"; a cell that is a
/// plain number stays as it is. A NUL, which many readers stop at, becomes U+FFFD. A very long cell is cut, since a spreadsheet has no
/// room for it.
struct CSVRow {
  private(set) var bytes: [UInt8] = []

  /// A little less than the 32,767 characters that a cell of Excel holds.
  static let mostCharacters = 32_000

  init(_ cells: [String]) {
    for (place, cell) in cells.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      Self.append(Self.harmless(cell), to: &bytes)
    }
    bytes += [0x0D, 0x0A]
  }

  private static func append(_ cell: String, to bytes: inout [UInt8]) {
    let isQuoted = cell.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
    }
    if !isQuoted && cell.utf8.first != 0x20 && cell.utf8.last != 0x20 {
      bytes += cell.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in cell.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  static func harmless(_ cell: String) -> String {
    var scalars = String.UnicodeScalarView()
    var left = 0
    for scalar in cell.unicodeScalars {
      if left == mostCharacters {
        scalars.append("…")
        break
      }
      left += 1
      scalars.append(scalar == "\0" ? "\u{FFFD}" : scalar)
    }
    let text = String(scalars)
    guard let first = scalars.first(where: { !$0.properties.isWhitespace }) else { return text }
    switch first {
    case "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return isNumber(text) ? text : "'" + text
    default: return text
    }
  }

  /// Whether it is a number as JSON writes it, which no program takes for a formula.
  private static func isNumber(_ text: String) -> Bool {
    let digits = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
    return digits && text.utf8.first != UInt8(ascii: "+") && Double(text) != nil
  }
}
