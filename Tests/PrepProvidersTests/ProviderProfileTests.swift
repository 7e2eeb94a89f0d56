import PrepCore
import PrepProviders
import PrepTokens
import Testing

@Suite("Provider profiles")
struct ProviderProfileTests {
  @Test("The profile of OpenAI has the collected limits")
  func openAI() throws {
    let profile = try #require(ProviderProfile.named("openai"))
    #expect(profile.name == "openai")
    #expect(profile.collected == "2026-11")
    #expect(profile.record.format == .openAIChat)
    #expect(profile.record.roles == ["system", "user", "assistant", "tool", "function"])
    #expect(profile.formats == [.jpeg, .png, .webp])
    #expect(profile.images.modes == [.rgb, .rgba])
    #expect(profile.images.roles == ["user"])
    #expect(profile.maxImagesPerExample == 10)
    #expect(profile.maxImageBytes == 10_000_000)
    #expect(profile.images.skipped == ["people", "faces", "children", "CAPTCHAs"])
    #expect(profile.file.maxBytes == 512_000_000)
    #expect(profile.file.minExamples == 10)
    #expect(profile.file.maxExamplesWithImages == 50_000)
    let model = try #require(profile.models.first)
    #expect(model.name == "gpt-4o-2024-08-06" && model.context == 65_536 && model.closes == "2027-01-14")
    #expect(profile.closings.map(\.time) == ["after 2027-01-06"])
    #expect(profile.severity(of: .imageMode) == .skipped)
    #expect(profile.severity(of: .invalidJSON) == .refused)
  }

