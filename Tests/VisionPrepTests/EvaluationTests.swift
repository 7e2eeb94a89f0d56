import Testing
import VisionPrep

@Suite("Evaluation as a value")
struct EvaluationTests {
  @Test("Answers in memory are judged without any file")
  func inMemory() async throws {
    let items = (0..<40).map { number in
      Evaluation.Item(
        id: "\(number)", expected: #"{"brand":"Rolex","year":\#(number)}"#,
        answers: [
          "base": [#"{"brand":"Rolex","year":\#(number < 20 ? number : 0)}"#],
          "tuned": [#"{"year": \#(number), "brand": "Rolex"}"#],
        ])
    }
    let result = try await Evaluation.judge(items, models: ["base", "tuned"])
    #expect(result.baseline == "base" && result.candidate == "tuned" && result.verdict == nil)
    #expect(result.models.map { $0.accuracy?.value } == [0.5, 1])
    #expect(result.models[0][field: "brand"]?.accuracy?.value == 1 && result.models[0][field: "year"]?.accuracy?.value == 0.5)
    #expect(result.comparisons.first { $0.metric == "accuracy" && $0.field == nil }?.onlyCandidate == 20)
  }

  @Test("Several answers to an item count once, by their mean, and say how consistent the model is")
  func repeats() async throws {
    let items = (0..<30).map { number in
      Evaluation.Item(id: "\(number)", expected: "yes", answers: ["m": number < 15 ? ["yes", "yes"] : ["yes", "no"]])
    }
    let model = try #require(try await Evaluation.judge(items, models: ["m"]).models.first)
    #expect(model.accuracy?.value == 0.75 && model.accuracy?.n == 30 && model.repeats == 2)
    #expect(model.consistency?.agreement?.value == 0.5 && model.consistency?.unanimous?.value == 0.5)
  }

  @Test("A right answer that the rules cannot be applied to is named")
  func fault() async throws {
    let items = [
      Evaluation.Item(id: "a", expected: #"{"k":1}"#, answers: [:]), Evaluation.Item(id: "b", expected: "no JSON", answers: [:]),
    ]
    await #expect {
      try await Evaluation.judge(items, models: ["m"])
    } throws: {
      ($0 as? RunError)?.message.hasPrefix("items, line 2: the truth is not JSON") ?? false
    }
  }
}
