/// SplitMix64: the same numbers on every machine.
package struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  package init(_ seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A text of scalars that are hard on parsers: controls, quotes, braces, combining marks, emoji.
  ///
  /// Without byte order marks, since Foundation's JSON reader drops them behind escapes.
  package mutating func nastyText(upTo length: Int = 24) -> String {
    let hard: [Unicode.Scalar] = [
      "\"", "\\", "/", "{", "}", "[", "]", ":", ",", "\n", "\r", "\t", "\u{0}", "\u{8}", "\u{c}", "\u{1f}", "\u{7f}", "\u{85}",
      "\u{2028}", "\u{2029}", "\u{301}", "\u{200d}", "\u{fffd}", "\u{1F468}", "é", "a", " ",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...length, using: &self) {
      if Bool.random(using: &self), let scalar = hard.randomElement(using: &self) {
        text.append(scalar)
      } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &self)), scalar != "\u{feff}" {
        text.append(scalar)
      }
    }
    return String(text)
  }
}
