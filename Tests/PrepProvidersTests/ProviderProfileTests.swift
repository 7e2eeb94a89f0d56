import PrepCore
import PrepProviders
import Testing

@Suite("Provider profiles")
struct ProviderProfileTests {
  @Test("The profile of OpenAI has the collected limits")
  func openAI() throws {
    let profile = try #require(ProviderProfile.named("openai"))
    #expect(profile.name == "openai")
    #expect(profile.collected == "2026-11")
    #expect(profile.formats == [.jpeg, .png, .webp])
    #expect(profile.maxImagesPerExample == 10)
    #expect(profile.maxImageBytes == 10_000_000)
    #expect(profile.maxFileBytes == 512_000_000)
    #expect(profile.minExamples == 10)
    #expect(profile.maxExamplesWithImages == 50_000)
  }

  @Test("Every listed profile is readable, dated, and bears its name", arguments: ProviderProfile.names)
  func everyProfile(name: String) throws {
    let profile = try #require(ProviderProfile.named(name))
    #expect(profile.name == name)
    #expect(!profile.title.isEmpty)
    #expect(!profile.source.isEmpty)
    #expect(!profile.formats.isEmpty)
    let parts = profile.collected.split(separator: "-").compactMap { Int($0) }
    #expect(parts.count == 2)
    #expect(parts.last.map { (1...12).contains($0) } == true)
  }

  @Test("Other names have no profile", arguments: ["", "OpenAI", "nobody", "../openai"])
  func unknown(name: String) {
    #expect(ProviderProfile.named(name) == nil)
  }
}
