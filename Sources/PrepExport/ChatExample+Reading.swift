import PrepCore
import PrepDataset
import PrepJSON

extension ChatExample {
  /// Reads a line.
  /// - Throws: `invalid_json`, `other_record_format`, `unknown_part` or `not_supported`, with what was found.
  init(line: [UInt8]) throws(ExportFault) {
    self = try line.withUnsafeBytes { bytes in Result { () throws(ExportFault) in try ChatExample(bytes) } }.get()
    if holdsReplacement, !Self.holdsReplacement(line) {
      throw ExportFault(
        .invalidJSON, "A text has bytes that are not UTF-8, or half a surrogate pair; it would not survive unchanged.")
    }
  }

  private init(_ line: UnsafeRawBufferPointer) throws(ExportFault) {
    var reader = JSONReader(line, options: .values)
    let record: ChatRecord
    do throws(JSONFault) { record = try ChatRecord(&reader) } catch { throw ExportFault(error, in: line) }
    guard record.isObject else { throw ExportFault(.otherRecordFormat, "The line is JSON and no object.") }
    guard let messages = record.messages else { throw ExportFault(.otherRecordFormat, "The record has no list of messages.") }
    let texts = RecordReader(reader: reader)
    tools = try texts.value(record.tools)
    usesFunctions = record.functions != nil
    for (index, message) in messages.enumerated() { try add(message, texts, place: "messages[\(index)]") }
    guard !messages.isEmpty else { throw ExportFault(.otherRecordFormat, "The record has an empty list of messages.") }
  }

  private mutating func add(_ read: ChatRecord.Message, _ texts: RecordReader, place: String) throws(ExportFault) {
    guard let name = try texts.string(read[.role]) else { throw ExportFault(.otherRecordFormat, "\(place) has no role.") }
    guard let role = read.role == .developer ? .system : Role(rawValue: name) else {
      throw ExportFault(
        .otherRecordFormat, "\(place) has the role \"\(name.excerpt)\"; system, user, assistant, tool and function are known.")
    }
    var message = Message(role: role)
    switch read.content {
    case .text(let text): message.parts = [.text(try texts.string(text))]
    case .parts(let parts):
      for (number, part) in parts.enumerated() {
        message.parts.append(try lift(part, texts, role: role, place: "\(place).content[\(number)]"))
      }
    case .none: break
    case .invalid: throw ExportFault(.otherRecordFormat, "\(place).content is neither a text nor a list.")
    }
    if let weight = try texts.value(read[.weight]) {
      guard case .number(let text) = weight, let number = Double(text), number == 0 || number == 1 else {
        throw ExportFault(.otherRecordFormat, "\(place).weight is \(weight.compactJSON.excerpt); 0 and 1 are known.")
      }
      message.isTrained = number == 1
    }
    message.calls = try calls(texts.value(read[.toolCalls]), place: place)
    for key in [ChatRecord.MessageKey.name, .toolCalls, .toolCallID] {
      if let value = try texts.value(read[key]) { message.labels.append(JSONValue.Member(key.rawValue, value)) }
    }
    let hasFunctionCall = read[.functionCall] != nil
    if hasFunctionCall || role == .function { usesFunctions = true }
    if message.parts.isEmpty, message.calls.isEmpty, !hasFunctionCall {
      throw ExportFault(.otherRecordFormat, "\(place) has neither content nor calls of tools.")
    }
    messages.append(message)
  }

  private mutating func lift(
    _ part: ChatRecord.Part, _ texts: RecordReader, role: Role, place: String
  ) throws(ExportFault) -> Part {
    switch part {
    case .text(let text?): return .text(try texts.string(text))
    case .text(nil): throw ExportFault(.otherRecordFormat, "\(place) has no text.")
    case .image(let image):
      guard let url = image.url else { throw ExportFault(.otherRecordFormat, "\(place) has no image_url.url.") }
      guard role == .user else {
        throw ExportFault(
          .imageInWrongRole, "\(place) is an image in a message of the role \(role.rawValue); only user messages may have images."
        )
      }
      images.append(Source(url: try texts.string(url)))
      return .image(images.count - 1)
    case .refusal: throw unknown(ChatRecord.PartType.refusal.rawValue, place)
    case .other(let type?): throw unknown(type, place)
    case .other(nil), .invalid: throw ExportFault(.otherRecordFormat, "\(place) has no type.")
    }
  }

  private func unknown(_ type: String, _ place: String) -> ExportFault {
    ExportFault(.unknownPart, "\(place) is of the type \"\(type.excerpt)\"; text and image_url are known.")
  }

  private func calls(_ value: JSONValue?, place: String) throws(ExportFault) -> [Call] {
    guard let value, value != .null else { return [] }
    guard case .array(let elements) = value else { throw ExportFault(.otherRecordFormat, "\(place).tool_calls is no list.") }
    var calls: [Call] = []
    for (number, element) in elements.enumerated() {
      guard case .string(let name)? = element["function"]?["name"],
        case .string(let arguments)? = element["function"]?["arguments"]
      else { throw ExportFault(.otherRecordFormat, "\(place).tool_calls[\(number)] has no function with name and arguments.") }
      calls.append(Call(name: name, arguments: arguments))
    }
    return calls
  }

  /// Whether a text has U+FFFD, by which the parser replaces what is no text.
  private var holdsReplacement: Bool {
    messages.contains { message in
      message.parts.contains { if case .text(let text) = $0 { text.unicodeScalars.contains("\u{FFFD}") } else { false } }
        || message.calls.contains { $0.arguments.unicodeScalars.contains("\u{FFFD}") }
    }
  }

  /// Whether a line itself has U+FFFD, as it is or escaped.
  private static func holdsReplacement(_ line: [UInt8]) -> Bool {
    line.indices.contains { index in
      switch line[index] {
      case 0xEF: line[index...].starts(with: [0xEF, 0xBF, 0xBD])
      case UInt8(ascii: "\\"):
        line[index...].prefix(6).map { $0 < 0x80 ? String(Unicode.Scalar($0)).lowercased() : "" }.joined() == "\\ufffd"
      default: false
      }
    }
  }
}

/// Gives the texts and values behind the places of a record.
private struct RecordReader {
  let reader: JSONReader<JSONSpan>

  func string(_ range: Range<Int>) throws(ExportFault) -> String {
    do throws(JSONFault) { return try reader.string(range) } catch { throw ExportFault(error, in: reader.text) }
  }

  /// The text of a string; nil for anything else.
  func string(_ value: ChatRecord.Value?) throws(ExportFault) -> String? {
    try (value?.text).map { range throws(ExportFault) in try string(range) }
  }

  func value(_ value: ChatRecord.Value?) throws(ExportFault) -> JSONValue? {
    guard let value else { return nil }
    do throws(JSONFault) {
      return try JSONValue(UnsafeRawBufferPointer(rebasing: reader.text[value.range]))
    } catch {
      throw ExportFault(error, in: reader.text)
    }
  }
}

extension ExportFault {
  /// Of a line that is not JSON.
  fileprivate init(_ fault: JSONFault, in line: UnsafeRawBufferPointer) {
    var fault = fault.explained(by: line)
    // Who reads strings whole tells more of what is wrong with them.
    do throws(JSONFault) { _ = try JSONValue(line) } catch { fault = error }
    self.init(.invalidJSON, "The line is not JSON: \(fault.message).")
  }
}
