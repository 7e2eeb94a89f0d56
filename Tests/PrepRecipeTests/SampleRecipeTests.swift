import Foundation
import PrepCore
import PrepRecipe
import Testing

@Suite("Sample recipes")
struct SampleRecipeTests {
  private static let samples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "fixtures/samples")

  @Test("Every sample reads without a problem", arguments: ["cards", "drawings", "intents", "leads", "listings", "watches"])
  func reads(name: String) throws {
    let folder = Self.samples.appending(path: name)
    let yaml = try String(contentsOf: folder.appending(path: "\(name).yaml"), encoding: .utf8)
    let recipe = try RecipeDocument(yaml: yaml, name: "\(name).yaml", folder: folder.path, providers: ["openai"]).recipe
    #expect(recipe.dataset == name)
    if case .documents = recipe.source { return }
    #expect(FileManager.default.fileExists(atPath: folder.appending(path: recipe.source.path).path))
  }

  @Test("No sample is left out of these tests")
  func complete() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.samples.path).filter { !$0.hasPrefix(".") }
    #expect(folders.sorted() == ["cards", "drawings", "intents", "leads", "listings", "watches"])
  }
}
