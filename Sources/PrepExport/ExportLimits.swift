import PrepCore
import PrepProviders

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

  /// The limits of a provider.
  init(_ profile: ProviderProfile) {
    title = profile.title
    formats = profile.formats
    wantsRGB = profile.images.modes != nil
    imagesPerRecord = profile.images.perExample
    maxImageBytes = profile.images.maxBytes
    sides = profile.images.sides
    reserved = profile.record.reserved
    maxFileBytes = profile.file.maxBytes
    minRecords = profile.file.minExamples
    maxRecords = profile.file.maxExamples
    maxRecordsWithImages = profile.file.maxExamplesWithImages
  }
}

extension ExportLimits {
  /// Those of the profile that has the target's name; training stacks have none, and what their readers ask stands here.
  static func of(_ target: ExportTarget) -> ExportLimits {
    if let profile = ProviderProfile.named(target.rawValue) { return ExportLimits(profile) }
    var limits = ExportLimits(title: title(of: target))
    switch target {
    case .llamaFactory, .msSwift:
      // They put media in the place of these words, and count both.
      limits.reserved = ["<image>", "<video>", "<audio>"]
    case .llava:
      limits.reserved = ["<image>"]
      limits.imagesPerRecord = 1
    case .webdataset:
      // Readers expect shards of about a gigabyte.
      limits.maxFileBytes = 1_000_000_000
    default: break
    }
    return limits
  }

  private static func title(of target: ExportTarget) -> String {
    switch target {
    case .trl: "TRL"
    case .llamaFactory: "LLaMA-Factory"
    case .msSwift: "ms-swift"
    case .axolotl: "Axolotl"
    case .llava: "LLaVA"
    case .webdataset: "WebDataset"
    case .openai, .azure, .together, .fireworks, .gemini, .bedrock, .bedrockNova: target.rawValue
    }
  }
}
