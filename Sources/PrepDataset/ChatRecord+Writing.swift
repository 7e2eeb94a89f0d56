package import PrepCore
import PrepJSON

/// An encoded image on its way into a record.
package struct EncodedImage: Sendable {
  package var bytes: [UInt8]
  package var format: ImageFormat

  package init(bytes: [UInt8], format: ImageFormat) {
    self.bytes = bytes
    self.format = format
  }
}

extension ChatRecord {
  /// Writes a record with its images as base64 data URLs.
  /// - Parameters:
  ///   - images: the images of the user's message, after its text, in order.
  ///   - detail: `low`, `high` or `auto` for each image; absent when nil.
  package static func assemble(_ conversation: Conversation, images: [EncodedImage], detail: Recipe.Image.Detail?) -> [UInt8] {
    var json = JSONWriter(reserving: 1024)
    // Where the images' base64 belongs in what is written: before these offsets.
    var places: [Int] = []
    json.beginObject()
    json.key("messages")
    json.beginArray()
    if let system = conversation.system { message(.system, system, to: &json) }
    if images.isEmpty {
      message(.user, conversation.user, to: &json)
    } else {
      json.beginObject()
      json.member(MessageKey.role.rawValue, Role.user.rawValue)
      json.key(MessageKey.content.rawValue)
      json.beginArray()
      json.beginObject()
      json.member("type", PartType.text.rawValue)
      json.member(PartType.text.rawValue, conversation.user)
      json.endObject()
      for image in images { places.append(part(image, detail: detail, to: &json)) }
      json.endArray()
      json.endObject()
    }
    message(.assistant, conversation.assistant, to: &json)
    json.endArray()
    json.endObject()
    return filled(json.bytes, images, at: places)
  }

  /// The text with the images in their places. Each byte of base64 is written once, where it stays.
  private static func filled(_ text: [UInt8], _ images: [EncodedImage], at places: [Int]) -> [UInt8] {
    guard !images.isEmpty else { return text }
    let total = images.reduce(text.count) { $0 + Base64.encodedCount($1.bytes.count) }
    return [UInt8](unsafeUninitializedCapacity: total) { target, count in
      text.withUnsafeBufferPointer { text in
        var taken = 0
        func append(upTo end: Int) {
          _ = UnsafeMutableBufferPointer(rebasing: target[count...]).update(fromContentsOf: text[taken..<end])
          count += end - taken
          taken = end
        }
        for (image, place) in zip(images, places) {
          append(upTo: place)
          let rest = UnsafeMutableBufferPointer(rebasing: target[count...])
          count += image.bytes.withUnsafeBufferPointer { Base64.encode($0, into: rest) }
        }
        append(upTo: text.count)
      }
    }
  }

  private static func message(_ role: Role, _ content: String, to json: inout JSONWriter) {
    json.object {
      $0.member(MessageKey.role.rawValue, role.rawValue)
      $0.member(MessageKey.content.rawValue, content)
    }
  }

  /// Writes the part of an image without its base64.
  /// - Returns: where that belongs.
  private static func part(_ image: EncodedImage, detail: Recipe.Image.Detail?, to json: inout JSONWriter) -> Int {
    json.beginObject()
    json.member("type", PartType.image.rawValue)
    json.key(PartType.image.rawValue)
    json.beginObject()
    json.member("url", "data:\(image.format.mediaType);base64,")
    // Before the quotation mark that was just written.
    let place = json.bytes.count - 1
    if let detail {
      json.member("detail", detail.rawValue)
    }
    json.endObject()
    json.endObject()
    return place
  }
}
