import PrepCore
import PrepDigest
import PrepJSON

/// Tar files in which the members of one record stand together and share their name up to the first point: `KEY.json` and the images
/// `KEY.0.jpg`, `KEY.1.png` and so on.
///
/// The JSON has `id`, `messages` as for TRL, where an image's part has its member's name as `image`, and `tools`.
/// Source: github.com/webdataset/webdataset, "The WebDataset format"; the archive is ustar (POSIX.1-1988).
struct WebDatasetFormat: ExportFormat {
  let limits: ExportLimits

  var framing: RecordFraming { RecordFraming(end: TarArchive.end) }

  /// Shards are counted from 0, as readers expand `{000000..000004}`.
  func fileName(_ split: Split, number: Int) -> String {
    let digits = String(number - 1)
    return "\(split.rawValue)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).tar"
  }

  func imagePlace(_ split: Split) -> ImagePlace { .member }

  var prefix: ImagePrefix { .none }

  func record(_ example: ChatExample, _ context: RecordContext) throws(ExportFault) -> [UInt8] {
    try example.requireTrainedAnswers(limits.title)
    try example.requireNoFunctions(limits.title)
    // Names in a tar have at most 100 bytes, and ids any characters.
    let key = String(SHA256Digest.of(Array(context.id.utf8)).hex.prefix(32))
    var names: [String] = []
    for (number, image) in context.images.enumerated() {
      names.append("\(number).\(image.format.map(ImageFileName.suffix) ?? "")")
    }
    var json = JSONWriter()
    json.beginObject()
    json.member("id", context.id)
    json.key("messages")
    example.writeMessages(to: &json) { number, json in json.member("image", names[number]) }
    if let tools = example.tools { json.member("tools", tools.compactJSON) }
    json.endObject()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(context.line.count)
    TarArchive.append("\(key).json", json.bytes, to: &bytes)
    for (image, name) in zip(context.images, names) {
      if case .bytes(let content, _) = image.image.content { TarArchive.append("\(key).\(name)", content, to: &bytes) }
    }
    return bytes
  }
}
