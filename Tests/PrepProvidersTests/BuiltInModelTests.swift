import PrepCore
import PrepProviders
import PrepTokens
import Testing

@Suite("The built-in table of models")
struct BuiltInModelTests {
  private static let table = ModelTable.builtIn

  @Test("The table is dated, and each name is there once")
  func names() {
    #expect(Self.table.collected == "2026-11" && Self.table.source.contains("tiktoken"))
    #expect(Self.table.providers.map(\.name) == ["openai", "azure"])
    let names = Self.table.models.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names).count == names.count && names.count == 20)
    // No text of which nothing is known how it becomes tokens.
    #expect(Self.table.models.allSatisfy { $0.encoding != nil })
  }

  @Test("Every profile that says how models count is in the table", arguments: ProviderProfile.names)
  func completeness(name: String) throws {
    let profile = try #require(ProviderProfile.named(name))
    let counts = profile.models.contains { $0.encoding != nil || $0.image != nil }
    #expect(counts == (Self.table.provider(name) != nil))
  }

  @Test(
    "Models have their prices",
    arguments: [
      ("gpt-4o-2024-08-06", 25, 3.75, 15), ("gpt-4.1", 25, 3, 12), ("gpt-4.1-mini", 5, 0.8, 3.2), ("gpt-4o-mini", 3, 0.3, 1.2),
    ])
  func prices(_ name: String, training: Double, input: Double, output: Double) throws {
    let prices = try #require(Self.table.model(name)?.prices["openai"])
    let wanted = [training, input, output].map { Dollars(millionths: Int($0 * 1_000_000)) }
    #expect([prices.training, prices.input, prices.output] == wanted)
  }

  @Test("Aliases and tuned models are the model; nothing else is")
  func aliases() throws {
    let mini = try #require(Self.table.model("gpt-4o-mini-2024-07-18"))
    #expect(Self.table.model("gpt-4o-mini") == mini)
    #expect(Self.table.model("ft:gpt-4o-mini-2024-07-18:team::8abc") == mini)
    for unknown in ["gpt-4o-mini-2025", "ft", "ft:", "", "GPT-4o", "gpt-6"] {
      #expect(Self.table.model(unknown) == nil, "\(unknown)")
    }
  }

  @Test("Azure's models count as OpenAI's; prices and the days on which they stop are not taken over")
  func azure() throws {
    let (openAI, azure) = (try #require(ProviderProfile.named("openai")), try #require(ProviderProfile.named("azure")))
    #expect(azure.tunableModels.map(\.name) == ["gpt-4o-2024-08-06", "gpt-4.1-2025-04-14"])
    #expect(openAI.tunableModels.count == 4)
    for model in azure.models {
      #expect(model.counting == openAI.models.first { $0.name == model.name }?.counting)
      #expect(model.prices.training == nil && model.prices.tuned == nil && model.closes == nil)
    }
    #expect(azure.models.count == openAI.models.count)
    #expect(Self.table.provider("azure")?.notices.map(\.date) == ["2027-04-01"])
    #expect(Self.table.provider("openai")?.notices.map(\.date) == ["2027-01-06", "2027-01-14"])
  }
}
