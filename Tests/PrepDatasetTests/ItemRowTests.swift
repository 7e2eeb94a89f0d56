import Foundation
import PrepCore
import TestSupport
import Testing

@testable import PrepDataset

@Suite("Rows of items.jsonl")
struct ItemRowTests {
  private func image(using random: inout Seeded) -> ImageRow {
    var row = ImageRow(
      source: random.nastyText(), page: Bool.random(using: &random) ? Int.random(in: 1...9, using: &random) : nil, sha256: "00ff",
      format: ImageFormat.allCases.randomElement(using: &random) ?? .png, width: Int.random(in: 1...70_000, using: &random),
      height: 3,
      bytes: Int.random(in: 0...1 << 40, using: &random), resized: Bool.random(using: &random), kept: Bool.random(using: &random),
      reducedQuality: Bool.random(using: &random) ? 60 : nil)
    if Bool.random(using: &random) { row.sourceSize = PixelSize(width: Int.random(in: 1...70_000, using: &random), height: 5) }
    if Bool.random(using: &random) {
      row.crop = PageCrop(
        x: Int.random(in: 0...9, using: &random), y: 3, width: 20, height: 30, page: PixelSize(width: 29, height: 33))
    }
    if Bool.random(using: &random) { row.flags = PictureFlag.allCases.filter { _ in Bool.random(using: &random) } }
    return row
  }

  private func outcome(using random: inout Seeded) -> Outcome {
    let codes: [FailureCode] = [.missingValue, .dns, .http(404), .renderCrashed, .tooSmall]
    let ending: Outcome.Ending =
      Bool.random(using: &random)
      ? .record(RecordPlace(file: "train-00001.jsonl", line: Int.random(in: 1...99, using: &random), bytes: 7, sha256: "ab"))
      : .failure(
        ItemFailure(
          FailureStage.allCases.randomElement(using: &random) ?? .plan, codes.randomElement(using: &random) ?? .dns,
          random.nastyText()))
    let images = (0..<Int.random(in: 0...3, using: &random)).map { _ in image(using: &random) }
    return Outcome(
      id: random.nastyText(), ordinal: Int.random(in: 0...1 << 50, using: &random),
      split: Split.allCases.randomElement(using: &random) ?? .train, images: images, ending: ending)
  }

  @Test("A row reads as it always has")
  func golden() {
    let image = ImageRow(
      source: "a.pdf", page: 2, sha256: "ff", format: .png, width: 10, height: 20, bytes: 30, resized: true, kept: false,
      reducedQuality: nil)
    let record = Outcome(
      id: "a.pdf#2", ordinal: 4, split: .validation, images: [image],
      ending: .record(RecordPlace(file: "validation-00001.jsonl", line: 1, bytes: 99, sha256: "ee")))
    #expect(
      String(decoding: ItemRow.encode(record), as: UTF8.self)
        == #"{"id":"a.pdf#2","ordinal":4,"split":"validation","outcome":"record","failure":null,"#
        + #""images":[{"source":"a.pdf","page":2,"crop":null,"sha256":"ff","format":"png","width":10,"#
        + #""height":20,"source_width":null,"source_height":null,"bytes":30,"resized":true,"kept":false,"reduced_quality":null,"#
        + #""truncated":false,"flags":null}],"#
        + #""record":{"file":"validation-00001.jsonl","line":1,"bytes":99,"sha256":"ee"}}"#)
    let failure = Outcome(
      id: "b", ordinal: 5, split: .train, images: [], ending: .failure(ItemFailure(.fetch, .http(404), "gone")))
    #expect(
      String(decoding: ItemRow.encode(failure), as: UTF8.self)
        == #"{"id":"b","ordinal":5,"split":"train","outcome":"failure","#
        + #""failure":{"stage":"fetch","code":"http_404","message":"gone"},"images":[],"record":null}"#)
  }

  /// The sum of two such sizes would have stopped the program.
  @Test("A row with a number that counts nothing is no row", arguments: ["-1", "9223372036854775807", "1.5", "1e3"])
  func implausible(number: String) {
    let row = """
      {"id":"a","ordinal":0,"split":"train","outcome":"record","failure":null,"images":[{"source":"a","page":null,"sha256":"ff",\
      "format":"png","width":1,"height":1,"bytes":BYTES,"resized":false,"kept":true,"reduced_quality":null}],\
      "record":{"file":"train-00001.jsonl","line":1,"bytes":9,"sha256":"ee"}}
      """
    #expect(ItemRow.decode(Array(row.replacingOccurrences(of: "BYTES", with: "1").utf8)) != nil)
    #expect(ItemRow.decode(Array(row.replacingOccurrences(of: "BYTES", with: number).utf8)) == nil)
  }

  @Test("Any outcome comes back from its row, which is one line of valid JSON")
  func roundTrip() throws {
    var random = Seeded(13)
    for _ in 0..<300 {
      let outcome = outcome(using: &random)
      let row = ItemRow.encode(outcome)
      #expect(!row.contains(UInt8(ascii: "\n")))
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(row)) }
      #expect(ItemRow.decode(row) == outcome)
    }
  }

  @Test("A row that is torn or damaged is no row, and never a crash")
  func damaged() {
    var random = Seeded(14)
    let row = ItemRow.encode(outcome(using: &random))
    for length in 0..<row.count { #expect(ItemRow.decode(Array(row[..<length])) == nil) }
    for position in row.indices {
      var damaged = row
      damaged[position] = UInt8.random(in: 0...255, using: &random)
      _ = ItemRow.decode(damaged)
    }
  }
}
