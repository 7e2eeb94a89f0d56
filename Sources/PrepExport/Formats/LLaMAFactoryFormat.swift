import PrepCore
import PrepJSON

/// ShareGPT conversations with `<image>` in the place of each image, and `dataset_info.json`, by which LLaMA-Factory finds them.
///
/// Source: github.com/hiyouga/LLaMA-Factory, data/README.md.
struct LLaMAFactoryFormat: ExportFormat {
  let limits: ExportLimits

  func record(_ example: ChatExample, _ context: RecordContext) throws(ExportFault) -> [UInt8] {
    try example.requireTrainedAnswers(limits.title)
    try example.requireNoFunctions(limits.title)
    try example.requireTurns(limits.title, firstRoles: [.user, .tool])
    let (instruction, messages) = example.instruction
    var json = JSONWriter()
    json.beginObject()
    json.key("conversations")
    json.beginArray()
    for message in messages {
      let (from, value) = try turn(message)
      json.object {
        $0.member("from", from)
        $0.member("value", value)
      }
    }
    json.endArray()
    // Every record has every key: a reader of columns takes them from the first ones.
    json.member("system", instruction ?? "")
    json.member("tools", example.tools?.compactJSON ?? "")
    json.member("images", context.images.map(\.name))
    json.endObject()
    return json.bytes
  }

  private func turn(_ message: ChatExample.Message) throws(ExportFault) -> (from: String, value: String) {
    switch message.role {
    case .user, .system, .function: return ("human", message.text(placeholder: "<image>"))
    case .tool: return ("observation", message.text)
    case .assistant where message.calls.isEmpty: return ("gpt", message.text)
    case .assistant:
      guard message.text.isEmpty else {
        throw ExportFault(.notSupported, "An answer has a text beside calls of tools; \(limits.title) has no place for both.")
      }
      return ("function_call", try ToolCalls.json(message.calls, title: limits.title))
    }
  }

  func companions(of summary: ExportSummary) -> [CompanionFile] {
    var json = JSONWriter()
    json.beginObject()
    for split in Split.allCases where summary.recordsBySplit[split, default: 0] > 0 {
      json.key("\(summary.dataset)_\(split.rawValue)")
      json.object { entry in
        entry.member("file_name", fileName(split, number: 1))
        entry.member("formatting", "sharegpt")
        entry.key("columns")
        entry.object {
          $0.member("messages", "conversations")
          $0.member("system", "system")
          $0.member("tools", "tools")
          $0.member("images", "images")
        }
      }
    }
    json.endObject()
    return [CompanionFile(name: "dataset_info.json", bytes: json.bytes + [UInt8(ascii: "\n")])]
  }
}

/// Calls of tools as LLaMA-Factory and ms-swift write them: `{"name", "arguments": {...}}`.
enum ToolCalls {
  /// One call as an object, several as a list.
  static func json(_ calls: [ChatExample.Call], title: String) throws(ExportFault) -> String {
    var objects: [String] = []
    for call in calls { objects.append(try json(call, title: title)) }
    return objects.count == 1 ? objects[0] : "[\(objects.joined(separator: ","))]"
  }

  static func json(_ call: ChatExample.Call, title: String) throws(ExportFault) -> String {
    // The arguments are JSON within a text, and are taken over as they are.
    guard case .object? = try? JSONValue(Array(call.arguments.utf8)) else {
      throw ExportFault(
        .notSupported, "The arguments of a call of \(call.name.excerpt) are no JSON object, which \(title) wants.")
    }
    var json = JSONWriter()
    json.beginObject()
    json.member("name", call.name)
    json.key("arguments")
    json.literal(call.arguments)
    json.endObject()
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
