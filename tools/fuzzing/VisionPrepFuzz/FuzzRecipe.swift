import PrepCore
import PrepRecipe

extension FuzzTarget {
  /// Reads the text of a recipe.
  static let recipe = FuzzTarget { bytes in
    do throws(RecipeError) {
      let document = try RecipeDocument(
        yaml: String(decoding: bytes, as: UTF8.self), name: "recipe.yaml", folder: "/recipes", providers: ["openai"])
      require(document.recipe.files.maxBytes.bytes > 0, "a file size without room was accepted")
      require(!document.lines.isEmpty, "a recipe without lines was accepted")
    } catch {
      require(!error.problems.isEmpty, "a recipe was refused without a reason")
      require(!"\(error)".isEmpty, "a refusal without words")
    }
  }
}
