import PrepCore
import PrepJSON

/// A JSON array of `{"id", "image", "conversations": [{"from", "value": "<image>\n..."}]}`.
///
/// LLaVA has a system text of its own for each model, so the record's stands before the first question.
/// Source: github.com/haotian-liu/LLaVA, docs/Finetune_Custom_Data.md.
struct LLaVAFormat: ExportFormat {
  let limits: ExportLimits

  var framing: RecordFraming { .array }

  func fileName(_ split: Split, number: Int) -> String { "\(split.rawValue).json" }

  func record(_ example: ChatExample, _ context: RecordContext) throws(ExportFault) -> [UInt8] {
    try example.requirePlainTurns(limits.title)
    let (instruction, messages) = example.instruction
    var json = JSONWriter()
    json.beginObject()
    json.member("id", context.id)
    if let image = context.images.first { json.member("image", image.name) }
    json.key("conversations")
    json.beginArray()
    for (turn, message) in messages.enumerated() {
      var text = message.text
      if turn == 0, let instruction { text = "\(instruction)\n\n\(text)" }
      // The image goes to the front, as LLaVA's own reader moves it.
      if !message.images.isEmpty { text = "<image>\n\(text)" }
      json.object {
        $0.member("from", message.role == .assistant ? "gpt" : "human")
        $0.member("value", text)
      }
    }
    json.endArray()
    json.endObject()
    return json.bytes
  }
}
