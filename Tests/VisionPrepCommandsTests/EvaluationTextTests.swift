import Foundation
import PrepEvaluation
import TestEvaluations
import TestSupport
import Testing

@testable import VisionPrepCommands

@Suite("What evaluate prints")
struct EvaluationTextTests {
  private func lines(_ sample: SampleEvaluation) -> [String] {
    EvaluationText.people(sample.result).flatMap(\.lines).map(\.text)
  }

  /// `VISIONPREP_RECORD=1` writes the files anew.
  private func expect(_ lines: [String], _ name: String) throws {
    let text = lines.joined(separator: "\n") + "\n"
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens/\(name)")
    if ProcessInfo.processInfo.environment["VISIONPREP_RECORD"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(golden == text)
  }

  @Test("Texts are as they were when they were looked at")
  func goldens() throws {
    try expect(lines(SampleEvaluation(models: 2, fields: 3, items: 40)), "evaluation-two-models.txt")
    try expect(lines(SampleEvaluation(models: 3, fields: 60, items: 40)), "evaluation-three-models.txt")
    try expect(lines(SampleEvaluation(models: 1, fields: 4, items: 40, gates: false)), "evaluation-one-model.txt")
    try expect(lines(SampleEvaluation(models: 2, fields: 0, items: 0, gates: false)), "evaluation-empty.txt")
  }

  @Test("Lines fit into 80 columns", arguments: EvaluationShape.all)
  func width(_ shape: EvaluationShape) {
    for line in lines(shape.sample()) { #expect(line.displayWidth <= 80, "\(line)") }
  }

  @Test("Names of any length leave room for the figures")
  func longNames() {
    let sample = SampleEvaluation(models: 2, fields: 3, items: 24, text: "-" + String(repeating: "字x", count: 40))
    let tables = EvaluationText.people(sample.result).filter {
      $0.lines[0].text.hasPrefix("models") || $0.lines[0].text.hasPrefix("accuracy")
    }
    for line in tables.flatMap({ $0.lines.prefix(5) }) { #expect(line.displayWidth <= 80, "\(line.text)") }
  }

  @Test("No text steers the terminal", arguments: 0..<10)
  func hostile(_ seed: UInt64) {
    var random = Seeded(seed)
    let text = "\u{1b}[31m\n\u{202E}" + random.nastyText()
    for line in lines(SampleEvaluation(models: 3, fields: 9, items: 8, text: text)) {
      #expect(!line.unicodeScalars.contains { !$0.isHarmless })
    }
  }
}
