import PrepEstimate
import PrepProviders
import PrepTokens

extension TokenRules {
  /// The rules of a model of the built-in table; nil when the model, its encoding or its vocabulary is not there.
  init?(model name: String) {
    guard let model = ModelTable.builtIn.model(name), let encoding = model.encoding,
      case .found(let vocabulary, _) = Vocabularies.find(encoding)
    else { return nil }
    self.init(images: model.image, vocabulary: vocabulary)
  }
}
