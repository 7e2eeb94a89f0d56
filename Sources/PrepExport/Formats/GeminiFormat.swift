import PrepCore
import PrepJSON

/// `{"systemInstruction": {"role", "parts"}, "contents": [{"role": "user" or "model", "parts": [{"text"} or {"fileData": {"mimeType", "fileUri"}}]}]}`.
///
/// Source: cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning-prepare.
struct GeminiFormat: ExportFormat {
  let limits: ExportLimits

  func fileName(_ split: Split, number: Int) -> String { numbered(split, number) }

  var prefix: ImagePrefix { .address(["gs://", "https://"]) }

  func takesAddress(_ address: String) -> Bool { address.hasPrefix("https://") || address.hasPrefix("gs://") }

  func record(_ example: ChatExample, _ context: RecordContext) throws(ExportFault) -> [UInt8] {
    try example.requirePlainTurns(limits.title)
    let (instruction, messages) = example.instruction
    var json = JSONWriter()
    json.beginObject()
    if let instruction {
      json.key("systemInstruction")
      json.beginObject()
      json.member("role", "system")
      json.key("parts")
      json.beginArray()
      json.object { $0.member("text", instruction) }
      json.endArray()
      json.endObject()
    }
    json.key("contents")
    json.beginArray()
    for message in messages {
      json.beginObject()
      json.member("role", message.role == .assistant ? "model" : "user")
      json.key("parts")
      json.beginArray()
      for part in message.parts { try write(part, context, to: &json) }
      json.endArray()
      json.endObject()
    }
    json.endArray()
    json.endObject()
    return json.bytes
  }

  private func write(_ part: ChatExample.Part, _ context: RecordContext, to json: inout JSONWriter) throws(ExportFault) {
    switch part {
    case .text(let text): json.object { $0.member("text", text) }
    case .image(let number):
      let image = context.images[number]
      guard let mediaType = image.mediaType else {
        throw ExportFault(
          .imageAddress,
          "Image \(number + 1) is at \"\(image.name.excerpt)\", which does not end in .jpg, .jpeg, .png or .webp; the format is needed."
        )
      }
      json.beginObject()
      json.key("fileData")
      json.object {
        $0.member("mimeType", mediaType)
        $0.member("fileUri", image.name)
      }
      json.endObject()
    }
  }
}
