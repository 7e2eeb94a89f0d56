import PrepJSON
import VisionPrep

extension EstimateText {
  /// The whole estimate. No clock reaches it.
  static func json(_ estimate: Estimate) -> JSONLine {
    JSONLine { json in
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
      json.objects("files", estimate.files) { json, file in
        json.member("file", file.path)
        json.member("split", file.split.rawValue)
        write(file.tally, to: &json)
      }
      json.object("splits") { json in
        for split in Split.allCases { json.object(split.rawValue) { write(estimate.tally(of: split), to: &$0) } }
      }
      json.member("training_context", estimate.trainingContext)
      json.objects("too_long", estimate.tooLong) { write($1, to: &$0) }
      json.objects("unreadable", estimate.unreadable) { json, line in
        json.member("file", line.file)
        json.member("line", line.line)
        json.member("message", line.message)
      }
      writeCosts(of: estimate, to: &json)
    }
  }

  /// A line of `--each`.
  static func json(_ example: Estimate.Example) -> JSONLine { JSONLine { write(example, to: &$0) } }

  private static func write(_ example: Estimate.Example, to json: inout JSONWriter) {
    json.member("file", example.file)
    json.member("line", example.line)
    json.member("id", example.id)
    json.member("images", example.imageCount)
    json.member("text_tokens", example.text)
    json.member("image_tokens", example.images)
    json.member("tokens", example.total)
  }

  private static func write(_ tally: TokenTally, to json: inout JSONWriter) {
    json.member("examples", tally.examples)
    json.member("images", tally.images)
    json.member("text_tokens", tally.text)
    json.member("image_tokens", tally.imageTokens)
    json.member("tokens", tally.total)
    json.member("complete", tally.isComplete)
    json.counts("unknown_images", tally.unknownImages)
    json.counts("uncounted", tally.uncounted)
    let sizes = tally.sizes.sorted()
    json.member("smallest", sizes.first)
    json.member("median", sizes.isEmpty ? nil : sizes[sizes.count / 2])
    json.member("largest", sizes.last)
  }

  private static func writeCosts(of estimate: Estimate, to json: inout JSONWriter) {
    json.object("usd_per_million", estimate.prices) { json, prices in
      write("training", prices.training, to: &json)
      write("input", prices.input, to: &json)
      write("output", prices.output, to: &json)
    }
    json.object("training", estimate.training) { json, training in
      json.member("tokens", training.tokens)
      write("usd", training.cost, to: &json)
      json.member("complete", training.isComplete)
    }
    json.object("evaluation", estimate.evaluation) { json, evaluation in
      json.member("examples", evaluation.examples)
      json.member("input_tokens", evaluation.input)
      json.member("output_tokens", evaluation.output)
      write("usd", evaluation.cost, to: &json)
      json.member("complete", evaluation.isComplete)
    }
    json.objects("notices", estimate.notices) { json, notice in
      json.member("date", notice.date)
      json.member("text", notice.text)
    }
  }

  private static func write(_ name: String, _ amount: Dollars?, to json: inout JSONWriter) {
    json.key(name)
    if let amount { json.literal(amount.decimal) } else { json.null() }
  }
}
