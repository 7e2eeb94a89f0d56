import PrepCore
import PrepStatistics
import TestSupport
import Testing

@Suite("Statistics")
struct StatisticsTests {
  /// 3,000 random examples of three columns.
  private func examples(_ random: inout Seeded) -> [Example] {
    (0..<3000).map { _ in
      let split = Split.allCases.randomElement(using: &random) ?? .train
      let failure: FailureCode? = Int.random(in: 0..<20, using: &random) == 0 ? .dns : nil
      let brand = ["Rolex", "Omega", "Tudor", "Seiko"][min(3, Int.random(in: 0..<6, using: &random))]
      let cells: [[String]?] = [
        Int.random(in: 0..<30, using: &random) == 0 ? [] : [brand], Bool.random(using: &random) ? ["dial"] : ["side"],
      ]
      var example = Example(split: split, failure: failure, imageCount: Int.random(in: 1...2, using: &random), values: cells)
      if failure == nil {
        example.images = (0..<(example.imageCount ?? 0)).map { _ in
          var image = ImageRow(
            source: "a", page: nil, sha256: "00", format: .jpeg, width: 100, height: 50, bytes: 10, resized: false, kept: true,
            reducedQuality: nil)
          image.sourceSize = PixelSize(width: Int.random(in: 900...4000, using: &random), height: 800)
          return image
        }
        example.record = RecordPlace(file: "\(split.rawValue)-00001.jsonl", line: 1, bytes: 99, sha256: "00")
      }
      return example
    }
  }

  private func goals() -> Recipe.Goals {
    var brand = Recipe.ColumnGoals(columns: ["brand"])
    brand.values = Recipe.GoalLevels(minimum: 3, recommended: 5)
    brand.imagesPerValue = Recipe.GoalLevels(minimum: 700)
    brand.examplesOf = [
      Recipe.ColumnGoals.NamedLevels("Tudor", Recipe.GoalLevels(minimum: 100)), .init("Casio", .init(minimum: 1)),
    ]
    brand.shares = .of([.init("Rolex", GoalShare(millionths: 150_000)), .init("Seiko", GoalShare(millionths: 700_000))])
    var angle = Recipe.ColumnGoals(columns: ["angle"])
    angle.shares = .even
    var goals = Recipe.Goals()
    goals.all.images = Recipe.GoalLevels(minimum: 500, recommended: 100_000)
    goals.all.longSide = Recipe.LongSideGoal(levels: Recipe.GoalLevels(minimum: 900, recommended: 1920))
    goals.all.columns = [brand, angle]
    var test = Recipe.GoalSet()
    test.examples = Recipe.GoalLevels(minimum: 2000)
    test.columns = [angle]
    goals.splits[.test] = test
    return goals
  }

  @Test("Every standing is what counting by hand gives")
  func standings() throws {
    var random = Seeded(5)
    let examples = examples(&random)
    var statistics = Statistics(dataset: "d", stage: .prepared, goals: goals(), columns: ["angle"])
    #expect(statistics.columnNames == ["brand", "angle"])
    for example in examples { statistics.add(example) }

    let records = examples.filter { $0.failure == nil }
    #expect(statistics.examples.total == records.count)
    #expect(statistics.failures[.dns] == examples.count - records.count)
    for split in Split.allCases { #expect(statistics.examples[split] == records.count { $0.split == split }) }
    #expect(statistics.files.map(\.records).reduce(0, +) == records.count)
    #expect(statistics.files.map(\.bytes).reduce(0, +) == records.count * 100)

    func standing(_ subject: GoalStanding.Subject, _ split: Split?, _ column: String?, _ value: String?) throws -> GoalStanding {
      try #require(
        statistics.standings.first { $0.subject == subject && $0.split == split && $0.column == column && $0.value == value })
    }
    let images = records.flatMap(\.images)
    #expect(try standing(.images, nil, nil, nil).steps.map(\.have) == [images.count, images.count])
    let wide = images.count { ($0.sourceSize?.width ?? 0) >= 1920 }
    let longSide = try standing(.longSide, nil, nil, nil)
    #expect(longSide.steps.map(\.have) == [images.count, wide])
    #expect(longSide.steps.map(\.needed) == [images.count, images.count])
    #expect(longSide.reached == .minimum)
    #expect(try standing(.values, nil, "brand", nil).steps.first?.have == 4)
    for brand in ["Rolex", "Omega", "Seiko"] {
      let expected = records.filter { $0.values[0] == [brand] }.reduce(0) { $0 + $1.images.count }
      #expect(try standing(.images, nil, "brand", brand).steps.first?.have == expected)
    }
    for brand in ["Tudor", "Casio"] {
      let found = try standing(.examples, nil, "brand", brand)
      #expect(found.steps.first?.have == records.count { $0.values[0] == [brand] })
      #expect(found.isMet == (brand == "Tudor"))
    }
    // A value with examples of its own still has what is asked for the images of each.
    #expect(statistics.standings.contains { $0.subject == .images && $0.value == "Tudor" })
    let rolex = try standing(.share, nil, "brand", "Rolex")
    #expect(rolex.share?.have == records.count { $0.values[0] == ["Rolex"] })
    #expect(rolex.share?.total == records.count)
    let dial = try standing(.share, .test, "angle", "dial")
    #expect(dial.share?.goal == GoalShare(millionths: 500_000))
    #expect(dial.share?.have == records.count { $0.split == .test && $0.values[1] == ["dial"] })
    #expect(dial.share?.total == records.count { $0.split == .test })
    #expect(!(try standing(.examples, .test, nil, nil).isMet))
  }

