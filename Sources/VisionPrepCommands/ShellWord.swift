/// Words of a command line that people copy.
enum ShellWord {
  /// The word as a shell takes it: as it is, in quotes, or with escapes where it has characters that a terminal would not show.
  static func quoted(_ word: String) -> String {
    if word.unicodeScalars.contains(where: { !$0.isHarmless }) {
      return "$'\(word.replacing("\\", with: "\\\\").replacing("'", with: "\\'").harmless)'"
    }
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        byte > 0x7f || Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
          || "-_./=:,+@%".utf8.contains(byte)
      }
    return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }
}
