import PrepJSON
import VisionPrep

extension EstimateText {
  /// The whole estimate. No clock reaches it.
  static func json(_ estimate: Estimate) -> String {
    var json = JSONWriter()
    json.beginObject()
    json.member("model", estimate.model)
    json.member("model_known", estimate.isModelKnown)
    json.member("provider", estimate.provider)
    json.member("collected", estimate.collected)
    json.member("source", estimate.source)
    json.member("epochs", estimate.epochs)
    switch estimate.vocabulary {
    case .found(let encoding, _):
      json.member("encoding", encoding)
      json.member("text_unknown_because", String?.none)
    case .missing(let why):
      json.member("encoding", String?.none)
      json.member("text_unknown_because", why)
    }
    json.key("files")
    json.beginArray()
    for file in estimate.files {
      json.beginObject()
      json.member("file", file.path)
      json.member("split", file.split.rawValue)
      write(file.tally, to: &json)
      json.endObject()
    }
    json.endArray()
    json.key("splits")
    json.beginObject()
    for split in Split.allCases {
      json.key(split.rawValue)
      json.beginObject()
      write(estimate.tally(of: split), to: &json)
      json.endObject()
    }
    json.endObject()
    json.member("training_context", estimate.trainingContext)
    json.key("too_long")
    json.beginArray()
    for example in estimate.tooLong { write(example, to: &json) }
    json.endArray()
    json.key("unreadable")
    json.beginArray()
    for line in estimate.unreadable {
      json.beginObject()
      json.member("file", line.file)
      json.member("line", line.line)
      json.member("message", line.message)
      json.endObject()
    }
    json.endArray()
    writeCosts(of: estimate, to: &json)
    json.endObject()
    return String(decoding: json.bytes, as: UTF8.self)
  }

  /// A line of `--each`.
  static func json(_ example: Estimate.Example) -> String {
    var json = JSONWriter()
    write(example, to: &json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private static func write(_ example: Estimate.Example, to json: inout JSONWriter) {
    json.beginObject()
    json.member("file", example.file)
    json.member("line", example.line)
    json.member("id", example.id)
    json.member("images", example.imageCount)
    json.member("text_tokens", example.text)
    json.member("image_tokens", example.images)
    json.member("tokens", example.total)
    json.endObject()
  }

  private static func write(_ tally: TokenTally, to json: inout JSONWriter) {
    json.member("examples", tally.examples)
    json.member("images", tally.images)
    json.member("text_tokens", tally.text)
    json.member("image_tokens", tally.imageTokens)
    json.member("tokens", tally.total)
    json.member("complete", tally.isComplete)
    write("unknown_images", tally.unknownImages, to: &json)
    write("uncounted", tally.uncounted, to: &json)
    let sizes = tally.sizes.sorted()
    json.member("smallest", sizes.first)
    json.member("median", sizes.isEmpty ? nil : sizes[sizes.count / 2])
    json.member("largest", sizes.last)
  }

  private static func write(_ name: String, _ counts: [String: Int], to json: inout JSONWriter) {
    json.key(name)
    json.beginObject()
    for (key, count) in counts.sorted(by: { $0.key < $1.key }) { json.member(key, count) }
    json.endObject()
  }

  private static func writeCosts(of estimate: Estimate, to json: inout JSONWriter) {
    json.key("usd_per_million")
    if let prices = estimate.prices {
      json.beginObject()
      write("training", prices.training, to: &json)
      write("input", prices.input, to: &json)
      write("output", prices.output, to: &json)
      json.endObject()
    } else {
      json.null()
    }
    json.key("training")
    if let training = estimate.training {
      json.beginObject()
      json.member("tokens", training.tokens)
      write("usd", training.cost, to: &json)
      json.member("complete", training.isComplete)
      json.endObject()
    } else {
      json.null()
    }
    json.key("evaluation")
    if let evaluation = estimate.evaluation {
      json.beginObject()
      json.member("examples", evaluation.examples)
      json.member("input_tokens", evaluation.input)
      json.member("output_tokens", evaluation.output)
      write("usd", evaluation.cost, to: &json)
      json.member("complete", evaluation.isComplete)
      json.endObject()
    } else {
      json.null()
    }
    json.key("notices")
    json.beginArray()
    for notice in estimate.notices {
      json.beginObject()
      json.member("date", notice.date)
      json.member("text", notice.text)
      json.endObject()
    }
    json.endArray()
  }

  private static func write(_ name: String, _ amount: Dollars?, to json: inout JSONWriter) {
    json.key(name)
    if let amount { json.literal(amount.decimal) } else { json.null() }
  }
}