  @Test("The limits of the others")
  func others() throws {
    func profile(_ name: String) throws -> ProviderProfile { try #require(ProviderProfile.named(name)) }
    #expect(try profile("azure").maxImagesPerExample == 64)
    #expect(try profile("azure").severity(of: .byteOrderMark) == nil)
    #expect(try profile("together").images.places == [.data])
    #expect(try profile("fireworks").formats == [.jpeg, .png])
    #expect(try profile("fireworks").file.minExamples == 3)
    #expect(try profile("fireworks").maxImagesPerExample == .max)
    #expect(try profile("gemini").record.format == .geminiContents)
    #expect(try profile("gemini").file.maxBytes == 1_000_000_000)
    #expect(try profile("bedrock").images.sides == 10...8192)
    #expect(try profile("bedrock-nova").record.reserved.contains("[EOS]"))
    #expect(try profile("openai-batch").file.maxBytes == 200_000_000)
  }

  @Test("Every listed profile is readable, dated, and bears its name", arguments: ProviderProfile.names)
  func everyProfile(name: String) throws {
    let profile = try #require(ProviderProfile.named(name))
    #expect(profile.name == name)
    #expect(!profile.title.isEmpty)
    #expect(profile.source.contains("."))
    #expect(!profile.formats.isEmpty)
    #expect(!profile.unconfirmed.isEmpty)
    let parts = profile.collected.split(separator: "-").compactMap { Int($0) }
    #expect(parts.count == 2)
    #expect(parts.last.map { (1...12).contains($0) } == true)
  }

  @Test("Other names have no profile", arguments: ["", "OpenAI", "nobody", "../openai"])
  func unknown(name: String) {
    #expect(ProviderProfile.named(name) == nil)
  }

  @Test("A profile of one's own begins with another, and says only what is different")
  func extending() throws {
    let yaml = """
      extends: together
      name: ours
      date: 2026-12-01
      images: {per_example: 4, formats: [jpeg]}
      verdicts: {duplicate_key: refused, image_format: accepted}
      closing:
        - {date: 2027-03-01, what: the house moves}
      """
    let profile = try ProviderProfile(yaml: yaml, file: "ours.yaml")
    let base = try #require(ProviderProfile.named("together"))
    #expect(profile.name == "ours" && profile.title == base.title && profile.collected == "2026-12-01")
    #expect(profile.maxImagesPerExample == 4 && profile.formats == [.jpeg])
    #expect(profile.maxImageBytes == base.maxImageBytes)
    #expect(profile.severity(of: .duplicateKey) == .refused)
    #expect(profile.severity(of: .imageFormat) == nil)
    #expect(profile.closings.map { "\($0.time) \($0.what)" } == ["from 2027-03-01 on the house moves"])
  }

  @Test("Of models that a profile names anew, what the other one knows of their tokens still holds")
  func models() throws {
    let yaml = """
      extends: openai
      name: ours
      models:
        - {name: gpt-4o-2024-08-06, closes: 2027-06-01, prices: {untuned: {input: 2.5, output: 10}}}
        - {name: house, aliases: [h], encoding: cl100k_base, image: {rule: patches, budget: 9, multiplier: 1.25}}
      """
    let profile = try ProviderProfile(yaml: yaml, file: "ours.yaml")
    #expect(profile.tunableModels.map(\.name) == ["gpt-4o-2024-08-06", "house"])
    let (model, house) = (profile.models[0], profile.models[1])
    #expect(model.closes == "2027-06-01" && model.context == 65_536 && model.encoding == .o200kBase)
    #expect(model.image == .tiles(TileRule(base: 85, tile: 170)))
    #expect(model.prices.training == nil && model.prices.tuned == nil)
    #expect(model.prices.untuned?.output == Dollars(millionths: 10_000_000))
    #expect(house.aliases == ["h"] && house.image == .patches(PatchRule(budget: 9, tokensPerThousand: 1250)))
    let mini = try #require(profile.models.first { $0.name == "gpt-4o-mini-2024-07-18" })
    #expect(!mini.isTunable && mini.encoding == .o200kBase && mini.closes == nil && mini.prices.tuned == nil)
  }

  @Test("A profile may be JSON, as JSON is YAML")
  func json() throws {
    let profile = try ProviderProfile(yaml: #"{"extends":"openai","name":"ours"}"#, file: "ours.json")
    #expect(profile.name == "ours")
  }

  @Test(
    "Mistakes are named with their lines, and what would be right",
    arguments: [
      ("extends: opnai", 1, "extends is \"opnai\"", "azure"),
      ("extends: openai\nimags: {}", 2, "unknown key \"imags\"", "did you mean images?"),
      ("extends: openai\nimages: {formats: [jpg]}", 2, "images.formats is a list", "jpeg, png, webp, gif"),
      ("extends: openai\nimages: {formats: [gif]}", 2, "no format that is read here", "name jpeg"),
      ("extends: openai\nimages:\n  sides: [9, 3]", 3, "images.sides is a list", "[10, 8192]"),
      ("extends: openai\nimages:\n  max_bytes: much", 3, "images.max_bytes is \"much\"", "512MB"),
      ("extends: openai\nfile: {min_examples: ten}", 2, "file.min_examples is \"ten\"", "a whole number"),
      ("extends: openai\nrecord: {format: xml}", 2, "record.format is \"xml\"", "gemini-contents"),
      ("extends: openai\nverdicts:\n  image_mod: skipped", 3, "unknown key \"image_mod\"", "did you mean image_mode?"),
      (
        "extends: openai\nverdicts: {image_mode: bad}", 2, "verdicts.image_mode is \"bad\"", "warning, skipped, refused, accepted"
      ),
      ("extends: openai\ndate: soon", 2, "date is \"soon\"", "2026-11"),
      ("extends: openai\nmodels:\n  - {name: a, closes: 2027-13-01}", 3, "models[0].closes is", "2027-01-06"),
      ("extends: openai\nmodels:\n  - {context: 5}", 3, "models[0].name is missing", "the model's name"),
      ("extends: openai\nmodels:\n  - {name: a, encoding: words}", 3, "models[0].encoding is \"words\"", "o200k_base"),
      ("extends: openai\nmodels:\n  - {name: a, tunable: perhaps}", 3, "models[0].tunable is", "true or false"),
      ("extends: openai\nmodels:\n  - {name: a, image: {base: 1}}", 3, "models[0].image.rule is missing", "tiles or patches"),
      ("extends: openai\nmodels:\n  - {name: a, image: {rule: tiles, base: 1}}", 3, "models[0].image.tile is missing", "a tile"),
      ("extends: openai\nmodels:\n  - {name: a, image: {rule: patches}}", 3, "models[0].image.budget is missing", "patches"),
      ("extends: openai\nmodels:\n  - {name: a, image: {rule: patches, budget: 0}}", 3, "image.budget is \"0\"", "from 1"),
      ("extends: openai\nmodels:\n  - {name: a, prices: {training: -1}}", 3, "prices.training is \"-1\"", "from 0"),
      ("extends: openai\nmodels:\n  - {name: a, prices: {tuned: {input: 1}}}", 3, "prices.tuned.output is missing", "answers"),
      ("extends: openai\nclosing:\n  - {date: 2027-01-01}", 3, "closing[0] is incomplete", "date and what"),
      ("extends: openai\nclosing:\n  - {after: 2027-01-01}", 3, "closing[0] is incomplete", "date and what"),
      ("extends: openai\nclosing:\n  - {date: 2027-01-01, after: 2027-01-01, what: a}", 3, "date and after", "one of them"),
      ("name: a", 1, "title is missing", "or extends another"),
      ("", 1, "the profile is empty", "extends: openai"),
      ("[1]", 1, "the profile is a list", "keys and values"),
      ("a: [", 1, "not valid YAML", "mend"),
    ])
  func mistakes(yaml: String, line: Int, message: String, remedy: String) throws {
    do throws(RecipeError) {
      _ = try ProviderProfile(yaml: yaml, file: "ours.yaml")
      Issue.record("it was accepted")
    } catch {
      #expect(error.recipe == "ours.yaml")
      let problem = try #require(error.problems.first { $0.message.contains(message) }, "\(error)")
      #expect(problem.line == line || yaml.hasPrefix("a: ["))
      #expect(problem.remedy.contains(remedy), "\(problem.remedy)")
    }
  }
}
