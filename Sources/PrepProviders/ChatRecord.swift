package import PrepCore

/// An encoded image on its way into a record.
package struct EncodedImage: Sendable {
  package var bytes: [UInt8]
  package var format: ImageFormat

  package init(bytes: [UInt8], format: ImageFormat) {
    self.bytes = bytes
    self.format = format
  }
}

/// A training example in OpenAI's chat format with images as base64 data URLs; one JSONL line without its newline.
///
/// Source: platform.openai.com, "Vision fine-tuning", dataset format.
package enum ChatRecord {
  /// - Parameters:
  ///   - images: the images of the user's message, after its text, in order.
  ///   - detail: `low`, `high` or `auto` for each image; absent when nil.
  package static func assemble(_ conversation: Conversation, images: [EncodedImage], detail: Recipe.Image.Detail?) -> [UInt8] {
    let texts = [conversation.system ?? "", conversation.user, conversation.assistant].reduce(0) { $0 + $1.utf8.count }
    let encoded = images.reduce(0) { $0 + Base64.encodedCount($1.bytes.count) + 128 }
    // One allocation in all but texts full of escapes: the record's buffer is the only other copy of an image.
    var json = JSONWriter(reserving: texts + texts / 16 + encoded + 256)
    json.beginObject()
    json.key("messages")
    json.beginArray()
    if let system = conversation.system { message(role: "system", system, to: &json) }
    if images.isEmpty {
      message(role: "user", conversation.user, to: &json)
    } else {
      json.beginObject()
      json.member("role", "user")
      json.key("content")
      json.beginArray()
      json.beginObject()
      json.member("type", "text")
      json.member("text", conversation.user)
      json.endObject()
      for image in images { part(image, detail: detail, to: &json) }
      json.endArray()
      json.endObject()
    }
    message(role: "assistant", conversation.assistant, to: &json)
    json.endArray()
    json.endObject()
    return json.bytes
  }

  /// Where the images of a record stand in it, in order: their base64 texts.
  ///
  /// The quotation marks of a text are escaped, so what begins an image's object stands nowhere else.
  package static func images(of record: [UInt8]) -> [Range<Int>] {
    let begin = Array("{\"url\":\"data:".utf8)
    var images: [Range<Int>] = []
    record.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
        rest = rest[brace...]
        guard rest.starts(with: begin) else {
          rest = rest.dropFirst()
          continue
        }
        rest = rest.dropFirst(begin.count)
        guard let end = rest.firstIndex(of: UInt8(ascii: "\"")), let comma = rest[..<end].firstIndex(of: UInt8(ascii: ",")) else {
          return
        }
        images.append(comma + 1..<end)
        rest = rest[end...]
      }
    }
    return images
  }

  private static func message(role: String, _ content: String, to json: inout JSONWriter) {
    json.beginObject()
    json.member("role", role)
    json.member("content", content)
    json.endObject()
  }

  private static func part(_ image: EncodedImage, detail: Recipe.Image.Detail?, to json: inout JSONWriter) {
    let prefix = Array("data:\(image.format.mediaType);base64,".utf8)
    json.beginObject()
    json.member("type", "image_url")
    json.key("image_url")
    json.beginObject()
    json.key("url")
    json.unescapedString(count: prefix.count + Base64.encodedCount(image.bytes.count)) { target in
      _ = target.update(fromContentsOf: prefix)
      let rest = UnsafeMutableBufferPointer(rebasing: target[prefix.count...])
      return prefix.count + image.bytes.withUnsafeBufferPointer { Base64.encode($0, into: rest) }
    }
    if let detail {
      json.member("detail", detail.rawValue)
    }
    json.endObject()
    json.endObject()
  }
}
