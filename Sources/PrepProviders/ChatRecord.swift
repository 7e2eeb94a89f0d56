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

/// A training example in OpenAI's chat format with images as base64 data URLs; one JSONL line without its newline.
///
/// Source: platform.openai.com, "Vision fine-tuning", dataset format.
package enum ChatRecord {
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
      for image in images { places.append(part(image, detail: detail, to: &json)) }
      json.endArray()
      json.endObject()
    }
    message(role: "assistant", conversation.assistant, to: &json)
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

  /// Where the images of a record stand in it, in order: their base64 texts. Of what is no JSON, those before the fault.
  package static func images(of record: [UInt8]) -> [Range<Int>] {
    var images: [Range<Int>] = []
    record.withUnsafeBytes { bytes in
      var reader = JSONReader(bytes, options: .picking)
      try? findImages(&reader, &images)
    }
    return images
  }

  private static func findImages(_ reader: inout JSONReader<JSONSpan>, _ images: inout [Range<Int>]) throws(JSONFault) {
    var isURL = false
    while true {
      let token = try reader.next()
      if token == .end { return }
      if token == .string, isURL {
        let url = try reader.rawString()
        let text = reader.text[url]
        if text.starts(with: "data:".utf8), let comma = text.firstIndex(of: UInt8(ascii: ",")) {
          images.append(comma + 1..<url.upperBound)
        }
      }
      isURL = token == .key && reader.key == "url"
    }
  }

  /// A record without the base64 of its images, which is most of it and no part of its texts.
  package static func withoutImages(_ record: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var end = 0
    for image in images(of: record) {
      text += record[end..<image.lowerBound]
      end = image.upperBound
    }
    return text + record[end...]
  }

  private static func message(role: String, _ content: String, to json: inout JSONWriter) {
    json.object {
      $0.member("role", role)
      $0.member("content", content)
    }
  }

  /// Writes the part of an image without its base64.
  /// - Returns: where that belongs.
  private static func part(_ image: EncodedImage, detail: Recipe.Image.Detail?, to json: inout JSONWriter) -> Int {
    json.beginObject()
    json.member("type", "image_url")
    json.key("image_url")
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
