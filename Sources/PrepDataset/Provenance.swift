package import PrepCore
package import PrepJSON

/// What the content of an output folder was made by and made from, as its manifest says it. Parts that agree in it are of one
/// dataset.
package struct Provenance: Sendable, Hashable {
  /// A program or library whose bytes reach the output.
  package struct Component: Sendable, Hashable {
    package var name: String
    package var version: String

    package init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// What a part holds of its plan.
  package struct Share: Sendable, Hashable {
    package var shard: Shard
    /// Items of the plan that are this shard's.
    package var items: Int
    /// Items of the whole plan.
    package var planItems: Int

    package init(shard: Shard, items: Int, planItems: Int) {
      self.shard = shard
      self.items = items
      self.planItems = planItems
    }
  }

  package var program: Component
  package var libraries: [Component]
  package var dataset: String
  package var provider: String
  /// The month in which the provider's limits were collected.
  package var collected: String
  package var recipeDigest: String
  package var planDigest: String
  /// The size at which output files are cut.
  package var maxBytes: Int
  /// Nil for the work of one machine.
  package var share: Share?

  package init(
    program: Component, libraries: [Component], dataset: String, provider: String, collected: String, recipeDigest: String,
    planDigest: String, maxBytes: Int, share: Share?
  ) {
    self.program = program
    self.libraries = libraries
    self.dataset = dataset
    self.provider = provider
    self.collected = collected
    self.recipeDigest = recipeDigest
    self.planDigest = planDigest
    self.maxBytes = maxBytes
    self.share = share
  }

  package static let thisProgram = Component(name: ProgramVersion.name, version: ProgramVersion.current)

  /// The program and the libraries with their versions, on one line.
  package var versions: String { Self.line([program] + libraries) }

  package static func line(_ components: [Component]) -> String {
    components.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
  }

  package var shard: Shard { share?.shard ?? .whole }
}

extension Provenance {
  /// Writes the members of a manifest that say this.
  package func write(to json: inout JSONWriter) {
    json.key("program")
    json.beginObject()
    json.member("name", program.name)
    json.member("version", program.version)
    json.endObject()
    json.key("libraries")
    json.beginObject()
    for library in libraries { json.member(library.name, library.version) }
    json.endObject()
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
  package init?(manifest: JSONValue) {
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
  package init?(_ value: JSONValue) {
    guard let index = value["index"]?.count, let count = value["count"]?.count else { return nil }
    self.init(index: index, count: count)
  }
}
