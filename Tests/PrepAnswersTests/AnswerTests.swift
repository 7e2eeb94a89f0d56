import PrepAnswers
import PrepJSON
import Testing

@Suite("Rows of answers are read whichever program wrote them")
struct AnswerTests {
  private func answer(_ json: String) throws -> Answer {
    let value = try JSONValue(Array(json.utf8))
    return try Answer { value[$0] }
  }

  /// What a row says, in a few words.
  private func words(_ answer: Answer) -> String {
    let text = answer.text.map { String(decoding: $0, as: UTF8.self) } ?? "-"
    return "\(answer.id) \(answer.finish.rawValue) \(text)\(answer.failure.map { " (\($0))" } ?? "")"
  }

  @Test(
    "Text, outcome and failure",
    arguments: [
      // Rows of ask.
      (#"{"id":"a","repeat":0,"answer":"x","outcome":"answered"}"#, "a answered x"),
      (#"{"id":"a","answer":null,"outcome":"filtered"}"#, "a filtered -"),
      (#"{"id":"a","answer":"x","outcome":"truncated","failure":null}"#, "a truncated x"),
      (#"{"id":"a","answer":null,"outcome":"failed","failure":{"code":"timeout","message":"no answer in 60 s"}}"#,
        "a failed - (no answer in 60 s)"),
      // Other programs.
      (#"{"id":"a","answer":"x"}"#, "a answered x"),
      (#"{"id":7,"output":"x"}"#, "7 answered x"),
      (#"{"id":"a","answer":{"k":1.0}}"#, #"a answered {"k":1.0}"#),
      (#"{"id":"a","answer":12}"#, "a answered 12"),
      (#"{"id":"a","answer":""}"#, "a answered "),
      (#"{"id":"a","answer":null}"#, "a failed -"),
      (#"{"id":"a","answer":"x","error":null}"#, "a answered x"),
      (#"{"id":"a","answer":"x","error":""}"#, "a answered x"),
      (#"{"id":"a","answer":"","error":"boom"}"#, "a failed  (boom)"),
      (#"{"id":"a","error":"boom"}"#, "a failed - (boom)"),
      (#"{"id":"a","answer":"x","finish_reason":"stop"}"#, "a answered x"),
      (#"{"id":"a","answer":"x","finish_reason":"length"}"#, "a truncated x"),
      (#"{"id":"a","answer":"","finish_reason":"content_filter"}"#, "a filtered "),
      // OpenAI's batches.
      (#"{"id":"batch_req_1","custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":"x"},"#
        + #""finish_reason":"stop"}]}},"error":null}"#, "a answered x"),
      (#"{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":null,"refusal":"I cannot"},"#
        + #""finish_reason":"stop"}]}},"error":null}"#, "a refused I cannot"),
      (#"{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":"x"},"#
        + #""finish_reason":"content_filter"}]}},"error":null}"#, "a filtered x"),
      (#"{"custom_id":"a","response":{"status_code":429,"body":{"error":{"message":"slow down"}}},"error":null}"#,
        "a failed - (slow down)"),
      (#"{"custom_id":"a","response":null,"error":{"code":"batch_expired","message":"too late"}}"#, "a failed - (too late)"),
      (#"{"custom_id":"a","response":{"status_code":500,"body":{}},"error":null}"#, "a failed - (status 500, without a choice)"),
    ] as [(String, String)])
  func reading(row: String, expected: String) throws {
    #expect(try words(answer(row)) == expected)
  }

  @Test(
    "What is no answer is named",
    arguments: [
      (#"{"answer":"x"}"#, "has neither id nor custom_id"), (#"{"id":"a"}"#, "has neither answer nor output"),
      (#"{"id":"a","answer":"x","outcome":"great"}"#,
        "has the outcome \"great\"; expected one of answered, refused, filtered, truncated, failed"),
    ] as [(String, String)])
  func faults(row: String, words: String) {
    #expect { try answer(row) } throws: { ($0 as? AnswerFault)?.words == words }
  }

  @Test("Usage, cost, latency and model, by the names of each program")
  func details() throws {
    let ask = try answer(
      #"{"id":"a","answer":"x","latency_ms":12.5,"cached":true,"usage":{"input":5,"output":2},"cost_usd":0.25,"model":"m"}"#)
    #expect(ask.latency == 12.5 && ask.isCached && ask.usage == Answer.Usage(input: 5, output: 2))
    #expect(ask.cost == 0.25 && ask.model == "m")
    let batch = try answer(
      #"{"custom_id":"a","response":{"body":{"model":"m","usage":{"prompt_tokens":5,"completion_tokens":2},"#
        + #""choices":[{"message":{"content":"x"}}]}}}"#)
    #expect(batch.usage == Answer.Usage(input: 5, output: 2) && batch.model == "m" && !batch.isCached)
    let odd = try answer(#"{"id":"a","answer":"x","latency_ms":-1,"cost_usd":"1e999","usage":{"input":1}}"#)
    #expect(odd.latency == nil && odd.cost == nil && odd.usage == nil)
  }

  @Test("A row that cannot be read is an answer that failed")
  func damaged() {
    for row in ["{", "[]", #"{"id":"a","answer":"x","answer":"y"}"#, #"{"id":"a"}"#] {
      let answer = Answer(row: Array(row.utf8), id: "a", repeat: 2)
      #expect(answer.finish == .failed && answer.text == nil && answer.failure != nil && answer.repeat == 2)
    }
  }
}
