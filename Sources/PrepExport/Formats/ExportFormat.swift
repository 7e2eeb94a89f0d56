import PrepCore

/// How records of one target look, and how its files lie.
protocol ExportFormat: Sendable {
  var limits: ExportLimits { get }
  var framing: RecordFraming { get }

  /// The file that holds the records of a split, by its 1-based number; more than one only where ``ExportLimits/maxFileBytes`` cuts.
  func fileName(_ split: Split, number: Int) -> String

  /// Where the images of a split go.
  func imagePlace(_ split: Split) -> ImagePlace

  var prefix: ImagePrefix { get }

  /// Whether an address may stand for an image.
  func takesAddress(_ address: String) -> Bool

  /// The bytes of one record, as ``framing`` joins them.
  /// - Throws: what the format has no place for.
  func record(_ example: ChatExample, _ context: RecordContext) throws(ExportFault) -> [UInt8]

  /// Files that belong to the records; written when these are complete.
  func companions(of summary: ExportSummary) -> [CompanionFile]
}

/// Where a format has its images.
enum ImagePlace: Sendable, Hashable {
  /// In the record, as data URLs.
  case dataURL
  /// In the record's bytes, as the format sees fit.
  case member
  /// As files in `folder`, which records name from `base` on; both from the export's folder on, `base` ends with a slash or is empty.
  case files(folder: String, base: String)
}

/// What may stand before the names of image files.
enum ImagePrefix: Sendable, Hashable {
  /// Nothing.
  case none
  /// A folder or an address, or nothing.
  case any
  /// An address that begins with one of these; without it no image can be named.
  case address([String])
}

/// What a record needs beside its example.
struct RecordContext: Sendable {
  /// The item's id.
  var id: String
  /// The record as the input has it.
  var line: [UInt8]
  var images: [ImageReference]
}

/// An image of a record, and how the record names it.
struct ImageReference: Sendable {
  var image: ExportImage
  /// Path or address; of an image that stands in the record its data URL.
  var name: String

  /// The media type; of an address by its ending, nil when that says nothing.
  var mediaType: String? { format?.mediaType }

  var format: ImageFormat? {
    switch image.content {
    case .bytes(_, let format): return format
    case .address(let address):
      let path = address.prefix { $0 != "?" && $0 != "#" }.lowercased()
      if path.hasSuffix(".jpg") { return .jpeg }
      return ImageFormat.allCases.first { path.hasSuffix(".\($0.rawValue)") }
    }
  }
}

/// What stands around and between records.
struct RecordFraming: Sendable {
  var before: [UInt8] = []
  var between: [UInt8] = []
  var after: [UInt8] = []
  var end: [UInt8] = []

  /// A record a line.
  static let lines = RecordFraming(after: [UInt8(ascii: "\n")])
  /// One JSON array, a record a line.
  static let array = RecordFraming(before: Array("[\n".utf8), between: Array(",\n".utf8), end: Array("\n]\n".utf8))
}

struct CompanionFile: Sendable {
  var name: String
  var bytes: [UInt8]
}

extension ExportFormat {
  var framing: RecordFraming { .lines }

  func fileName(_ split: Split, number: Int) -> String { "\(split.rawValue).jsonl" }

  func imagePlace(_ split: Split) -> ImagePlace { .files(folder: "images", base: "") }

  var prefix: ImagePrefix { .any }

  func takesAddress(_ address: String) -> Bool { false }

  func companions(of summary: ExportSummary) -> [CompanionFile] { [] }

  /// The name of a file that may be one of several: `train-00001.jsonl`, as `prepare` names them.
  func numbered(_ split: Split, _ number: Int) -> String {
    let digits = String(number)
    return "\(split.rawValue)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits).jsonl"
  }
}

/// The format of a target.
/// - Parameter bucketOwner: the AWS account that the bucket belongs to, when it is another than the one that trains.
func exportFormat(_ target: ExportTarget, bucketOwner: String? = nil) -> any ExportFormat {
  let limits = ExportLimits.of(target)
  return switch target {
  case .openai, .azure: ChatFormat(limits: limits, keepsDetail: true, addressScheme: "https://")
  case .together, .fireworks: ChatFormat(limits: limits, keepsDetail: false, addressScheme: nil)
  case .gemini: GeminiFormat(limits: limits)
  case .bedrock, .bedrockNova: BedrockFormat(limits: limits, bucketOwner: bucketOwner)
  case .trl: TRLFormat(limits: limits)
  case .llamaFactory: LLaMAFactoryFormat(limits: limits)
  case .msSwift: MSSwiftFormat(limits: limits)
  case .axolotl: AxolotlFormat(limits: limits)
  case .llava: LLaVAFormat(limits: limits)
  case .webdataset: WebDatasetFormat(limits: limits)
  }
}
