import PrepCore
import PrepProviders
import Testing

@Suite("What ends at a provider")
struct ClosingNoticeTests {
  private static let profile = """
    extends: openai
    name: ours
    models:
      - {name: a, closes: 2027-01-14}
      - {name: b, closes: 2027-01-14}
      - {name: c, closes: 2027-06-01}
      - {name: d}
    closing:
      - {date: 2026-11-20, what: the house is closed}
      - {date: 2027-05-20, what: the street is closed}
      - {date: 2027-05-21, what: the town is closed}
    """

  private func sentences(model: String? = nil, today: String?, within days: Int = .max) throws -> [String] {
    let profile = try ProviderProfile(yaml: Self.profile, file: "ours.yaml")
    let today = today.flatMap { CalendarDay($0) }
    return profile.closingNotices(model: model).filter { $0.isNear(today, within: days) }.map { $0.text(today: today) }
  }

  @Test("Each date has a sentence, with how far away it is")
  func all() throws {
    #expect(
      try sentences(today: "2026-11-21") == [
        "from 2026-11-20 on, yesterday: the house is closed", "from 2027-05-20 on, in 180 days: the street is closed",
        "from 2027-05-21 on, in 181 days: the town is closed", "a, b stop on 2027-01-14, in 54 days",
        "c stops on 2027-06-01, in 192 days",
      ])
    #expect(try sentences(model: "c", today: nil).last == "c stops on 2027-06-01")
  }

  @Test("What is further away than the notice is left out; what is past is not")
  func soon() throws {
    #expect(
      try sentences(today: "2026-11-21", within: ProviderProfile.closingNotice) == [
        "from 2026-11-20 on, yesterday: the house is closed", "from 2027-05-20 on, in 180 days: the street is closed",
        "a, b stop on 2027-01-14, in 54 days",
      ])
    #expect(try sentences(today: "2026-05-01", within: ProviderProfile.closingNotice).isEmpty)
  }
}
