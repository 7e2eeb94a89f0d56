import PrepCore
import PrepJSON

/// `messages` with texts in which `<image>` stands for each image, and `images`.
///
/// Calls of tools are messages of the role `tool_call`, and an answer that shall not be learned has `loss: false`.
/// Source: swift.readthedocs.io/en/latest/Customization/Custom-dataset.html and Agent-support.html.
struct MSSwiftFormat: ExportFormat {
  let limits: ExportLimits

  func record(_ example: ChatExample, _ context: RecordContext) throws(ExportFault) -> [UInt8] {
    try example.requireNoFunctions(limits.title)
    var json = JSONWriter()
    json.beginObject()
    json.key("messages")
    json.beginArray()
    for message in example.messages {
      let role = message.role == .tool ? "tool_response" : message.role.rawValue
      if !message.parts.isEmpty { write(role, message.text(placeholder: "<image>"), message, to: &json) }
      for call in message.calls { write("tool_call", try ToolCalls.json(call, title: limits.title), message, to: &json) }
    }
    json.endArray()
    json.member("images", context.images.map(\.name))
    if let tools = example.tools { json.member("tools", tools.compactJSON) }
    json.endObject()
    return json.bytes
  }

  private func write(_ role: String, _ content: String, _ message: ChatExample.Message, to json: inout JSONWriter) {
    json.object {
      $0.member("role", role)
      $0.member("content", content)
      if !message.isTrained { $0.member("loss", false) }
    }
  }
}
