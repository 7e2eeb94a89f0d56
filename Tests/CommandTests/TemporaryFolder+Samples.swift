import Foundation
import TestSupport

extension TemporaryFolder {
  /// Writes a built-in recipe with the first rows of its sample input and the usual shares: enough for what is not about the samples.
  func writeSmallSample(_ recipe: String) throws {
    let run = try Program.run("init", recipe, in: self)
    guard run.code == 0 else { throw CocoaError(.fileWriteUnknown) }
    switch recipe {
    case "watches": try keep(16, linesOf: "watches/watches.csv")
    case "cards": try keep(6, linesOf: "cards/cards.jsonl")
    case "drawings":
      try keep(5, linesOf: "drawings/labels.csv")
      let labelled = try lines("drawings/labels.csv").compactMap { $0.split(separator: ",").first.map(String.init) }
      for name in try names(in: "drawings/drawings") where !labelled.contains(name) { try remove("drawings/drawings/\(name)") }
    case "intents", "listings": try keep(22, linesOf: "\(recipe)/\(recipe).jsonl")
    default: break
    }
    let yaml = String(decoding: try read("\(recipe)/\(recipe).yaml"), as: UTF8.self)
      .replacing("train: 0.6", with: "train: 0.8").replacing("test: 0.3", with: "test: 0.1").replacing("exact: true, ", with: "")
    try write(yaml, to: "\(recipe)/\(recipe).yaml")
  }

  private func keep(_ count: Int, linesOf name: String) throws {
    try write(try lines(name).prefix(count).map { $0 + "\n" }.joined(), to: name)
  }
}
