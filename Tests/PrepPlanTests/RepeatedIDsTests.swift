import Testing

@testable import PrepPlan

@Suite("Repeated ids")
struct RepeatedIDsTests {
  private func repeated(_ ids: [String]) throws -> [RepeatedIDs.Repeated] {
    var found = RepeatedIDs()
    for (ordinal, id) in ids.enumerated() { try found.add(id, ordinal: ordinal, line: ordinal + 2) }
    return try found.repeated()
  }

  @Test("Ids that stand once are not found")
  func none() throws {
    #expect(try repeated([]).isEmpty)
    #expect(try repeated((0..<1000).map { "id\($0)" }).isEmpty)
    #expect(try repeated(["a", "A", "a ", "", "á", "a\u{301}"]).isEmpty)
  }

  @Test("Ids that are equal only without their credentials are told from true repetitions")
  func redacted() throws {
    var found = RepeatedIDs()
    for (ordinal, isRedacted) in [false, true, false].enumerated() {
      try found.add("a", ordinal: ordinal, line: ordinal + 2, isRedacted: isRedacted)
      try found.add("b", ordinal: ordinal + 3, line: ordinal + 5, isRedacted: ordinal == 0)
    }
    let repeated = try found.repeated()
    #expect(repeated.map(\.ordinal) == [1, 2, 4, 5])
    #expect(repeated.map(\.line) == [3, 4, 6, 7])
    #expect(repeated.map(\.firstLine) == [2, 2, 5, 5])
    #expect(repeated.map(\.isRedacted) == [true, false, true, true])
  }

  @Test("Every item but the first of its id is found, with its number and both lines, in the order of the plan")
  func found() throws {
    let found = try repeated(["a", "b", "a", "c", "b", "a"])
    #expect(found.map(\.ordinal) == [2, 4, 5])
    #expect(found.map(\.line) == [4, 6, 7])
    #expect(found.map(\.firstLine) == [2, 3, 2])
    #expect(found.map(\.occurrence) == [2, 2, 3])
  }
}
