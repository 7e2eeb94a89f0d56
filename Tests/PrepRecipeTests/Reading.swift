import PrepCore
import PrepRecipe

/// Reads a recipe as the tests do: of the file `test.yaml`, for one known provider.
func read(_ yaml: String) throws(RecipeError) -> RecipeDocument {
  try RecipeDocument(yaml: yaml, name: "test.yaml", folder: "/data", providers: ["openai"])
}

/// The mistakes that reading a recipe reports; none when it is right.
func problems(_ yaml: String) -> [RecipeError.Problem] {
  do throws(RecipeError) {
    _ = try read(yaml)
    return []
  } catch {
    return error.problems
  }
}
