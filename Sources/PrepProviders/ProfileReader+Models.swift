import PrepCore
import PrepTokens
import PrepYAML

extension ProfileReader {
  /// - Parameter base: the models of the profile that this one extends.
  func model(_ section: SectionReader, base: [ProviderProfile.Model]) -> ProviderProfile.Model? {
    var section = section
    let name = section.text("name")
    noteMissing(["name"], in: section, remedy: "give the model's name")
    var model = base.first { $0.name == name }?.counting ?? ProviderProfile.Model(name: name ?? "")
    model.isTunable = section.flag("tunable") ?? true
    if let value = section.texts("aliases", of: "names") { model.aliases = value }
    if let value = section.whole("context", in: 1...1_000_000_000) { model.context = value }
    if let value = section.choice("encoding", of: TokenEncoding.self) { model.encoding = value }
    if let value = section.section("image").flatMap({ imageRule($0) }) { model.image = value }
    model.closes = day("closes", in: &section)
    if let section = section.section("prices") { model.prices = prices(section) }
    section.finish()
    return model
  }

  private enum ImageRule: String, CaseIterable { case tiles, patches }

  private func imageRule(_ section: SectionReader) -> ImageTokenRule? {
    var section = section
    defer { section.finish() }
    switch section.choice("rule", of: ImageRule.self) {
    case .tiles:
      let base = section.whole("base", in: 0...1_000_000)
      let tile = section.whole("tile", in: 0...1_000_000)
      noteMissing(["base", "tile"], in: section, remedy: "give the tokens of an image, base, and those of a tile")
      return base.flatMap { base in tile.map { .tiles(TileRule(base: base, tile: $0)) } }
    case .patches:
      let multiplier = section.number("multiplier", in: 0...1000)
      let budget = section.whole("budget", in: 1...1_000_000)
      noteMissing(["budget"], in: section, remedy: "give the most patches of an image")
      return budget.map {
        .patches(PatchRule(budget: $0, tokensPerThousand: multiplier.map { Int(($0 * 1000).rounded()) }))
      }
    case nil:
      noteMissing(["rule"], in: section, remedy: "choose tiles or patches")
      return nil
    }
  }

  private func prices(_ section: SectionReader) -> ProviderProfile.Prices {
    var section = section
    defer { section.finish() }
    return ProviderProfile.Prices(
      training: price("training", in: &section), tuned: section.section("tuned").flatMap { asking($0) },
      untuned: section.section("untuned").flatMap { asking($0) })
  }

  private func asking(_ section: SectionReader) -> ProviderProfile.Prices.Asking? {
    var section = section
    defer { section.finish() }
    let input = price("input", in: &section)
    let output = price("output", in: &section)
    noteMissing(["input", "output"], in: section, remedy: "give the prices of what the model is given and of what it answers")
    return input.flatMap { input in output.map { ProviderProfile.Prices.Asking(input: input, output: $0) } }
  }

  private func price(_ key: String, in section: inout SectionReader) -> Dollars? {
    section.number(key, in: 0...1_000_000).map { Dollars(millionths: Int(($0 * 1_000_000).rounded())) }
  }

  private func noteMissing(_ keys: [String], in section: SectionReader, remedy: String) {
    for key in keys where notes.lines[section.full(key)] == nil {
      notes.add("\(section.full(key)) is missing", remedy: remedy, line: section.line)
    }
  }
}
