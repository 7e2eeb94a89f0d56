import PrepCheck
import PrepCore
import PrepEstimate
import PrepTokens

extension TokenRules {
  /// The rules of a model of the built-in table; nil when the model, its encoding or its vocabulary is not there.
  init?(model name: String) {
    guard let model = ModelTable.builtIn?.model(name), let encoding = model.encoding,
      case .found(let vocabulary, _) = Vocabularies.find(encoding)
    else { return nil }
    let image = model.image
    self.init(
      perExample: ChatFormat.answer, perMessage: ChatFormat.message + ChatFormat.role,
      makeTextCounter: {
        var tokenizer = Tokenizer(vocabulary)
        return { text in tokenizer.count(UnsafeRawBufferPointer(text)) }
      },
      image: { width, height, isLow in
        // Without a rule it is not guessed; the example is then too long by its texts alone, or not named.
        image?.tokens(PixelSize(width: width, height: height), detail: isLow ? .low : .high) ?? 0
      })
  }
}
