import PrepCodecs
import PrepCore
import PrepJSON
import PrepProviders

/// What the content of an output folder was made by and made from, as its manifest says it. Parts that agree in it are of one
/// dataset.
struct Provenance: Sendable, Hashable {
  /// A program or library whose bytes reach the output.
  struct Component: Sendable, Hashable {
    var name: String
    var version: String
  }

  /// What a part holds of its plan.
  struct Share: Sendable, Hashable {
    var shard: Shard
    /// Items of the plan that are this shard's.
    var items: Int
    /// Items of the whole plan.
    var planItems: Int
  }

  var program: Component
  var libraries: [Component]
  var dataset: String
  var provider: String
  /// The month in which the provider's limits were collected.
  var collected: String
  var recipeDigest: String
  var planDigest: String
  /// The size at which output files are cut.
  var maxBytes: Int
  /// Nil for the work of one machine.
  var share: Share?

  init(_ plan: Plan, profile: ProviderProfile) {
    program = Self.thisProgram
    libraries = Self.theseLibraries
    dataset = plan.recipe.dataset
    provider = profile.name
    collected = profile.collected
    recipeDigest = plan.recipeDigest
    planDigest = plan.digest
    maxBytes = plan.recipe.files.maxBytes.bytes
    share = plan.shard.isWhole ? nil : Share(shard: plan.shard, items: plan.share, planItems: plan.count)
  }

  static let thisProgram = Component(name: ProgramVersion.name, version: ProgramVersion.current)

  static let theseLibraries = (CodecVersions.all + PDFVersions.all).map { Component(name: $0.name, version: $0.version) }

  /// The program and the libraries with their versions, on one line.
  var versions: String { Self.line([program] + libraries) }

  /// Those of this process.
  static var versions: String { line([thisProgram] + theseLibraries) }

  private static func line(_ components: [Component]) -> String {
    components.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
  }

  var shard: Shard { share?.shard ?? .whole }
}

extension Provenance {
  /// Writes the members of a manifest that say this.
  func write(to json: inout JSONWriter) {
    json.object("program") {
      $0.member("name", program.name)
      $0.member("version", program.version)
    }
    json.object("libraries") { for library in libraries { $0.member(library.name, library.version) } }
    json.member("dataset", dataset)
    json.object("provider") {
      $0.member("name", provider)
      $0.member("collected", collected)
    }
    json.member("recipe_sha256", recipeDigest)
    json.member("plan_sha256", planDigest)
    json.member("files_max_bytes", maxBytes)
    guard let share else { return }
    json.object("shard") {
      $0.member("index", share.shard.index)
      $0.member("count", share.shard.count)
      $0.member("items", share.items)
      $0.member("plan_items", share.planItems)
    }
  }

  /// Reads them back; nil when one is missing.
  init?(manifest: JSONValue) {
    guard let program = manifest["program"], let name = program["name"]?.text, let version = program["version"]?.text,
      case .object(let libraries)? = manifest["libraries"], let dataset = manifest["dataset"]?.text,
      let provider = manifest["provider"]?["name"]?.text, let collected = manifest["provider"]?["collected"]?.text,
      let recipeDigest = manifest["recipe_sha256"]?.text, let planDigest = manifest["plan_sha256"]?.text,
      let maxBytes = manifest["files_max_bytes"]?.whole, maxBytes > 0
    else { return nil }
    self.program = Component(name: name, version: version)
    self.libraries = libraries.map { Component(name: $0.key, version: $0.value.text ?? "") }
    self.dataset = dataset
    self.provider = provider
    self.collected = collected
    self.recipeDigest = recipeDigest
    self.planDigest = planDigest
    self.maxBytes = maxBytes
    guard let share = manifest["shard"] else { return }
    guard let shard = Shard(share), let items = share["items"]?.count, let planItems = share["plan_items"]?.count else {
      return nil
    }
    self.share = Share(shard: shard, items: items, planItems: planItems)
  }
}

extension Shard {
  /// The shard that an object with `index` and `count` names.
  init?(_ value: JSONValue) {
    guard let index = value["index"]?.count, let count = value["count"]?.count else { return nil }
    self.init(index: index, count: count)
  }
}
