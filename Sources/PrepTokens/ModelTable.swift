import FoundationEssentials
package import PrepCore

/// What is known of models and providers, as dated data: `Models/openai.json`, or a file of the same form.
package struct ModelTable: Sendable {
  /// The month in which it was collected, such as `2026-11`.
  package let collected: String
  package let source: String
  package let providers: [Provider]
  package let models: [Model]

  package struct Provider: Sendable, Hashable, Decodable {
    package let name: String
    package let title: String
    /// Days from which on something is no longer as it was.
    package let notices: [Notice]
  }

  package struct Notice: Sendable, Hashable, Decodable {
    /// As `2027-01-06`.
    package let date: String
    /// What that day is.
    package let text: String
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
    package let prices: [String: ModelPrices]
  }

  /// The table that belongs to the program.
  package static let builtIn: ModelTable? = try? ModelTable(json: PackageResources.openai_json)

  /// - Throws: what JSONDecoder finds wrong.
  package init(json: [UInt8]) throws {
    self = try JSONDecoder().decode(ModelTable.self, from: Data(json))
  }

  /// The model of a name, an alias, or the name of a model that was tuned on one (`ft:gpt-4o-2024-08-06:team::1`).
  package func model(_ name: String) -> Model? {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    let base = parts.count > 1 && parts[0] == "ft" ? String(parts[1]) : name
    return models.first { $0.name == base || $0.aliases.contains(base) }
  }

  package func provider(_ name: String) -> Provider? { providers.first { $0.name == name } }
}

extension ModelTable: Decodable {
  private enum Key: String, CodingKey { case collected, source, providers, models }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    collected = try values.decode(String.self, forKey: .collected)
    source = try values.decode(String.self, forKey: .source)
    providers = try values.decode([Provider].self, forKey: .providers)
    models = try values.decode([Model].self, forKey: .models)
  }
}

extension ModelTable.Model: Decodable {
  private enum Key: String, CodingKey { case name, aliases, encoding, image, trainingContext, prices }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    name = try values.decode(String.self, forKey: .name)
    aliases = try values.decodeIfPresent([String].self, forKey: .aliases) ?? []
    encoding = try values.decodeIfPresent(TokenEncoding.self, forKey: .encoding)
    image = try values.decodeIfPresent(ImageTokenRule.self, forKey: .image)
    trainingContext = try values.contains(.trainingContext) ? values.decode(.trainingContext, in: 1...1_000_000_000) : nil
    prices = try values.decodeIfPresent([String: ModelPrices].self, forKey: .prices) ?? [:]
  }
}

/// The prices of one model at one provider, for a million tokens.
package struct ModelPrices: Sendable, Hashable {
  package let training: Dollars
  /// Of the tuned model, what it is given and what it answers.
  package let input: Dollars
  package let output: Dollars
}

extension TokenEncoding: Decodable {}

extension ImageTokenRule: Decodable {
  private enum Key: String, CodingKey { case rule, base, tile, budget, multiplier }
  private enum Kind: String, Decodable { case tiles, patches }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    switch try values.decode(Kind.self, forKey: .rule) {
    case .tiles:
      self = .tiles(
        TileRule(base: try values.decode(.base, in: 0...1_000_000), tile: try values.decode(.tile, in: 0...1_000_000)))
    case .patches:
      let multiplier = try values.contains(.multiplier) ? values.decode(.multiplier, in: 0...1000) as Double : nil
      self = .patches(
        PatchRule(
          budget: try values.decode(.budget, in: 1...1_000_000), tokensPerThousand: multiplier.map { Int(($0 * 1000).rounded()) })
      )
    }
  }
}

extension ModelPrices: Decodable {
  private enum Key: String, CodingKey { case training, input, output }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func price(_ key: Key) throws -> Dollars {
      let dollars: Double = try values.decode(key, in: 0...1_000_000)
      return Dollars(millionths: Int((dollars * 1_000_000).rounded()))
    }
    training = try price(.training)
    input = try price(.input)
    output = try price(.output)
  }
}

extension KeyedDecodingContainer {
  /// A number that lies in a range: a file that somebody wrote must not lead to sums that overflow.
  fileprivate func decode<Number: Decodable & Comparable>(_ key: Key, in range: ClosedRange<Number>) throws -> Number {
    let number = try decode(Number.self, forKey: key)
    guard range.contains(number) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: "\(key.stringValue) is \(number); expected \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
