/// A day, a month or a year of the Gregorian calendar, however it is written.
///
/// White space at the ends is dropped. These forms are read; digits are 0 to 9, a year has four digits, months and days have one
/// or two unless said otherwise:
/// - `2024-02-01` (two digits each), `2024/2/1`, `2024.2.1`: year, month, day. A time may follow `2024-02-01` behind `T` or a
///   space, made of digits and the characters `:.+-Z`, the first of them a digit; it is dropped.
/// - `2024-02` (two digits) is a month, `2024` a year. They equal only themselves.
/// - `1.2.2024`: the day comes before the month, because nobody writes the month first with dots.
/// - `1/2/2024`, `1-2-2024`: when exactly one of the two numbers is above 12, that is the day; when both are equal, both orders
///   are the same day. Else the text is ambiguous and no date: the order is never guessed.
/// - `1 Feb 2024`, `1. February 2024`, `1-Feb-2024`, `Feb 1, 2024`, `2024 Feb 1`, `Feb 2024`: the text in lower case is cut at
///   white space, `,`, `.`, `-` and `/`, and the word `of` is dropped. Two or three words must be left: one year, one
///   English name of a month (in full, its first three letters, or `sept`), and a day or none, which may end in `st`, `nd`,
///   `rd` or `th`. A day does not come behind the year unless the month stands between them.
///
/// Days that do not exist, such as 30 February, years of two digits and texts above 64 bytes are no dates.
struct WrittenDate: Sendable, Hashable {
  let year: Int
  /// Nil for a year.
  let month: Int?
  /// Nil for a month or a year.
  let day: Int?

  init?(_ text: String) {
    guard text.utf8.count <= 64 else { return nil }
    let bytes = Array(text.trimmed.utf8)
    guard bytes.contains(where: Self.isDigit), bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
    guard let date = Self.numeric(bytes) ?? Self.named(bytes) else { return nil }
    self = date
  }

  private init?(_ year: Int, _ month: Int? = nil, _ day: Int? = nil) {
    if let month, !(1...12).contains(month) { return nil }
    if let month, let day, !(1...Self.days(in: month, of: year)).contains(day) { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private static func numeric(_ bytes: [UInt8]) -> WrittenDate? {
    var fields: [ArraySlice<UInt8>] = []
    var marks: [UInt8] = []
    var rest = bytes[...]
    while true {
      let digits = rest.prefix(while: isDigit)
      guard (1...4).contains(digits.count), fields.count < 3 else { return nil }
      fields.append(digits)
      rest = rest.dropFirst(digits.count)
      guard fields.count < 3, let mark = rest.first else { break }
      guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/") || mark == UInt8(ascii: ".") else { return nil }
      marks.append(mark)
      rest = rest.dropFirst()
    }
    guard marks.allSatisfy({ $0 == marks.first }) else { return nil }
    let counts = fields.map(\.count)
    let numbers = fields.map { $0.reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    let isISO = counts == [4, 2, 2] && marks.first == UInt8(ascii: "-")
    if !rest.isEmpty {
      guard isISO, isTime(rest) else { return nil }
    }
    switch counts.count {
    case 1: return counts[0] == 4 ? WrittenDate(numbers[0]) : nil
    case 2: return counts == [4, 2] && marks[0] == UInt8(ascii: "-") ? WrittenDate(numbers[0], numbers[1]) : nil
    default: break
    }
    if counts[0] == 4 {
      guard isISO || marks[0] != UInt8(ascii: "-") && counts[1] <= 2 && counts[2] <= 2 else { return nil }
      return WrittenDate(numbers[0], numbers[1], numbers[2])
    }
    guard counts[2] == 4, counts[0] <= 2, counts[1] <= 2 else { return nil }
    if marks[0] == UInt8(ascii: ".") || numbers[0] == numbers[1] { return WrittenDate(numbers[2], numbers[1], numbers[0]) }
    switch (numbers[0] > 12, numbers[1] > 12) {
    case (true, false): return WrittenDate(numbers[2], numbers[1], numbers[0])
    case (false, true): return WrittenDate(numbers[2], numbers[0], numbers[1])
    default: return nil
    }
  }

  private static func isTime(_ rest: ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: "T") || rest.first == UInt8(ascii: " ") else { return false }
    let time = rest.dropFirst()
    return time.first.map(isDigit) == true && time.allSatisfy { isDigit($0) || Array(":.+-Z".utf8).contains($0) }
  }

  private static func named(_ bytes: [UInt8]) -> WrittenDate? {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    let words = text.unicodeScalars.split { $0.isSpace || $0 == "," || $0 == "." || $0 == "-" || $0 == "/" }.map(String.init)
      .filter { $0 != "of" }
    guard (2...3).contains(words.count) else { return nil }
    guard let monthPlace = words.firstIndex(where: { month(named: $0) != nil }), let month = month(named: words[monthPlace])
    else {
      return nil
    }
    let isYear = { (word: String) in word.utf8.count == 4 && word.utf8.allSatisfy(isDigit) }
    guard let yearPlace = words.firstIndex(where: isYear), let year = Int(words[yearPlace]) else { return nil }
    guard words.count == 3 else { return WrittenDate(year, month) }
    let dayPlace = 3 - monthPlace - yearPlace
    guard dayPlace < yearPlace || yearPlace < monthPlace && monthPlace < dayPlace else { return nil }
    guard let day = day(words[dayPlace]) else { return nil }
    return WrittenDate(year, month, day)
  }

  private static func day(_ word: String) -> Int? {
    let digits = word.utf8.prefix(while: isDigit)
    let ending = String(decoding: word.utf8.dropFirst(digits.count), as: UTF8.self)
    guard (1...2).contains(digits.count), ["", "st", "nd", "rd", "th"].contains(ending) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  private static func month(named word: String) -> Int? {
    if word == "sept" { return 9 }
    return names.firstIndex { $0 == word || word.utf8.count == 3 && $0.hasPrefix(word) }.map { $0 + 1 }
  }

  private static let names = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
  ]
}
