import PrepCore
import PrepDataset
import PrepPlan
import PrepProviders
import Testing

@testable import PrepPipeline

extension OutputWriter {
  /// Writes what a plan's run writes.
  convenience init(folder: String, plan: Plan, fresh: Bool) throws {
    let profile = try #require(ProviderProfile.named("openai"))
    let provenance = Provenance(plan, profile: profile)
    let folder = try OutputFolder(folder)
    try folder.take(provenance, fresh: fresh)
    try self.init(folder, provenance: provenance)
  }
}
