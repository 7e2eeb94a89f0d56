import PrepProviders
import PrepSystem

extension ProviderProfile {
  /// Bytes of the largest file that is read as a profile.
  private static let mostFileBytes = 1 << 20

  /// The built-in profile of a name, or that of a file.
  /// - Parameters:
  ///   - provider: the name or the path.
  ///   - folder: where a relative path starts; nil for the working folder.
  /// - Throws: what is wrong with the file, each mistake with its line.
  static func find(_ provider: String, folder: String? = nil) throws(RecipeError) -> ProviderProfile {
    func refused(_ message: String, _ remedy: String) -> RecipeError {
      RecipeError(recipe: provider, problems: [RecipeError.Problem(line: nil, message: message, remedy: remedy)])
    }
    if let profile = named(provider) { return profile }
    guard Recipe.isProfilePath(provider) else {
      throw refused(
        "the provider is not known", "choose one of \(names.joined(separator: ", ")), or name a profile's file (.yaml)")
    }
    let path = provider.hasPrefix("/") || folder == nil ? provider : "\(folder ?? ".")/\(provider)"
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try InputFile.contents(of: path, most: mostFileBytes)
    } catch {
      throw refused("the profile \(error.words)", "check its path; begin a new one with: extends: openai")
    }
    guard let yaml = String(validating: bytes, as: UTF8.self) else {
      throw refused("the profile is not UTF-8 text", "save it as UTF-8")
    }
    return try ProviderProfile(yaml: yaml, file: provider)
  }
}

extension Recipe {
  /// The profile of the recipe's provider.
  func profile() throws(RecipeError) -> ProviderProfile { try ProviderProfile.find(provider, folder: folder) }
}

extension RunError {
  /// The mistakes of a profile, as what keeps a run from beginning.
  init(_ error: RecipeError) {
    let problems = error.problems.map { problem in
      (problem.line.map { "\(error.recipe):\($0): " } ?? "\(error.recipe): ") + problem.message
    }
    self.init(
      .unknownProvider, problems.joined(separator: "\n"), remedy: error.problems.map(\.remedy).joined(separator: "; "),
      key: "provider")
    self.problems = error.problems
  }
}
