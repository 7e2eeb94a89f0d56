import PrepCore

/// What a target takes. Nil means that nothing is known of a limit.
struct ExportLimits: Sendable, Hashable {
  var title: String
  /// The image formats that are taken; others are encoded anew.
  var formats: Set<ImageFormat> = [.jpeg, .png, .webp]
  /// Whether pixels must be RGB or RGBA with 8 bits a channel.
  var wantsRGB = false
  var imagesPerRecord: Int?
  var maxImageBytes: Int?
  /// Pixels a side.
  var sides: ClosedRange<Int>?
  /// Words that no text may hold.
  var reserved: [String] = []
  /// Where a file of records is cut.
  var maxFileBytes: Int?
  /// Records of the training files.
  var minRecords = 1
  var maxRecords: Int?
  var maxRecordsWithImages: Int?

  init(title: String) { self.title = title }
}

extension ExportLimits {
  /// The limits of the providers as of 2026-11. Units that a provider does not state are taken as powers of ten, which is the safe side.
  static func of(_ target: ExportTarget) -> ExportLimits {
    switch target {
    case .openai: openAI("OpenAI vision fine-tuning", images: 10)
    case .azure: openAI("Azure OpenAI vision fine-tuning", images: 64)
    case .together: together
    case .fireworks: fireworks
    case .gemini: gemini
    case .bedrock: bedrock
    case .bedrockNova: nova
    case .trl: ExportLimits(title: "TRL")
    case .llamaFactory: placeholders("LLaMA-Factory")
    case .msSwift: placeholders("ms-swift")
    case .axolotl: ExportLimits(title: "Axolotl")
    case .llava: llava
    case .webdataset: webDataset
    }
  }

  /// platform.openai.com/docs/guides/vision-fine-tuning; learn.microsoft.com, "Vision fine-tuning".
  private static func openAI(_ title: String, images: Int) -> ExportLimits {
    var limits = ExportLimits(title: title)
    limits.wantsRGB = true
    limits.imagesPerRecord = images
    limits.maxImageBytes = 10_000_000
    limits.maxFileBytes = 512_000_000
    limits.minRecords = 10
    limits.maxRecordsWithImages = 50_000
    return limits
  }

  /// docs.together.ai/docs/fine-tuning/vision.
  private static var together: ExportLimits {
    var limits = ExportLimits(title: "Together vision fine-tuning")
    limits.imagesPerRecord = 10
    limits.maxImageBytes = 10_000_000
    return limits
  }

  /// docs.fireworks.ai/fine-tuning/fine-tuning-vlm. Above 150 MB a file cannot be uploaded directly.
  private static var fireworks: ExportLimits {
    var limits = ExportLimits(title: "Fireworks vision fine-tuning")
    limits.formats = [.jpeg, .png]
    limits.maxFileBytes = 150_000_000
    limits.minRecords = 3
    limits.maxRecords = 3_000_000
    return limits
  }

  /// cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning-prepare.
  private static var gemini: ExportLimits {
    var limits = ExportLimits(title: "Gemini tuning on Vertex AI")
    limits.imagesPerRecord = 30
    limits.maxImageBytes = 20_000_000
    limits.maxFileBytes = 1_000_000_000
    limits.maxRecords = 300_000
    return limits
  }

  /// docs.aws.amazon.com/bedrock/latest/userguide/preparing-image-text-data.html.
  private static var bedrock: ExportLimits {
    var limits = ExportLimits(title: "Amazon Bedrock, Llama 3.2 Vision")
    limits.maxImageBytes = 10_000_000
    limits.sides = 10...8192
    limits.minRecords = 100
    limits.maxRecords = 10_000
    return limits
  }

  /// docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html.
  private static var nova: ExportLimits {
    var limits = ExportLimits(title: "Amazon Bedrock, Nova")
    limits.formats = [.jpeg, .png]
    limits.maxImageBytes = 10_000_000
    limits.reserved = ["User:", "Bot:", "Assistant:", "System:", "<image>", "<video>", "[EOS]"]
    limits.minRecords = 100
    limits.maxRecords = 10_000
    return limits
  }

  /// Stacks that put media in the place of words and count them.
  private static func placeholders(_ title: String) -> ExportLimits {
    var limits = ExportLimits(title: title)
    limits.reserved = ["<image>", "<video>", "<audio>"]
    return limits
  }

  private static var llava: ExportLimits {
    var limits = ExportLimits(title: "LLaVA")
    limits.imagesPerRecord = 1
    limits.reserved = ["<image>"]
    return limits
  }

  /// Shards of about a gigabyte are what readers expect.
  private static var webDataset: ExportLimits {
    var limits = ExportLimits(title: "WebDataset")
    limits.maxFileBytes = 1_000_000_000
    return limits
  }
}
