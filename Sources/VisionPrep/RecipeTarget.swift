import PrepProviders
import PrepTokens

/// What a recipe is prepared for.
struct RecipeTarget: Sendable {
  let profile: ProviderProfile
  /// How the recipe's model sees images; nil when that does not matter.
  let rule: ImageTokenRule?
}

extension RecipeTarget {
  /// - Throws: a provider that is not known, or whose profile has mistakes; a model that `image.fit` needs and that is not known.
  init(_ recipe: Recipe) throws(RunError) {
    do throws(RecipeError) {
      profile = try recipe.profile()
    } catch {
      throw RunError(error)
    }
    rule = try recipe.imageRule()
  }
}
