import PrepCore
import Testing

@testable import PrepStatistics

@Suite("Columns")
struct ColumnStatisticsTests {
  private func column(_ cells: [[String]?]) -> ColumnStatistics {
    var column = ColumnStatistics(name: "c")
    for cell in cells { column.add(cell, split: .train, images: 1) }
    return column
  }

  @Test("Empty cells and rows without the column are told apart")
  func empty() {
    let found = column([["a"], [], nil, ["a", "b"]])
    #expect(found.present == 3)
    #expect(found.empty == 1)
    #expect(found.values.count(of: "a").examples.total == 2)
    #expect(found.values.distinct() == 2)
  }

  @Test("A column of numbers has a range by their size")
  func numbers() {
    let range = column([["9"], ["10"], ["-1.5"], []]).range
    #expect(range == ColumnStatistics.Range(kind: .numbers, first: "-1.5", last: "10"))
  }

  @Test("A column of dates has a range in time")
  func dates() {
    let range = column([["2026-05-11"], ["2026-03-02T10:00:00Z"], ["2026-04-28"]]).range
    #expect(range == ColumnStatistics.Range(kind: .dates, first: "2026-03-02T10:00:00Z", last: "2026-05-11"))
  }

  @Test("One value of another kind, and there is no range", arguments: ["n/a", "2026-13", "nan", "12mm", ""])
  func mixed(other: String) {
    #expect(column([["1"], ["2"], [other]]).range == nil)
    #expect(column([["2026-03-02"], ["2026-03-03"], [other]]).range == nil)
  }
}
