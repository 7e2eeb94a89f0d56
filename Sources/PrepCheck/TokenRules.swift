/// How the tokens of an example are counted, of one model.
package struct TokenRules: Sendable {
  /// Tokens that an example has beside those of its messages, and a message beside those of its text.
  package var perExample: Int
  package var perMessage: Int
  /// Tokens of a text, given as UTF-8.
  package var text: @Sendable (UnsafeBufferPointer<UInt8>) -> Int
  /// Tokens of an image, of its width, its height, and whether `detail` is `low`.
  package var image: @Sendable (_ width: Int, _ height: Int, _ isLow: Bool) -> Int

  package init(
    perExample: Int, perMessage: Int, text: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> Int,
    image: @escaping @Sendable (_ width: Int, _ height: Int, _ isLow: Bool) -> Int
  ) {
    self.perExample = perExample
    self.perMessage = perMessage
    self.text = text
    self.image = image
  }
}
