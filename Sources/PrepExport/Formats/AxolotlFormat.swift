import PrepCore
import PrepJSON

/// `messages` whose content is a list of `{"type": "text", "text"}` and `{"type": "image", "path"}`.
///
/// Source: docs.axolotl.ai/docs/multimodal.html.
struct AxolotlFormat: ExportFormat {
  let limits: ExportLimits

  func record(_ example: ChatExample, _ context: RecordContext) throws(ExportFault) -> [UInt8] {
    try example.requireTrainedAnswers(limits.title)
    try example.requireNoTools(limits.title)
    var json = JSONWriter()
    json.beginObject()
    json.key("messages")
    example.writeMessages(to: &json) { number, json in json.member("path", context.images[number].name) }
    json.endObject()
    return json.bytes
  }
}
