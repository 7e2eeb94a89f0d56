import Foundation
import TestSupport
import Testing

@Suite("The same recipe and input give the same bytes")
struct DeterminismTests {
  @Test("For any number of jobs and any memory", arguments: ["watches", "drawings", "cards"])
  func jobs(recipe: String) throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample(recipe)
    let settings = [["--jobs", "1"], ["--jobs", "2"], ["--jobs", "8"], ["--jobs", "2", "--memory", "64MB"]]
    var outputs: [[String: [UInt8]]] = []
    for (index, setting) in settings.enumerated() {
      let arguments = ["prepare", "\(recipe)/\(recipe).yaml", "--output", "out\(index)"] + setting
      #expect(try Program.start(arguments, in: folder).wait().code == 0)
      outputs.append(try folder.outputs("out\(index)"))
    }
    #expect(outputs[0].count >= 3)
    for other in outputs.dropFirst() { #expect(other == outputs[0]) }
  }

  @Test("A second run finds all done and changes nothing")
  func secondRun() throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("cards")
    #expect(try Program.run("prepare", "cards/cards.yaml", "--output", "out", in: folder).code == 0)
    let before = try folder.outputs("out")
    let again = try Program.run("prepare", "cards/cards.yaml", "--output", "out", in: folder)
    #expect(again.code == 0)
    #expect(again.errors.contains("6 items of an earlier run are done already"))
    #expect(try folder.outputs("out") == before)
  }

  @Test("The first items now and the rest later are the same as all at once")
  func limitThenAll() throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("intents")
    #expect(try Program.run("prepare", "intents/intents.yaml", "--output", "whole", in: folder).code == 0)
    #expect(try Program.run("prepare", "intents/intents.yaml", "--output", "out", "--limit", "7", in: folder).code == 0)
    #expect(try folder.lines("out/items.jsonl").count == 7)
    #expect(try Program.run("prepare", "intents/intents.yaml", "--output", "out", in: folder).code == 0)
    #expect(try folder.outputs("out") == folder.outputs("whole"))
  }
}
