import PrepCore
import TestSupport
import Testing

@Suite("Shares")
struct ShareTests {
  @Test(
    "A share is written in percent or as a fraction",
    arguments: [
      ("20%", 200_000), ("20 %", 200_000), ("0.2", 200_000), ("12.5%", 125_000), ("0", 0), ("1", 1_000_000), ("100%", 1_000_000),
      ("0.0001%", 1), (".5", 500_000),
    ])
  func parsing(text: String, millionths: Int) { #expect(GoalShare(parsing: text)?.millionths == millionths) }

  @Test("Anything else is none", arguments: ["20", "", "%", "120%", "1.1", "-5%", "a", "5%%", "2e1%", "nan", "inf%", "1 0%"])
  func refused(text: String) { #expect(GoalShare(parsing: text) == nil) }

  @Test(
    "For people it has at most two decimals",
    arguments: [(200_000, "20 %"), (125_000, "12.5 %"), (333_333, "33.33 %"), (500, "0.05 %"), (0, "0 %"), (1_000_000, "100 %")])
  func description(millionths: Int, text: String) { #expect(GoalShare(millionths: millionths).description == text) }

  @Test("The share of a count is the nearest millionth")
  func ofCount() {
    #expect(GoalShare(of: 1, in: 3).millionths == 333_333)
    #expect(GoalShare(of: 2, in: 3).millionths == 666_667)
    #expect(GoalShare(of: 0, in: 0).millionths == 0)
    #expect(GoalShare(of: 7, in: 7) == .whole)
  }
}
