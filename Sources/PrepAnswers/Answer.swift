import PrepCore
package import PrepJSON

/// What a model said about an item, as a row of an answer file has it.
package struct Answer: Sendable, Hashable {
  /// How the request ended.
  package enum Finish: String, Sendable, Hashable, CaseIterable {
    case answered
    /// The model declined in words that the service marks as a refusal.
    case refused
    /// The service's content filter stopped it.
    case filtered
    /// The answer was cut at the length limit.
    case truncated
    /// There is no answer.
    case failed
  }

  package struct Usage: Sendable, Hashable {
    package var input: Int
    package var output: Int

    package init(input: Int, output: Int) {
      self.input = input
      self.output = output
    }
  }

  package var id: String
  /// From 0; nil when the row does not say which of several answers it is.
  package var `repeat`: Int?
  /// As the model gave it; nil when there is none.
  package var text: [UInt8]?
  package var finish: Finish
  /// Why there is no answer, as the row says it.
  package var failure: String?
  /// In milliseconds.
  package var latency: Double?
  /// Whether the answer was taken from a cache, so that it says nothing about the model's speed.
  package var isCached = false
  package var usage: Usage?
  /// In dollars.
  package var cost: Double?
  /// The provider's name of the model.
  package var model: String?

  package init(id: String, repeat: Int?, text: [UInt8]?, finish: Finish) {
    self.id = id
    self.repeat = `repeat`
    self.text = text
    self.finish = finish
  }
}

extension Answer {
  /// Reads a row, whichever program wrote it: `ask`, OpenAI's batch API (`custom_id`, `response`), or any other, with `id` and `answer` or
  /// `output`.
  /// - Parameter member: gives the value of a key or column; nil when the row has none.
  /// - Throws: what the row lacks, in words that follow the row's name.
  package init(_ member: (String) -> JSONValue?) throws(AnswerFault) {
    if let id = member("custom_id")?.text {
      self = try Answer(batch: id, member)
      return
    }
    guard let id = member("id")?.text else { throw AnswerFault("has neither id nor custom_id") }
    let words = ["answer", "output"]
    guard let key = words.first(where: { member($0) != nil }) else {
      let isWithout = member("error") ?? member("outcome") ?? member("failure")
      guard isWithout != nil else { throw AnswerFault("has neither answer nor output") }
      self.init(id: id, repeat: member("repeat")?.number, text: nil, finish: .failed)
      try take(member)
      return
    }
    self.init(id: id, repeat: member("repeat")?.number, text: member(key)?.answer, finish: .answered)
    try take(member)
  }

  /// Takes what a row says beside id and answer.
  private mutating func take(_ member: (String) -> JSONValue?) throws(AnswerFault) {
    if let word = member("outcome")?.text, !word.isEmpty {
      guard let finish = Finish(rawValue: word) else {
        let words = Finish.allCases.map(\.rawValue).joined(separator: ", ")
        throw AnswerFault("has the outcome \"\(word.excerpt)\"; expected one of \(words)")
      }
      self.finish = finish
    } else {
      take(reason: member("finish_reason")?.text)
    }
    if let error = [member("error"), member("failure")].compactMap({ $0?.words }).first {
      finish = finish == .answered ? .failed : finish
      failure = error
    }
    if text == nil, finish == .answered { finish = .failed }
    latency = (member("latency_ms")?.decimal).flatMap { $0 >= 0 ? $0 : nil }
    isCached = member("cached")?.text == "true"
    usage = member("usage").flatMap(Usage.init)
    cost = member("cost_usd")?.decimal
    model = member("model")?.text ?? member("served_model")?.text
  }

  private mutating func take(reason: String?) {
    switch reason {
    case "content_filter"?, "SAFETY"?: finish = .filtered
    case "length"?, "max_tokens"?, "MAX_TOKENS"?: finish = .truncated
    default: break
    }
  }

  /// Source: platform.openai.com, "Batch API": each line has custom_id, response (status_code, body) and error.
  private init(batch id: String, _ member: (String) -> JSONValue?) throws(AnswerFault) {
    self.init(id: id, repeat: member("repeat")?.number, text: nil, finish: .failed)
    let body = member("response")?["body"]
    if let error = member("error")?.words ?? body?["error"]?.words {
      failure = error
      return
    }
    let status = member("response")?["status_code"]?.whole
    guard let choice = body?["choices"]?.elements?.first else {
      failure = status.map { "status \($0), without a choice" } ?? "the row has no response"
      return
    }
    let message = choice["message"]
    text = message?["content"]?.answer
    finish = text == nil ? .failed : .answered
    if let refusal = message?["refusal"]?.text, text == nil {
      (text, finish) = (Array(refusal.utf8), .refused)
    }
    take(reason: choice["finish_reason"]?.text)
    usage = body?["usage"].flatMap(Usage.init)
    model = body?["model"]?.text
  }
}

/// What a row of an answer file lacks.
package struct AnswerFault: Error, Sendable, Hashable {
  /// Words that follow the row's name: `has neither id nor custom_id`.
  package var words: String

  init(_ words: String) { self.words = words }
}

extension Answer.Usage {
  /// Reads the names of `ask`, of OpenAI's chat completions, and of its responses.
  fileprivate init?(_ value: JSONValue) {
    guard let input = ["input", "prompt_tokens", "input_tokens"].lazy.compactMap({ value[$0]?.count }).first,
      let output = ["output", "completion_tokens", "output_tokens"].lazy.compactMap({ value[$0]?.count }).first
    else { return nil }
    self.init(input: input, output: output)
  }
}

extension JSONValue {
  /// An answer's bytes: a text as it is, anything else as the JSON that it is; nil for null.
  fileprivate var answer: [UInt8]? { text.map { Array($0.utf8) } }

  /// A whole number, also of a table's cell.
  fileprivate var number: Int? { text.flatMap { Int($0) } }

  fileprivate var decimal: Double? { text.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } }

  /// An error in words: its message when it has one; nil for null and nothing.
  fileprivate var words: String? {
    switch self {
    case .null, .bool(false), .string(""): nil
    case .object: (self["message"]?.text ?? self["code"]?.text) ?? compactJSON
    default: text
    }
  }
}

extension Answer {
  /// Reads a row whose id and repeat are known. What is wrong with it makes it an answer that failed.
  package init(row: [UInt8], id: String, repeat number: Int) {
    do throws(JSONFault) {
      let value = try JSONValue(row)
      do throws(AnswerFault) {
        self = try Answer { value[$0] }
      } catch {
        self.init(id: id, repeat: number, text: nil, finish: .failed)
        failure = "the row \(error.words)"
      }
    } catch {
      self.init(id: id, repeat: number, text: nil, finish: .failed)
      failure = "the row is not JSON: \(error.message)"
    }
    self.repeat = number
  }

  /// The answer to an item that no row is about.
  package init(missing id: String) {
    self.init(id: id, repeat: nil, text: nil, finish: .failed)
    failure = "there is no answer"
  }
}
