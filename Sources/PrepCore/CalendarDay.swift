/// A day of the Gregorian calendar.
package struct CalendarDay: Sendable, Hashable, CustomStringConvertible {
  /// Days since 1970-01-01.
  private let number: Int
  package let description: String

  /// - Parameter text: such as `2027-01-14`; nil for anything else.
  package init?(_ text: String) {
    let fields = text.split(separator: "-", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard fields.count == 3, (1970...9999).contains(fields[0]), (1...12).contains(fields[1]), fields[2] >= 1,
      fields[2] <= Self.days(inMonth: fields[1], of: fields[0])
    else { return nil }
    // Years begin in March, so that the leap day is the last one.
    let year = fields[1] > 2 ? fields[0] : fields[0] - 1
    let month = (fields[1] + 9) % 12
    number = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + fields[2] - 1 - 719_468
    description = text
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// How many days later another one is; negative for an earlier one.
  package func days(until other: CalendarDay) -> Int { other.number - number }

  /// How far away a day is, in words: `in 54 days`, `today`, `54 days ago`.
  package func distance(to other: CalendarDay) -> String {
    switch days(until: other) {
    case 0: "today"
    case 1: "tomorrow"
    case -1: "yesterday"
    case let days where days > 0: "in \(days) days"
    case let days: "\(-days) days ago"
    }
  }
}
