package import PrepCore
import PrepJSON

/// An item's row in items.jsonl. Every row has the same keys, in the same order; what does not apply is null.
package enum ItemRow {
  package static func encode(_ outcome: Outcome) -> [UInt8] {
    var json = JSONWriter(reserving: 512)
    json.beginObject()
    json.member("id", outcome.id)
    json.member("ordinal", outcome.ordinal)
    json.member("split", outcome.split.rawValue)
    json.member("outcome", outcome.failure == nil ? "record" : "failure")
    json.object("failure", outcome.failure) { json, failure in
      json.member("stage", failure.stage.rawValue)
      json.member("code", failure.code.name)
      json.member("message", failure.message)
    }
    json.array("images", of: outcome.images) { json, image in write(image, to: &json) }
    let place = if case .record(let place) = outcome.ending { RecordPlace?.some(place) } else { RecordPlace?.none }
    json.object("record", place) { json, place in
      json.member("file", place.file)
      json.member("line", place.line)
      json.member("bytes", place.bytes)
      json.member("sha256", place.sha256)
    }
    json.endObject()
    return json.bytes
  }

  private static func write(_ image: ImageRow, to json: inout JSONWriter) {
    json.beginObject()
    json.member("source", image.source)
    json.member("page", image.page)
    json.object("crop", image.crop) { json, crop in
      json.member("x", crop.x)
      json.member("y", crop.y)
      json.member("width", crop.width)
      json.member("height", crop.height)
      json.member("page_width", crop.page.width)
      json.member("page_height", crop.page.height)
    }
    json.member("sha256", image.sha256)
    json.member("format", image.format.rawValue)
    json.member("width", image.width)
    json.member("height", image.height)
    json.member("source_width", image.sourceSize?.width)
    json.member("source_height", image.sourceSize?.height)
    json.member("bytes", image.bytes)
    json.member("resized", image.resized)
    json.member("kept", image.kept)
    json.member("reduced_quality", image.reducedQuality)
    json.member("truncated", image.truncated)
    json.member("flags", image.flags?.map(\.rawValue))
    json.endObject()
  }

  /// Reads a row that ``encode(_:)`` wrote; nil when it is anything else.
  package static func decode(_ bytes: [UInt8]) -> Outcome? {
    guard let value = try? JSONValue(bytes), let id = value["id"]?.text, let ordinal = value["ordinal"]?.count,
      let split = (value["split"]?.text).flatMap(Split.init(rawValue:)), case .array(let images)? = value["images"]
    else { return nil }
    let rows = images.compactMap(image)
    guard rows.count == images.count else { return nil }
    let ending: Outcome.Ending
    if let record = value["record"], record != .null {
      guard let file = record["file"]?.text, let line = record["line"]?.count, let bytes = record["bytes"]?.count,
        let sha256 = record["sha256"]?.text
      else { return nil }
      ending = .record(RecordPlace(file: file, line: line, bytes: bytes, sha256: sha256))
    } else {
      guard let failure = value["failure"], let stage = (failure["stage"]?.text).flatMap(FailureStage.init(rawValue:)),
        let code = (failure["code"]?.text).flatMap(FailureCode.init(name:)), let message = failure["message"]?.text
      else { return nil }
      ending = .failure(ItemFailure(stage, code, message))
    }
    return Outcome(id: id, ordinal: ordinal, split: split, images: rows, ending: ending)
  }

  private static func image(_ value: JSONValue) -> ImageRow? {
    guard let source = value["source"]?.text, let sha256 = value["sha256"]?.text,
      let format = (value["format"]?.text).flatMap(ImageFormat.init(rawValue:)), let width = value["width"]?.count,
      let height = value["height"]?.count, let bytes = value["bytes"]?.count
    else { return nil }
    var row = ImageRow(
      source: source, page: value["page"]?.count, sha256: sha256, format: format, width: width, height: height, bytes: bytes,
      resized: value["resized"] == .bool(true), kept: value["kept"] == .bool(true),
      reducedQuality: value["reduced_quality"]?.count)
    if let crop = value["crop"], crop != .null {
      row.crop = PageCrop(crop)
      guard row.crop != nil else { return nil }
    }
    row.truncated = value["truncated"] == .bool(true)
    if let width = value["source_width"]?.count, let height = value["source_height"]?.count {
      row.sourceSize = PixelSize(width: width, height: height)
    }
    if case .array(let flags)? = value["flags"] {
      row.flags = flags.compactMap { $0.text.flatMap(PictureFlag.init(rawValue:)) }
      guard row.flags?.count == flags.count else { return nil }
    }
    return row
  }
}

extension PageCrop {
  fileprivate init?(_ value: JSONValue) {
    guard let x = value["x"]?.count, let y = value["y"]?.count, let width = value["width"]?.count,
      let height = value["height"]?.count, let pageWidth = value["page_width"]?.count,
      let pageHeight = value["page_height"]?.count
    else { return nil }
    self.init(x: x, y: y, width: width, height: height, page: PixelSize(width: pageWidth, height: pageHeight))
    guard isOnPage else { return nil }
  }
}
