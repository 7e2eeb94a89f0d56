import PrepCore
import PrepTokens

extension TokenTally {
  /// Adds an example.
  /// - Parameter context: the most tokens of it that are trained; nil when that is not known.
  mutating func add(_ example: ExampleTokens, context: Int?) {
    examples += 1
    images += example.imageCount
    text = text.flatMap { text in example.text.map { text + $0 } }
    knownImageTokens += example.images
    let known = (example.text ?? 0) + example.images
    billed += min(known, context ?? known)
    questions += example.question ?? 0
    answers += example.answer ?? 0
    for (reason, count) in example.unknownImages { unknownImages[reason.rawValue, default: 0] += count }
    for name in example.uncounted { uncounted[name, default: 0] += 1 }
    if let total = example.total { sizes.append(total) }
  }
}
