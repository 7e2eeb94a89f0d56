import PrepCore
import PrepJSON
import PrepProviders

/// OpenAI's batch format: `{"custom_id": …, "method": "POST", "url": …, "body": {…}}`.
///
/// Source: platform.openai.com, "Batch API".
extension LineChecker {
  mutating func batchRequest() throws(JSONFault) {
    var hasID = false
    var hasMethod = false
    var hasURL = false
    var body: (hasMessages: Bool, hasModel: Bool)?
    var url: String?
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "custom_id":
        path.push("custom_id")
        hasID = true
        if try readWord() {
          if word.count == 0 { report(.emptyText, "an empty id") }
          part.ids.append(PartResult.Mark(line: part.lines, path: "custom_id", value: word.identity))
        }
        path.pop()
      case "method":
        path.push("method")
        hasMethod = true
        _ = try readChoice(["POST"])
        path.pop()
      case "url":
        path.push("url")
        hasURL = true
        url = try readChoice(profile.record.addresses)
        path.pop()
      case "body":
        path.push("body")
        if try expect(.object) { body = try self.body() } else { body = (true, true) }
        path.pop()
      default: try skipUnknownRecordKey()
      }
    }
    if !hasID { reportMissing("custom_id") }
    if !hasMethod { reportMissing("method") }
    if !hasURL { reportMissing("url") }
    guard let body else { return reportMissing("body") }
    path.push("body")
    if !body.hasModel { reportMissing("model") }
    if url == "/v1/chat/completions", !body.hasMessages { reportMissing("messages") }
    path.pop()
  }

  /// The parameters of a request. Those that are not about the conversation are not looked at.
  private mutating func body() throws(JSONFault) -> (hasMessages: Bool, hasModel: Bool) {
    var has = (hasMessages: false, hasModel: false)
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "messages":
        has.hasMessages = true
        try messages(needsAnswer: false)
      case "model":
        path.push("model")
        has.hasModel = true
        if try readWord() { mark(word.identity, in: \.models) }
        path.pop()
      default: try skip()
      }
    }
    return has
  }

  /// Notes a value that all lines should share, when it is another one than that of the line before.
  mutating func mark(_ value: String, in marks: WritableKeyPath<PartResult, [PartResult.Mark]>) {
    guard part[keyPath: marks].last?.value != value else { return }
    part[keyPath: marks].append(PartResult.Mark(line: part.lines, path: path.description, value: value))
  }
}
