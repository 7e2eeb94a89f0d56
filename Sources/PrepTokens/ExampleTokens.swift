import PrepCore
package import PrepDataset

/// The tokens of one training example, added up while it is read.
package struct ExampleTokens: Sendable, Hashable {
  /// Of the messages' texts, with what the chat format adds; nil without a vocabulary.
  package private(set) var text: Int?
  /// Of the images, as far as they are known.
  package private(set) var images = 0
  package private(set) var imageCount = 0
  /// Images whose tokens are not known, by the reason.
  package private(set) var unknownImages: [UnknownImage: Int] = [:]
  /// Of the last answer alone; nil without a vocabulary.
  package private(set) var answer: Int?
  /// The names of what has tokens by no published rule, such as `tools`.
  package private(set) var uncounted: Set<String> = []

  /// An example without messages.
  package init(_ rules: TokenRules) {
    guard rules.makeTextCounter != nil else { return }
    text = ChatFormat.answer
    answer = 0
  }

  /// All tokens that are known.
  package var known: Int { (text ?? 0) + images }

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

extension ExampleTokens {
  /// The members of a message whose tokens follow no published rule.
  package static let uncountedMembers: Set<ChatRecord.MessageKey> = [.toolCalls, .toolCallID, .functionCall, .refusal, .audio]

  /// Adds a message, without its images.
  /// - Parameters:
  ///   - content: the tokens of its texts.
  ///   - name: the tokens of its name; nil when it has none.
  ///   - isAnswer: whether the assistant says it.
  package mutating func addMessage(content: Int, name: Int?, isAnswer: Bool) {
    guard let text else { return }
    self.text = text + ChatFormat.message + ChatFormat.role + content + (name.map { $0 + ChatFormat.name } ?? 0)
    if isAnswer { answer = content }
  }

  /// Notes that a message has a member, unless it is null, whose tokens may follow no published rule.
  package mutating func note(_ key: ChatRecord.MessageKey) {
    if Self.uncountedMembers.contains(key) { uncounted.insert(key.rawValue) }
  }

  /// Notes something without a rule, by its name in the record.
  package mutating func note(uncounted name: String) { uncounted.insert(name) }

  /// Notes a part of a content that is neither a text nor an image.
  package mutating func note(partOf type: String?) {
    uncounted.insert(type.map { "type \($0.excerpt)" } ?? "a part without a type")
  }

  /// Adds an image.
  /// - Parameter extent: asked for only where the size matters.
  package mutating func addImage(_ extent: @autoclosure () -> ImageExtent, isLowDetail: Bool, _ rules: TokenRules) {
    imageCount += 1
    switch Self.tokens(of: extent, isLowDetail: isLowDetail, rules) {
    case .known(let count): images += count
    case .unknown(let reason): unknownImages[reason, default: 0] += 1
    }
  }

  private enum ImageTokens {
    case known(Int)
    case unknown(UnknownImage)
  }

  private static func tokens(of extent: () -> ImageExtent, isLowDetail: Bool, _ rules: TokenRules) -> ImageTokens {
    guard let rule = rules.images else { return .unknown(.noRule) }
    // Where low detail has a rule, the size does not matter.
    if isLowDetail {
      return rule.tokens(PixelSize(width: 1, height: 1), detail: .low).map { .known($0) } ?? .unknown(.noRule)
    }
    switch extent() {
    case .size(let size): return rule.tokens(size, detail: .high).map { .known($0) } ?? .unknown(.noRule)
    case .address: return .unknown(.address)
    case .unreadable: return .unknown(.unreadable)
    }
  }
}

extension ExampleTokens {
  /// Adds those of another example, for the sums of a file.
  package mutating func add(_ other: ExampleTokens) {
    text = sum(text, other.text)
    answer = sum(answer, other.answer)
    images += other.images
    imageCount += other.imageCount
    unknownImages.merge(other.unknownImages, uniquingKeysWith: +)
    uncounted.formUnion(other.uncounted)
  }

  private func sum(_ left: Int?, _ right: Int?) -> Int? {
    guard let left, let right else { return nil }
    return left + right
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
