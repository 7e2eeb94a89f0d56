import PrepProviders
import PrepTokens

extension Recipe {
  /// How the recipe's model sees images, from the built-in table; nil when that does not matter.
  /// - Throws: a model that is not in the table, or of which it does not say how it sees images.
  func imageRule() throws(RunError) -> ImageTokenRule? {
    guard image.fit == .model else { return nil }
    guard let model else {
      throw RunError(
        .recipe, "image.fit is model, and the recipe names no model",
        remedy: "name it at the top, such as model: gpt-4o-2024-08-06", key: "image.fit")
    }
    let table = ModelTable.builtIn
    if let rule = table.model(model)?.image { return rule }
    let known = table.models.filter { $0.image != nil }.map(\.name).joined(separator: ", ")
    throw RunError(
      .unknownModel,
      table.model(model) == nil
        ? "the model \"\(model)\" is not known, so image.fit: model has no size"
        : "it is not known how the model \"\(model)\" sees images, so image.fit: model has no size",
      remedy: "choose one of \(known), or give image.max_side instead of image.fit", key: "model")
  }
}
