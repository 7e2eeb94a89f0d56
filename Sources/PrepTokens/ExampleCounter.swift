package import PrepCore
package import PrepJSON

/// The tokens of one training example.
package struct ExampleTokens: Sendable, Hashable {
  /// Of the messages' texts, with what the chat format adds; nil without a vocabulary.
  package var text: Int?
  /// Of the images, as far as they are known.
  package var images = 0
  package var imageCount = 0
  /// Images whose tokens are not known, by the reason.
  package var unknownImages: [UnknownImage: Int] = [:]
  /// Of the last answer alone; nil without a vocabulary.
  package var answer: Int?
  /// The names of what has tokens by no published rule, such as `tools`.
  package var uncounted: Set<String> = []

  /// All tokens; nil when some are not known.
  package var total: Int? {
    guard let text, unknownImages.isEmpty, uncounted.isEmpty else { return nil }
    return text + images
  }

  /// What a model is given when it is asked for the last answer, as far as it is known; nil without a vocabulary.
  package var question: Int? {
    guard let text, let answer else { return nil }
    // The answer's message has its role and what the format adds; of these only the words that prime the answer remain.
    return max(0, text + images - answer - ChatFormat.message - ChatFormat.role)
  }
}

/// Why an image's tokens are not known.
package enum UnknownImage: String, Sendable, Hashable, CaseIterable {
  /// The record has its address alone.
  case address
  /// Its header could not be read.
  case unreadable
  /// No rule of the model is known, or none for this detail.
  case noRule = "no_rule"
}

/// What the chat format adds to the texts.
///
/// Source: OpenAI's cookbook, "How to count tokens with tiktoken" and "Data preparation and analysis for chat model fine-tuning".
package enum ChatFormat {
  /// Of each message.
  package static let message = 3
  /// Of a name.
  package static let name = 1
  /// Of the answer, once an example.
  package static let answer = 3
  /// A role is written as its word: one token for each of them.
  package static let role = 1
}

/// Counts the tokens of training examples in OpenAI's chat format.
package struct ExampleCounter {
  private let images: ImageTokenRule?
  private var tokenizer: Tokenizer?
  private var text: [UInt8] = []
  /// The size of an image from its base64; nil when it cannot be read.
  private let probe: (UnsafeRawBufferPointer) -> PixelSize?

  /// - Parameters:
  ///   - images: the model's rule; nil when it is not known.
  ///   - vocabulary: of the model's encoding; nil when it is not there.
  ///   - probe: finds the size of an image in the characters of its base64.
  package init(images: ImageTokenRule?, vocabulary: Vocabulary?, probe: @escaping (UnsafeRawBufferPointer) -> PixelSize?) {
    self.images = images
    tokenizer = vocabulary.map { Tokenizer($0) }
    self.probe = probe
  }

  /// Counts the tokens of a line.
  /// - Throws: what makes the line no example.
  package mutating func count(_ line: UnsafeRawBufferPointer) throws(JSONFault) -> ExampleTokens {
    do throws(JSONFault) { return try countTokens(of: line) } catch { throw error.explained(by: line) }
  }

  private mutating func countTokens(of line: UnsafeRawBufferPointer) throws(JSONFault) -> ExampleTokens {
    var reader = JSONReader(line, options: .picking)
    let example = try ChatExample(&reader)
    var tokens = ExampleTokens()
    tokens.uncounted = example.uncounted
    if tokenizer != nil {
      tokens.text = ChatFormat.answer
      tokens.answer = 0
    }
    for message in example.messages {
      let content = try add(message, of: reader, to: &tokens)
      if message.isAssistant { tokens.answer = content }
      for image in message.images { add(image, of: line, to: &tokens) }
    }
    return tokens
  }

  /// Adds a message without its images.
  /// - Returns: the tokens of its content.
  private mutating func add(
    _ message: ChatExample.Message, of reader: JSONReader<JSONSpan>, to tokens: inout ExampleTokens
  ) throws(JSONFault) -> Int? {
    var content = 0
    for range in message.texts { content += try count(range, of: reader) }
    var added = ChatFormat.message + content
    if let role = message.role { added += try count(role, of: reader) }
    if let name = message.name { added += try count(name, of: reader) + ChatFormat.name }
    guard let text = tokens.text else { return nil }
    tokens.text = text + added
    return content
  }

  private mutating func count(_ range: Range<Int>, of reader: JSONReader<JSONSpan>) throws(JSONFault) -> Int {
    if range.count > Self.longestText {
      throw JSONFault(
        .content, at: range.lowerBound,
        found: "a text of \(ByteSize(bytes: range.count)); texts of up to \(ByteSize(bytes: Self.longestText)) are counted")
    }
    text.removeAll(keepingCapacity: true)
    try reader.read(range, into: &text)
    return text.withUnsafeBytes { tokenizer?.count($0) } ?? 0
  }

  /// Far more than any model takes, and little enough that a text of a single word fits into memory while it is counted.
  private static let longestText = 16 << 20

  private func add(_ image: ChatExample.Image, of line: UnsafeRawBufferPointer, to tokens: inout ExampleTokens) {
    tokens.imageCount += 1
    switch count(image, of: line) {
    case .success(let count): tokens.images += count
    case .failure(let reason): tokens.unknownImages[reason.cause, default: 0] += 1
    }
  }

  private struct Unknown: Error { let cause: UnknownImage }

  private func count(_ image: ChatExample.Image, of line: UnsafeRawBufferPointer) -> Result<Int, Unknown> {
    guard let images else { return .failure(Unknown(cause: .noRule)) }
    // With tiles and low detail the size does not matter.
    if image.detail == .low {
      return images.tokens(PixelSize(width: 1, height: 1), detail: .low).map { .success($0) } ?? .failure(Unknown(cause: .noRule))
    }
    let url = UnsafeRawBufferPointer(rebasing: line[image.url])
    guard url.starts(with: "data:".utf8) else { return .failure(Unknown(cause: .address)) }
    // A data URL (RFC 2397) has its media type before the comma.
    guard let comma = url.prefix(256).firstIndex(of: UInt8(ascii: ",")),
      let size = probe(UnsafeRawBufferPointer(rebasing: url[(comma + 1)...]))
    else { return .failure(Unknown(cause: .unreadable)) }
    return images.tokens(size, detail: .high).map { .success($0) } ?? .failure(Unknown(cause: .noRule))
  }
}
