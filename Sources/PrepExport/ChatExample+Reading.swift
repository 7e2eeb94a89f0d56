import PrepCore
import PrepJSON

extension ChatExample {
  /// Reads a line.
  /// - Throws: `invalid_json`, `other_record_format`, `unknown_part` or `not_supported`, with what was found.
  init(line: [UInt8]) throws(ExportFault) {
    let value: JSONValue
    do throws(JSONFault) {
      value = try JSONValue(line)
    } catch {
      throw ExportFault(.invalidJSON, "The line is not JSON: \(error.message).")
    }
    guard case .object = value else { throw ExportFault(.otherRecordFormat, "The line is JSON and no object.") }
    guard case .array(let messages)? = value["messages"] else {
      throw ExportFault(.otherRecordFormat, "The record has no list of messages.")
    }
    self.init(value: value)
    tools = value["tools"].flatMap { $0 == .null ? nil : $0 }
    if let functions = value["functions"], functions != .null { usesFunctions = true }
    for (index, message) in messages.enumerated() { try add(message, at: index) }
    guard !messages.isEmpty else { throw ExportFault(.otherRecordFormat, "The record has an empty list of messages.") }
    if holdsReplacement, !Self.holdsReplacement(line) {
      throw ExportFault(
        .invalidJSON, "A text has bytes that are not UTF-8, or half a surrogate pair; it would not survive unchanged.")
    }
  }

  private init(value: JSONValue) { self.value = value }

  private mutating func add(_ value: JSONValue, at index: Int) throws(ExportFault) {
    let place = "messages[\(index)]"
    guard case .object = value, case .string(let name)? = value["role"] else {
      throw ExportFault(.otherRecordFormat, "\(place) has no role.")
    }
    guard let role = name == "developer" ? .system : Role(rawValue: name) else {
      throw ExportFault(
        .otherRecordFormat, "\(place) has the role \"\(name.excerpt)\"; system, user, assistant, tool and function are known.")
    }
    var message = Message(role: role, value: value)
    switch value["content"] {
    case .string(let text): message.parts = [.text(text)]
    case .array(let parts):
      for (number, part) in parts.enumerated() {
        message.parts.append(try read(part, role: role, place: "\(place).content[\(number)]"))
      }
    case .null?, nil: break
    default: throw ExportFault(.otherRecordFormat, "\(place).content is neither a text nor a list.")
    }
    if let weight = value["weight"], weight != .null {
      guard case .number(let text) = weight, let number = Double(text), number == 0 || number == 1 else {
        throw ExportFault(.otherRecordFormat, "\(place).weight is \(weight.compactJSON.excerpt); 0 and 1 are known.")
      }
      message.isTrained = number == 1
    }
    message.calls = try calls(value["tool_calls"], place: place)
    let hasFunctionCall = (value["function_call"] ?? .null) != .null
    if hasFunctionCall || role == .function { usesFunctions = true }
    if message.parts.isEmpty, message.calls.isEmpty, !hasFunctionCall {
      throw ExportFault(.otherRecordFormat, "\(place) has neither content nor calls of tools.")
    }
    messages.append(message)
  }

  private mutating func read(_ part: JSONValue, role: Role, place: String) throws(ExportFault) -> Part {
    switch part["type"]?.text {
    case "text"?:
      guard case .string(let text)? = part["text"] else { throw ExportFault(.otherRecordFormat, "\(place) has no text.") }
      return .text(text)
    case "image_url"?:
      let given = part["image_url"]
      guard case .string(let url)? = given?["url"] ?? given else {
        throw ExportFault(.otherRecordFormat, "\(place) has no image_url.url.")
      }
      guard role == .user else {
        throw ExportFault(
          .imageInWrongRole, "\(place) is an image in a message of the role \(role.rawValue); only user messages may have images."
        )
      }
      images.append(Source(url: url))
      return .image(images.count - 1)
    case let type?: throw ExportFault(.unknownPart, "\(place) is of the type \"\(type.excerpt)\"; text and image_url are known.")
    case nil: throw ExportFault(.otherRecordFormat, "\(place) has no type.")
    }
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
