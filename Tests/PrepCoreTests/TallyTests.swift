import PrepCore
import Testing

@Suite("Counts of a run")
struct TallyTests {
  private func image(bytes: Int, resized: Bool, kept: Bool) -> ImageRow {
    ImageRow(
      source: "a.png", page: nil, sha256: "", format: .png, width: 1, height: 1, bytes: bytes, resized: resized, kept: kept,
      reducedQuality: nil)
  }

  @Test("Records count their images, failures their codes with the first example")
  func counts() throws {
    var tally = Tally()
    let place = RecordPlace(file: "test-00001.jsonl", line: 1, bytes: 9, sha256: "")
    tally.add(
      Outcome(
        id: "a", ordinal: 0, split: .test,
        images: [image(bytes: 10, resized: true, kept: false), image(bytes: 5, resized: false, kept: true)],
        ending: .record(place)))
    tally.add(Outcome(id: "b", ordinal: 1, split: .train, images: [], ending: .failure(ItemFailure(.fetch, .dns, "first"))))
    tally.add(Outcome(id: "c", ordinal: 2, split: .train, images: [], ending: .failure(ItemFailure(.fetch, .dns, "second"))))
    #expect(tally.records == 1)
    #expect(tally.failed == 2)
    #expect(tally.done == 3)
    #expect([tally.images, tally.imagesKept, tally.imagesResized, tally.imageBytes] == [2, 1, 1, 15])
    #expect(tally.recordsBySplit == [.test: 1])
    let failures = try #require(tally.failures[.dns])
    #expect(failures.count == 2)
    #expect(failures.exampleID == "b")
    #expect(failures.exampleMessage == "first")
  }
}
