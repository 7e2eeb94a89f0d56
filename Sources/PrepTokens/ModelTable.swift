package import PrepCore
import PrepJSON

/// What is known of models and providers, as dated data: from the built-in profiles, or a JSON file.
package struct ModelTable: Sendable {
  /// The month in which it was collected, such as `2026-11`.
  package let collected: String
  package let source: String
  package let providers: [Provider]
  package let models: [Model]

  package struct Provider: Sendable, Hashable {
    package let name: String
    package let title: String
    /// What ends there.
    package let notices: [ClosingNotice]

    package init(name: String, title: String, notices: [ClosingNotice]) {
      self.name = name
      self.title = title
      self.notices = notices
    }
  }

  /// A model; what is nil is not known.
  package struct Model: Sendable, Hashable {
    package let name: String
    package let aliases: [String]
    package let encoding: TokenEncoding?
    package let image: ImageTokenRule?
    /// The most tokens of a training example; a longer one is cut at its end.
    package let trainingContext: Int?
    /// By the provider's name.
    package var prices: [String: ModelPrices] = [:]

    package init(
      name: String, aliases: [String], encoding: TokenEncoding?, image: ImageTokenRule?, trainingContext: Int?
    ) {
      self.name = name
      self.aliases = aliases
      self.encoding = encoding
      self.image = image
      self.trainingContext = trainingContext
    }
  }

  package init(collected: String, source: String, providers: [Provider], models: [Model]) {
    self.collected = collected
    self.source = source
    self.providers = providers
    self.models = models
  }

  /// Reads the form that `estimate --table` takes.
  /// - Throws: `JSONFault` for what is no JSON, `JSONFieldFault` for what is not of the form.
  package init(json: [UInt8]) throws { try self.init(JSONField(JSONValue(json))) }

  /// The model of a name, an alias, or the name of a model that was tuned on one (`ft:gpt-4o-2024-08-06:team::1`).
  package func model(_ name: String) -> Model? {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    let base = parts.count > 1 && parts[0] == "ft" ? String(parts[1]) : name
    return models.first { $0.name == base || $0.aliases.contains(base) }
  }

  package func provider(_ name: String) -> Provider? { providers.first { $0.name == name } }
}

/// The prices of one model at one provider, for a million tokens.
package struct ModelPrices: Sendable, Hashable {
  package let training: Dollars
  /// Of the tuned model, what it is given and what it answers.
  package let input: Dollars
  package let output: Dollars

  package init(training: Dollars, input: Dollars, output: Dollars) {
    self.training = training
    self.input = input
    self.output = output
  }
}

extension ModelTable {
  private init(_ root: JSONField) throws(JSONFieldFault) {
    collected = try root["collected"].string()
    source = try root["source"].string()
    var providers: [Provider] = []
    for field in try root["providers"].elements() { providers.append(try Provider(field)) }
    self.providers = providers
    var models: [Model] = []
    for field in try root["models"].elements() { models.append(try Model(field)) }
    self.models = models
  }
}

extension ModelTable.Provider {
  fileprivate init(_ field: JSONField) throws(JSONFieldFault) {
    name = try field["name"].string()
    title = try field["title"].string()
    var notices: [ClosingNotice] = []
    for notice in try field["notices"].elements() {
      let date = try notice["date"].string()
      notices.append(ClosingNotice(date: date, beginning: date, rest: ": \(try notice["text"].string())"))
    }
    self.notices = notices
  }
}

extension ModelTable.Model {
  fileprivate init(_ field: JSONField) throws(JSONFieldFault) {
    name = try field["name"].string()
    var aliases: [String] = []
    for alias in try field["aliases"].ifPresent?.elements() ?? [] { aliases.append(try alias.string()) }
    self.aliases = aliases
    encoding = try field["encoding"].ifPresent?.word()
    image = try field["image"].ifPresent.map { image throws(JSONFieldFault) in try ImageTokenRule(image) }
    trainingContext = try field["trainingContext"].ifPresent?.integer(in: 1...1_000_000_000)
    for (provider, field) in try field["prices"].ifPresent?.members() ?? [] { prices[provider] = try ModelPrices(field) }
  }
}

extension ImageTokenRule {
  private enum Kind: String, CaseIterable { case tiles, patches }

  fileprivate init(_ field: JSONField) throws(JSONFieldFault) {
    switch try field["rule"].word(Kind.self) {
    case .tiles:
      self = .tiles(
        TileRule(base: try field["base"].integer(in: 0...1_000_000), tile: try field["tile"].integer(in: 0...1_000_000)))
    case .patches:
      let multiplier = try field["multiplier"].ifPresent?.double(in: 0...1000)
      self = .patches(
        PatchRule(
          budget: try field["budget"].integer(in: 1...1_000_000),
          tokensPerThousand: multiplier.map { Int(($0 * 1000).rounded()) }))
    }
  }
}

extension ModelPrices {
  fileprivate init(_ field: JSONField) throws(JSONFieldFault) {
    func price(_ key: String) throws(JSONFieldFault) -> Dollars {
      Dollars(millionths: Int((try field[key].double(in: 0...1_000_000) * 1_000_000).rounded()))
    }
    training = try price("training")
    input = try price("input")
    output = try price("output")
  }
}
