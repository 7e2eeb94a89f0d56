package import PrepCore

/// How the tokens of a training example are counted, of one model. There is one such set of rules, for all who count.
///
/// Texts, roles and names are counted as OpenAI's cookbook does it. Nothing is guessed: what follows no published rule, such as calls of tools,
/// is noted in ``ExampleTokens/uncounted``, and an image whose tokens are not known in ``ExampleTokens/unknownImages``.
package struct TokenRules: Sendable {
  /// Counts the tokens of a text, given as UTF-8.
  package typealias TextCounter = (UnsafeRawBufferPointer) -> Int

  /// Makes what counts the tokens of texts; each thread asks for its own. Nil without a vocabulary.
  package var makeTextCounter: (@Sendable () -> TextCounter)?
  /// How the model counts images; nil when that is not known.
  package var images: ImageTokenRule?

  package init(images: ImageTokenRule?, makeTextCounter: (@Sendable () -> TextCounter)?) {
    self.images = images
    self.makeTextCounter = makeTextCounter
  }

  /// - Parameters:
  ///   - images: the model's rule; nil when it is not known.
  ///   - vocabulary: of the model's encoding; nil when it is not there.
  package init(images: ImageTokenRule?, vocabulary: Vocabulary?) {
    self.images = images
    guard let vocabulary else { return }
    makeTextCounter = {
      var tokenizer = Tokenizer(vocabulary)
      return { text in tokenizer.count(text) }
    }
  }
}

/// What the chat format adds to the texts.
///
/// Source: OpenAI's cookbook, "How to count tokens with tiktoken" and "Data preparation and analysis for chat model fine-tuning".
package enum ChatFormat {
  /// Of each message.
  package static let message = 3
  /// Of a name.
  package static let name = 1
  /// Of the answer, once an example.
  package static let answer = 3
  /// A role is written as its word: one token for each of them.
  package static let role = 1
}

/// What is known of an image's size.
package enum ImageExtent: Sendable, Hashable {
  case size(PixelSize)
  /// The record has its address alone.
  case address
  /// Its header could not be read.
  case unreadable
}
