package import PrepTokens

extension ModelTable {
  /// The table that belongs to the program, made from the built-in profiles.
  package static let builtIn = ModelTable(counting.compactMap(ProviderProfile.named))

  /// The profiles that say how models count tokens.
  private static let counting = ["openai", "azure"]

  /// - Parameter profiles: of a model in several of them, the first one says how it counts, and each one what it costs there. The date
  ///   and source of the table are those of the first profile.
  package init(_ profiles: [ProviderProfile]) {
    var models: [Model] = []
    for profile in profiles {
      for model in profile.models {
        let index = models.firstIndex { $0.name == model.name } ?? models.endIndex
        if index == models.endIndex {
          models.append(
            Model(
              name: model.name, aliases: model.aliases, encoding: model.encoding, image: model.image,
              trainingContext: model.context))
        }
        if let training = model.prices.training, let tuned = model.prices.tuned {
          models[index].prices[profile.name] = ModelPrices(training: training, input: tuned.input, output: tuned.output)
        }
      }
    }
    self.init(
      collected: profiles.first?.collected ?? "", source: profiles.first?.modelSource ?? "",
      providers: profiles.map { Provider(name: $0.name, title: $0.title, notices: $0.closingNotices()) }, models: models)
  }
}
