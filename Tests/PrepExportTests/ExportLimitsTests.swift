import PrepCore
import PrepProviders
import Testing

@testable import PrepExport

@Suite("Limits come from the providers' profiles")
struct ExportLimitsTests {
  @Test(
    "Each provider has its profile, and what it says",
    arguments: [
      ExportTarget.openai, .azure, .together, .fireworks, .gemini, .bedrock, .bedrockNova,
    ])
  func providers(target: ExportTarget) throws {
    let profile = try #require(ProviderProfile.named(target.rawValue))
    let limits = ExportLimits.of(target)
    #expect(limits.title == profile.title)
    #expect(limits.formats == profile.formats)
    #expect(limits.maxImageBytes == profile.images.maxBytes)
  }

  @Test("Stacks have none", arguments: [ExportTarget.trl, .llamaFactory, .msSwift, .axolotl, .llava, .webdataset])
  func stacks(target: ExportTarget) {
    #expect(ProviderProfile.named(target.rawValue) == nil)
    #expect(ExportLimits.of(target).formats == [.jpeg, .png, .webp])
  }
}
