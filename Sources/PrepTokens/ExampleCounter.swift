package import PrepCore
import PrepDataset
package import PrepJSON

/// Counts the tokens of training examples in OpenAI's chat format that are in memory.
package struct ExampleCounter {
  private let rules: TokenRules
  private let countText: TokenRules.TextCounter?
  private var text: [UInt8] = []
  /// The size of an image from its base64; nil when it cannot be read.
  private let probe: (UnsafeRawBufferPointer) -> PixelSize?

  /// - Parameter probe: finds the size of an image in the characters of its base64.
  package init(_ rules: TokenRules, probe: @escaping (UnsafeRawBufferPointer) -> PixelSize?) {
    self.rules = rules
    countText = rules.makeTextCounter?()
    self.probe = probe
  }

  /// Counts the tokens of a line.
  /// - Throws: what makes the line no example.
  package mutating func count(_ line: UnsafeRawBufferPointer) throws(JSONFault) -> ExampleTokens {
    do throws(JSONFault) { return try countTokens(of: line) } catch { throw error.explained(by: line) }
  }

  private mutating func countTokens(of line: UnsafeRawBufferPointer) throws(JSONFault) -> ExampleTokens {
    var reader = JSONReader(line, options: .picking)
    let record = try ChatRecord(&reader)
    guard record.isObject else { throw Self.fault("the line is no JSON object") }
    guard let messages = record.messages else {
      throw Self.fault("there is no list \"messages\": only the chat format is counted")
    }
    var tokens = ExampleTokens(rules)
    if record.tools != nil { tokens.note(uncounted: "tools") }
    if record.functions != nil { tokens.note(uncounted: "functions") }
    for message in messages { try add(message, reader, to: &tokens) }
    return tokens
  }

  private static func fault(_ message: String) -> JSONFault { JSONFault(.content, at: 0, found: message) }

  private mutating func add(
    _ message: ChatRecord.Message, _ reader: JSONReader<JSONSpan>, to tokens: inout ExampleTokens
  ) throws(JSONFault) {
    guard message.isObject else { throw Self.fault("a message is no JSON object") }
    for key in ExampleTokens.uncountedMembers where message[key] != nil { tokens.note(key) }
    var content = 0
    switch message.content {
    case .text(let text): content = try count(text, reader)
    case .parts(let parts): for part in parts { content += try count(part, reader, in: &tokens) }
    case .none, .invalid: break
    }
    var name: Int?
    if let text = message[.name]?.text { name = try count(text, reader) }
    tokens.addMessage(content: content, name: name, isAnswer: message.role == .assistant)
  }

  /// - Returns: the tokens of a text; those of an image are added.
  private mutating func count(
    _ part: ChatRecord.Part, _ reader: JSONReader<JSONSpan>, in tokens: inout ExampleTokens
  ) throws(JSONFault) -> Int {
    switch part {
    case .text(let text?): return try count(text, reader)
    case .text(nil): throw Self.fault("a part of type text has no text")
    case .image(let image):
      guard let url = image.url else { throw Self.fault("a part of type image_url has no image_url.url") }
      tokens.addImage(extent(of: url, in: reader.text), isLowDetail: image.isLowDetail, rules)
    case .refusal: tokens.note(partOf: ChatRecord.PartType.refusal.rawValue)
    case .other(let type): tokens.note(partOf: type)
    case .invalid: throw Self.fault("a part of a message's content is no JSON object")
    }
    return 0
  }

  private mutating func count(_ range: Range<Int>, _ reader: JSONReader<JSONSpan>) throws(JSONFault) -> Int {
    if range.count > Self.longestText {
      throw Self.fault(
        "a text of \(ByteSize(bytes: range.count)); texts of up to \(ByteSize(bytes: Self.longestText)) are counted")
    }
    text.removeAll(keepingCapacity: true)
    try reader.read(range, into: &text)
    return countText.map { text.withUnsafeBytes($0) } ?? 0
  }

  /// Far more than any model takes, and little enough that a text of a single word fits into memory while it is counted.
  private static let longestText = 16 << 20

  private func extent(of url: Range<Int>, in line: UnsafeRawBufferPointer) -> ImageExtent {
    guard line[url].starts(with: "data:".utf8) else { return .address }
    guard let base64 = ChatRecord.base64(of: url, in: line),
      let size = probe(UnsafeRawBufferPointer(rebasing: line[base64]))
    else { return .unreadable }
    return .size(size)
  }
}
