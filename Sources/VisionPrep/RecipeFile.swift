import PrepProviders
import PrepRecipe
import PrepSystem
import PrepTokens

/// A recipe read from a YAML file.
public struct RecipeFile: Sendable {
  /// The file as it was named.
  public let path: String
  public let recipe: Recipe
  /// How answers are judged; nil when the recipe does not say it.
  public let evaluation: EvaluationRules?
  /// What it is prepared for.
  let target: RecipeTarget
  private let lines: [String: Int]

  /// Bytes of the largest file that is read as a recipe.
  private static let mostBytes = 16 << 20

  /// Reads and validates a recipe as a whole.
  /// - Parameter path: the file; its folder is where the recipe's relative paths start.
  /// - Throws: all mistakes at once, each with its line and what would be right; those of a profile that the recipe names, too.
  public init(contentsOf path: String) throws(RecipeError) {
    let yaml = try Self.text(of: path)
    let folder = path.lastIndex(of: "/").map { String(path[...$0].dropLast()) } ?? "."
    let document = try RecipeDocument(
      yaml: yaml, name: path, folder: folder.isEmpty ? "/" : folder, providers: ProviderProfile.names)
    self.path = path
    (recipe, target) = try document.completeRecipe(name: path)
    evaluation = document.evaluation
    lines = document.lines
  }

  /// The text of a recipe file.
  static func text(of path: String) throws(RecipeError) -> String {
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try InputFile.contents(of: path, most: mostBytes)
    } catch {
      let problem =
        if case .tooLarge(let bytes, let most) = error.reason {
          RecipeError.Problem(
            line: nil, message: "the recipe has \(ByteSize(bytes: bytes)); at most \(ByteSize(bytes: most)) are read",
            remedy: "name the recipe's YAML file; rows belong in a table of their own (source.table)")
        } else {
          RecipeError.Problem(line: nil, message: "the recipe \(error.words)", remedy: "name the recipe's YAML file")
        }
      throw RecipeError(recipe: path, problems: [problem])
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw RecipeError(
        recipe: path,
        problems: [RecipeError.Problem(line: nil, message: "the recipe is not UTF-8 text", remedy: "save it as UTF-8")])
    }
    return text
  }

  /// The line of the file at which an error of the run lies, when it lies in the recipe.
  public func line(of error: RunError) -> Int? {
    error.key.flatMap { lines[$0] ?? lines[String($0.prefix { $0 != "." })] }
  }
}

extension Recipe {
  /// Reads and validates a recipe from its YAML text.
  /// - Parameters:
  ///   - yaml: the text.
  ///   - folder: where the recipe's relative paths start.
  public init(yaml: String, folder: String) throws(RecipeError) {
    let document = try RecipeDocument(yaml: yaml, name: "recipe", folder: folder, providers: ProviderProfile.names)
    self = try document.completeRecipe(name: "recipe").recipe
  }

  /// Reads and validates a recipe file.
  public init(contentsOf path: String) throws(RecipeError) {
    self = try RecipeFile(contentsOf: path).recipe
  }
}

extension RecipeDocument {
  /// The recipe, with the provider's limit where it says nothing about the size of files, and what it is prepared for.
  /// - Throws: mistakes of the provider's profile; a model of which is not known what the recipe needs.
  fileprivate func completeRecipe(name: String) throws(RecipeError) -> (recipe: Recipe, target: RecipeTarget) {
    var recipe = recipe
    let rule: ImageTokenRule?
    do throws(RunError) {
      rule = try recipe.imageRule()
    } catch {
      let line = error.key.flatMap { lines[$0] }
      throw RecipeError(
        recipe: name, problems: [RecipeError.Problem(line: line, message: error.message, remedy: error.remedy)])
    }
    let profile = try recipe.profile()
    if lines["files.max_bytes"] == nil, let most = profile.file.maxBytes { recipe.files.maxBytes = ByteSize(bytes: most) }
    return (recipe, RecipeTarget(profile: profile, rule: rule))
  }
}
