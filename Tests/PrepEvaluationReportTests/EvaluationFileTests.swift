import Foundation
import PrepEvaluation
import PrepEvaluationReport
import PrepJSON
import TestEvaluations
import Testing

@Suite("evaluation.json")
struct EvaluationFileTests {
  @Test("A file with everything is as it was when it was looked at")
  func golden() throws {
    let sample = SampleEvaluation(models: 3, fields: 4)
    try Golden.expect(String(decoding: EvaluationFile.bytes(sample.result), as: UTF8.self), "evaluation.json")
  }

  @Test("The keys of the contract are there, whatever was evaluated", arguments: EvaluationShape.all)
  func keys(_ shape: EvaluationShape) throws {
    let sample = shape.sample()
    let value = try JSONSerialization.jsonObject(with: Data(EvaluationFile.bytes(sample.result)))
    let root = try #require(value as? [String: Any])
    let wanted = [
      "dataset", "split", "items", "group", "baseline", "candidate", "level", "models", "comparisons", "gates", "verdict",
      "verdict_by_figures", "reasons",
    ]
    #expect(wanted.allSatisfy { root[$0] != nil })
    let models = try #require(root["models"] as? [[String: Any]])
    #expect(models.count == sample.subjects.models.count)
    for model in models {
      #expect((model["fields"] as? [String: Any])?.count == sample.subjects.fields.count)
      for key in [
        "name", "model", "answered", "refused", "invalid", "unscored", "accuracy", "classes", "json_valid", "json_repaired",
        "consistency", "latency_ms", "tokens", "cost_usd",
      ] {
        #expect(model[key] != nil, "\(key)")
      }
    }
  }

  @Test("Numbers are read back as the same numbers, and what is not finite is null")
  func numbers() throws {
    for value: Double in [
      0.1 + 0.2, 1.0 / 3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -0.0, 1e16, 123_456_789.25, .infinity, -.infinity,
      .nan,
    ] {
      var result = EvaluationResult(dataset: "d", split: "test", items: 1, primary: "all", seed: .max)
      var model = EvaluationResult.Model(name: "m")
      model.costUSD = value
      result.models = [model]
      let root = try JSONValue(EvaluationFile.bytes(result))
      let read = root["models"]?.elements?.first?["cost_usd"]
      #expect(value.isFinite ? read?.text.flatMap { Double($0) } == value : read == .null)
      #expect(root["seed"]?.text == "18446744073709551615")
    }
  }
}
