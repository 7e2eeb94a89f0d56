import PrepCore
import PrepJSON

/// OpenAI's chat format, with images as data URLs: OpenAI and Azure, Together, Fireworks.
///
/// A record whose images all stay as they are is the input's line, byte for byte. Tools, weights and whatever else it says stay in it.
/// Sources: platform.openai.com/docs/guides/vision-fine-tuning; docs.together.ai/docs/fine-tuning/vision;
/// docs.fireworks.ai/fine-tuning/fine-tuning-vlm.
struct ChatFormat: ExportFormat {
  let limits: ExportLimits
  /// Whether `image_url.detail` means something.
  let keepsDetail: Bool
  /// How addresses begin that may stand for images; nil for none.
  let addressScheme: String?

  func fileName(_ split: Split, number: Int) -> String { numbered(split, number) }

  func imagePlace(_ split: Split) -> ImagePlace { .dataURL }

  var prefix: ImagePrefix { .none }

  func takesAddress(_ address: String) -> Bool { addressScheme.map { address.hasPrefix($0) } ?? false }

  func record(_ example: ChatExample, _ context: RecordContext) throws(ExportFault) -> [UInt8] {
    let isChanged = zip(example.images, context.images).contains { $0.url != $1.name }
    guard isChanged || !keepsDetail && !example.images.isEmpty else { return context.line }
    guard let record = try? JSONValue(context.line) else { return context.line }
    var names = context.images.map(\.name).makeIterator()
    var json = JSONWriter(reserving: context.line.count)
    json.value(rewritten(record, &names))
    return json.bytes
  }

  /// The record with other images, in order.
  private func rewritten(_ record: JSONValue, _ names: inout some IteratorProtocol<String>) -> JSONValue {
    mapping(record, "messages") { messages in
      mappingElements(messages) { message in
        mapping(message, "content") { content in
          mappingElements(content) { part in
            guard part["type"]?.text == "image_url", let name = names.next() else { return part }
            return mapping(part, "image_url") { image in
              var members = [JSONValue.Member("url", .string(name))]
              if keepsDetail, let detail = image["detail"] { members.append(JSONValue.Member("detail", detail)) }
              return .object(members)
            }
          }
        }
      }
    }
  }

  private func mapping(_ value: JSONValue, _ key: String, _ change: (JSONValue) -> JSONValue) -> JSONValue {
    guard case .object(var members) = value else { return value }
    for index in members.indices where members[index].key == key { members[index].value = change(members[index].value) }
    return .object(members)
  }

  private func mappingElements(_ value: JSONValue, _ change: (JSONValue) -> JSONValue) -> JSONValue {
    guard case .array(let elements) = value else { return value }
    return .array(elements.map(change))
  }
}
