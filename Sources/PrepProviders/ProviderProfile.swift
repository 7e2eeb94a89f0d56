package import PrepCore
package import PrepTokens

/// A provider's limits and format, as dated data: the files in Profiles/, or one of the user's.
package struct ProviderProfile: Sendable, Hashable {
  package var name: String
  package var title: String
  /// The month in which the facts were collected, such as `2026-11`.
  package var collected: String
  package var source: String
  package var record = Record()
  package var images = Images()
  package var file = File()
  package var models: [Model] = []
  /// Where it was found how the models count and what they cost; empty when no model says it.
  package var modelSource = ""
  package var closings: [Closing] = []
  /// What the provider does about a code, where it is not what most do; nil for nothing at all.
  package var severities: [CheckCode: CheckCode.Severity?] = [:]
  /// What could not be confirmed, and which side was taken.
  package var unconfirmed: [String] = []

  /// The shape of a line.
  package struct Record: Sendable, Hashable {
    package enum Format: String, Sendable, Hashable, CaseIterable {
      /// `messages` with `role` and `content`, as of OpenAI's chat completions.
      case openAIChat = "openai-chat"
      /// `custom_id`, `method`, `url`, `body`: a request a line.
      case openAIBatch = "openai-batch"
      /// `systemInstruction` and `contents` with `parts`.
      case geminiContents = "gemini-contents"
      /// `schemaVersion`, `system` and `messages` with lists of content.
      case bedrockConversation = "bedrock-conversation"
    }
    package var format = Format.openAIChat
    /// The keys that a record may have; nil for any.
    package var keys: [String]?
    package var roles: [String] = []
    /// The value of `schemaVersion`.
    package var schema: String?
    /// The values of a request's `url`.
    package var addresses: [String] = []
    /// Parts of a message, beside text and images, that are taken; what is in them is not looked at.
    package var parts: [String] = []
    /// Words that no text may hold.
    package var reserved: [String] = []
  }

  package struct Images: Sendable, Hashable {
    /// How an image is given.
    package enum Place: String, Sendable, Hashable, CaseIterable {
      /// Inside the record, as base64.
      case data
      case https, http
      /// Google Cloud Storage, and Amazon S3.
      case gs, s3
    }
    /// An image format by its name in media types.
    package enum Format: String, Sendable, Hashable, CaseIterable { case jpeg, png, webp, gif }
    /// A kind of pixel.
    package enum Mode: String, Sendable, Hashable, CaseIterable { case rgb, rgba, gray, palette, cmyk }

    package var formats: Set<Format> = []
    /// The kinds of pixels that are taken, with 8 bits a channel; nil for any.
    package var modes: Set<Mode>?
    /// The roles whose messages may hold images.
    package var roles: Set<String> = []
    package var places: Set<Place> = []
    package var perExample: Int?
    package var maxBytes: Int?
    /// Pixels a side.
    package var sides: ClosedRange<Int>?
    /// What pictures may show that is left out of the training without a word: people, for example. Nothing here can tell.
    package var skipped: [String] = []
    /// Whether all images must lie in one bucket.
    package var isOneBucket = false
  }

  package struct File: Sendable, Hashable {
    package var maxBytes: Int?
    package var minExamples = 1
    package var maxExamples: Int?
    package var maxExamplesWithImages: Int?
  }

  /// A model of the provider; what is nil or empty is not known.
  package struct Model: Sendable, Hashable {
    package var name: String
    /// Its other names.
    package var aliases: [String] = []
    /// Whether it can be trained; of others it is known how they count, and what asking them costs.
    package var isTunable = true
    /// Tokens of a training example.
    package var context: Int?
    /// How it counts texts.
    package var encoding: TokenEncoding?
    /// How it sees images, and how it counts them.
    package var image: ImageTokenRule?
    /// The day on which it stops, and with it what was tuned on it, such as `2027-01-14`.
    package var closes: String?
    package var prices = Prices()

    package init(name: String) { self.name = name }

    /// What holds at every provider: how the model counts, but not whether it can be trained, until when, and for how much.
    package var counting: Model {
      var model = self
      model.isTunable = false
      model.closes = nil
      model.prices = Prices()
      return model
    }
  }

  /// US dollars for a million tokens.
  package struct Prices: Sendable, Hashable {
    package var training: Dollars?
    /// Of asking the tuned model.
    package var tuned: Asking?
    /// Of asking the model as it is.
    package var untuned: Asking?

    /// What the model is given, and what it answers.
    package struct Asking: Sendable, Hashable {
      package var input: Dollars
      package var output: Dollars
    }
  }

  package struct Closing: Sendable, Hashable {
    /// A day such as `2027-01-06`.
    package var date: String
    /// Whether that is the last day before it ends; else it has ended on that day.
    package var isLastDay = false
    package var what: String

    /// When it ends, in words.
    package var time: String { isLastDay ? "after \(date)" : "from \(date) on" }
  }
}

extension ProviderProfile {
  /// The image formats that are read here and that a record may hold.
  package var formats: Set<ImageFormat> { Set(images.formats.compactMap { ImageFormat(rawValue: $0.rawValue) }) }
  package var maxImagesPerExample: Int { images.perExample ?? .max }
  package var maxImageBytes: Int { images.maxBytes ?? .max }
  /// The models that can be trained.
  package var tunableModels: [Model] { models.filter(\.isTunable) }

  /// What this provider does about a code; nil for nothing.
  package func severity(of code: CheckCode) -> CheckCode.Severity? { severities[code] ?? code.explanation.severity }
}

extension ProviderProfile {
  /// The names of all built-in profiles.
  package static let names = files.keys.sorted()

  /// The built-in profile of this name, nil when there is none.
  package static func named(_ name: String) -> ProviderProfile? {
    guard let file = files[name] else { return nil }
    return try? ProviderProfile(yaml: String(decoding: file, as: UTF8.self), file: "\(name).yaml")
  }

  private static let files: [String: [UInt8]] = [
    "azure": PackageResources.azure_yaml,
    "bedrock": PackageResources.bedrock_yaml,
    "bedrock-nova": PackageResources.bedrock_nova_yaml,
    "fireworks": PackageResources.fireworks_yaml,
    "gemini": PackageResources.gemini_yaml,
    "openai": PackageResources.openai_yaml,
    "openai-batch": PackageResources.openai_batch_yaml,
    "together": PackageResources.together_yaml,
  ]
}
