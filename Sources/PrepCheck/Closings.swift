import PrepProviders

/// What ends at a provider, with its date.
enum Closings {
  /// - Parameters:
  ///   - model: the one that is to be trained; nil for all of them.
  ///   - today: what the dates are compared with, in words; nil for not at all.
  /// - Returns: a sentence for each date.
  static func of(_ profile: ProviderProfile, model: String?, today: CalendarDay?) -> [String] {
    func distance(_ date: String) -> String {
      guard let day = CalendarDay(date), let today else { return "" }
      return ", \(today.distance(to: day))"
    }
    var sentences = profile.closings.map { "from \($0.date) on\(distance($0.date)): \($0.what)" }
    let closing = profile.models.filter { $0.closes != nil && (model == nil || $0.name == model) }
    for date in Set(closing.compactMap(\.closes)).sorted() {
      let names = closing.filter { $0.closes == date }.map(\.name)
      sentences.append("\(names.joined(separator: ", ")) \(names.count == 1 ? "stops" : "stop") on \(date)\(distance(date))")
    }
    return sentences
  }
}
