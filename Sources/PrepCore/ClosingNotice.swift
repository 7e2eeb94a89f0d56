/// What ends at a provider on a day, in a sentence that names the day.
public struct ClosingNotice: Sendable, Hashable {
  /// As `2027-01-06`.
  public let date: String
  /// The sentence: `after 2027-01-06: nobody can create fine-tuning jobs`.
  public var text: String { beginning + rest }

  /// The sentence up to and with the day, and what follows it.
  private let beginning: String
  private let rest: String

  /// - Parameters:
  ///   - date: such as `2027-01-06`.
  ///   - beginning: the sentence up to and with the day.
  ///   - rest: what follows the day.
  package init(date: String, beginning: String, rest: String) {
    self.date = date
    self.beginning = beginning
    self.rest = rest
  }

  /// The sentence, with how far away the day is.
  /// - Parameter today: what the day is compared with; nil for not at all.
  package func text(today: CalendarDay?) -> String {
    guard let day = CalendarDay(date), let today else { return text }
    return "\(beginning), \(today.distance(to: day))\(rest)"
  }

  /// Whether the day is past, or at most so many days away from today; true when either day is not known.
  package func isNear(_ today: CalendarDay?, within days: Int) -> Bool {
    guard let day = CalendarDay(date), let today else { return true }
    return today.days(until: day) <= days
  }
}
