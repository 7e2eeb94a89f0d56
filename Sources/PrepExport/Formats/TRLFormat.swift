import PrepCore
import PrepJSON

/// A folder that `load_dataset` of Hugging Face's datasets takes as it is: `train/metadata.jsonl` and the images beside it.
///
/// The column `images_file_names` is `images` once it is loaded, with decoded pictures. Tools are JSON in a text, as TRL reads them: columns
/// have one type, and no two schemas have.
/// Sources: huggingface.co/docs/trl/dataset_formats; huggingface.co/docs/datasets/image_dataset#imagefolder.
struct TRLFormat: ExportFormat {
  let limits: ExportLimits

  func fileName(_ split: Split, number: Int) -> String { "\(split.rawValue)/metadata.jsonl" }

  func imagePlace(_ split: Split) -> ImagePlace {
    .files(folder: "\(split.rawValue)/images", base: "\(split.rawValue)/")
  }

  var prefix: ImagePrefix { .none }

  func record(_ example: ChatExample, _ context: RecordContext) throws(ExportFault) -> [UInt8] {
    try example.requireTrainedAnswers(limits.title)
    try example.requireNoFunctions(limits.title)
    var json = JSONWriter()
    json.beginObject()
    json.member("images_file_names", context.images.map(\.name))
    json.key("messages")
    example.writeMessages(to: &json) { _, _ in }
    if let tools = example.tools { json.member("tools", tools.compactJSON) }
    json.endObject()
    return json.bytes
  }
}
