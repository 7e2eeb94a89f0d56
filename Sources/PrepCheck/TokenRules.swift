/// How the tokens of an example are counted, of one model.
package struct TokenRules: Sendable {
  package typealias TextCounter = (UnsafeBufferPointer<UInt8>) -> Int

  /// Tokens that an example has beside those of its messages, and a message beside those of its text.
  package var perExample: Int
  package var perMessage: Int
  /// Makes what counts the tokens of a text, given as UTF-8; each thread asks for its own.
  package var makeTextCounter: @Sendable () -> TextCounter
  /// Tokens of an image, of its width, its height, and whether `detail` is `low`.
  package var image: @Sendable (_ width: Int, _ height: Int, _ isLow: Bool) -> Int

  package init(
    perExample: Int, perMessage: Int, makeTextCounter: @escaping @Sendable () -> TextCounter,
    image: @escaping @Sendable (_ width: Int, _ height: Int, _ isLow: Bool) -> Int
  ) {
    self.perExample = perExample
    self.perMessage = perMessage
    self.makeTextCounter = makeTextCounter
    self.image = image
  }
}
