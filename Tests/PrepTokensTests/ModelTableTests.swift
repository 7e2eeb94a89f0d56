import PrepCore
import PrepTokens
import Testing

@Suite("The table of models")
struct ModelTableTests {
  @Test("The built-in table is dated, and no name stands twice")
  func builtIn() throws {
    let table = try #require(ModelTable.builtIn)
    #expect(table.collected == "2026-11")
    #expect(!table.source.isEmpty)
    let names = table.models.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names).count == names.count)
    for model in table.models {
      for provider in model.prices.keys { #expect(table.provider(provider) != nil) }
    }
  }

  @Test(
    "Models have their prices",
    arguments: [
      ("gpt-4o-2024-08-06", 25, 3.75, 15), ("gpt-4.1", 25, 3, 12), ("gpt-4.1-mini", 5, 0.8, 3.2), ("gpt-4o-mini", 3, 0.3, 1.2),
    ])
  func prices(_ name: String, training: Double, input: Double, output: Double) throws {
    let prices = try #require(ModelTable.builtIn?.model(name)?.prices["openai"])
    let wanted = [training, input, output].map { Dollars(millionths: Int($0 * 1_000_000)) }
    #expect([prices.training, prices.input, prices.output] == wanted)
  }

  @Test("Aliases and tuned models are the model; nothing else is")
  func names() throws {
    let table = try #require(ModelTable.builtIn)
    let mini = try #require(table.model("gpt-4o-mini-2024-07-18"))
    #expect(table.model("gpt-4o-mini") == mini)
    #expect(table.model("ft:gpt-4o-mini-2024-07-18:team::8abc") == mini)
    for unknown in ["gpt-4o-mini-2025", "ft", "ft:", "", "GPT-4o", "gpt-6"] { #expect(table.model(unknown) == nil, "\(unknown)") }
  }

  @Test("A table with numbers that cannot be is refused")
  func impossible() {
    func table(_ model: String) -> [UInt8] {
      Array(#"{"collected":"","source":"","providers":[],"models":[{"name":"a",\#(model)}]}"#.utf8)
    }
    for model in [
      #""image":{"rule":"tiles","base":-1,"tile":170}"#, #""image":{"rule":"patches","budget":0}"#,
      #""image":{"rule":"squares"}"#,
      #""image":{"rule":"patches","budget":9,"multiplier":1e300}"#, #""trainingContext":0"#, #""encoding":"p50k_base""#,
      #""prices":{"openai":{"training":1e300,"input":1,"output":1}}"#,
    ] {
      #expect(throws: (any Error).self) { try ModelTable(json: table(model)) }
    }
    #expect(throws: Never.self) { try ModelTable(json: table(#""trainingContext":1"#)) }
  }
}
