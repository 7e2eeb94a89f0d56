import PrepCore
import PrepJSON

/// `{"schemaVersion", "system": [{"text"}], "messages": [{"role", "content": [{"text"} or {"image": {"format", "source": {"s3Location"}}}]}]}`:
/// Llama 3.2 Vision, and Nova, which have one shape and different limits.
///
/// Sources: docs.aws.amazon.com/bedrock/latest/userguide/preparing-image-text-data.html;
/// docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html.
struct BedrockFormat: ExportFormat {
  let limits: ExportLimits
  /// The account that the bucket belongs to.
  let bucketOwner: String?

  var prefix: ImagePrefix { .address(["s3://"]) }

  func record(_ example: ChatExample, _ context: RecordContext) throws(ExportFault) -> [UInt8] {
    try example.requirePlainTurns(limits.title)
    try example.requireTexts(limits.title)
    let (instruction, messages) = example.instruction
    var json = JSONWriter()
    json.beginObject()
    json.member("schemaVersion", "bedrock-conversation-2024")
    if let instruction {
      json.key("system")
      json.beginArray()
      json.object { $0.member("text", instruction) }
      json.endArray()
    }
    json.key("messages")
    json.messages(messages) { part, json in
      switch part {
      case .text(let text): json.member("text", text)
      case .image(let number): write(context.images[number], to: &json)
      }
    }
    json.endObject()
    return json.bytes
  }

  private func write(_ image: ImageReference, to json: inout JSONWriter) {
    json.key("image")
    json.beginObject()
    json.member("format", image.format?.rawValue)
    json.key("source")
    json.beginObject()
    json.key("s3Location")
    json.object {
      $0.member("uri", image.name)
      if let bucketOwner { $0.member("bucketOwner", bucketOwner) }
    }
    json.endObject()
    json.endObject()
  }
}
