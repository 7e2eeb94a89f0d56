import PrepCodecs
import PrepCore
import PrepDataset
import PrepPlan
import PrepProviders

extension Provenance {
  /// What this program makes of a plan.
  init(_ plan: Plan, profile: ProviderProfile) {
    self.init(
      program: Self.thisProgram, libraries: Self.theseLibraries, dataset: plan.recipe.dataset, provider: profile.name,
      collected: profile.collected, recipeDigest: plan.recipeDigest, planDigest: plan.digest,
      maxBytes: plan.recipe.files.maxBytes.bytes,
      share: plan.shard.isWhole ? nil : Share(shard: plan.shard, items: plan.share, planItems: plan.count))
  }

  static let theseLibraries = (CodecVersions.all + PDFVersions.all).map {
    Provenance.Component(name: $0.name, version: $0.version)
  }

  /// The versions of this program and the libraries in it, on one line.
  static var present: String { line([thisProgram] + theseLibraries) }
}
