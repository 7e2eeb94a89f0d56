package import PrepCore
package import PrepProviders

/// What ends at a provider, with its date.
package enum Closings {
  /// How many days before its date a closing is worth saying to who has not asked.
  package static let notice = 180

  /// - Parameters:
  ///   - model: the one that is to be trained; nil for all of them.
  ///   - today: what the dates are compared with, in words; nil for not at all.
  ///   - days: leaves out what ends later than so many days from today.
  /// - Returns: a sentence for each date.
  package static func of(_ profile: ProviderProfile, model: String?, today: CalendarDay?, within days: Int = .max) -> [String] {
    func distance(_ date: String) -> String {
      guard let day = CalendarDay(date), let today else { return "" }
      return ", \(today.distance(to: day))"
    }
    func isNear(_ date: String) -> Bool {
      guard let day = CalendarDay(date), let today else { return true }
      return today.days(until: day) <= days
    }
    var sentences = profile.closings.filter { isNear($0.date) }.map { "from \($0.date) on\(distance($0.date)): \($0.what)" }
    let closing = profile.models.filter { $0.closes != nil && (model == nil || $0.name == model) }
    for date in Set(closing.compactMap(\.closes)).sorted() where isNear(date) {
      let names = closing.filter { $0.closes == date }.map(\.name)
      sentences.append("\(names.joined(separator: ", ")) \(names.count == 1 ? "stops" : "stop") on \(date)\(distance(date))")
    }
    return sentences
  }
}
