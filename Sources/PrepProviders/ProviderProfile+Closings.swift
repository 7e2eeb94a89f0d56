package import PrepCore

extension ProviderProfile {
  /// How many days before its date a closing is worth saying to who has not asked.
  package static let closingNotice = 180

  /// What ends at the provider: a notice for each closing, and then one for each day on which models stop.
  /// - Parameter model: the one that is to be trained; nil for all of them.
  package func closingNotices(model: String? = nil) -> [ClosingNotice] {
    let stopping = models.filter { $0.closes != nil && (model == nil || $0.name == model) }
    return closings.map { ClosingNotice(date: $0.date, beginning: $0.time, rest: ": \($0.what)") }
      + Set(stopping.compactMap(\.closes)).sorted().map { date in
        let names = stopping.filter { $0.closes == date }.map(\.name)
        let verb = names.count == 1 ? "stops" : "stop"
        return ClosingNotice(date: date, beginning: "\(names.joined(separator: ", ")) \(verb) on \(date)", rest: "")
      }
  }
}