  @Test("A column that the input does not have is one unmet goal; so is nothing of an empty dataset's long sides")
  func missingColumn() {
    var statistics = Statistics(dataset: "d", stage: .prepared, goals: goals(), columns: [])
    #expect(statistics.standings.first { $0.subject == .longSide }?.isMet == false)
    statistics.add(Example(split: .train, failure: nil, imageCount: 1, values: [["Rolex"], nil]))
    let angle = statistics.standings.filter { $0.column == "angle" }
    #expect(angle.map(\.subject) == [.column, .column])
    #expect(angle.allSatisfy { !$0.isMet })
  }

  @Test("A value composed in another way than the named one still has the goal of each value")
  func composed() {
    var name = Recipe.ColumnGoals(columns: ["name"])
    name.examplesPerValue = Recipe.GoalLevels(minimum: 5)
    name.examplesOf = [.init("S\u{F6}hne", .init(minimum: 1))]
    var goals = Recipe.Goals()
    goals.all.columns = [name]
    var statistics = Statistics(dataset: "d", stage: .planned, goals: goals, columns: [])
    for value in ["S\u{F6}hne", "So\u{308}hne"] {
      statistics.add(Example(split: .train, failure: nil, imageCount: 0, values: [[value]]))
    }
    #expect(statistics.standings.map(\.isMet) == [true, false])
  }

  @Test("Before the images are read, long sides and the images of documents are not known")
  func unknown() {
    var statistics = Statistics(dataset: "d", stage: .planned, goals: goals(), columns: [])
    statistics.add(Example(split: .train, failure: nil, imageCount: nil, values: [["Rolex"], ["dial"]]))
    for standing in statistics.standings where standing.subject == .images || standing.subject == .longSide {
      #expect(!standing.isKnown)
      #expect(standing.isMet)
    }
    #expect(statistics.withUnknownImages == 1)
  }

  @Test("Long sides are counted exactly, and the lower one of two is in the middle")
  func longSides() {
    var pictures = ImageStatistics()
    #expect(pictures.extent == nil)
    for side in [100, 400, 200, 300] {
      pictures.add(
        ImageRow(
          source: "a", page: 1, sha256: "00", format: .png, width: 5, height: side, bytes: side, resized: true, kept: false,
          reducedQuality: nil), split: .test)
    }
    #expect(pictures.extent?.smallest == 100 && pictures.extent?.median == 200 && pictures.extent?.largest == 400)
    #expect(pictures.count(atLeast: 200) == 3)
    #expect(pictures.count(atLeast: 201, in: .test) == 2)
    #expect(pictures.count(atLeast: 1, in: .train) == 0)
    #expect(pictures.bytes == 1000 && pictures.largestBytes == 400 && pictures.resized == 4)
  }
}
