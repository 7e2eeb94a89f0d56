package import PrepJSON

extension ChatRecord {
  /// Reads a line. The reader's options say how strict that is: with ``JSONOptions/picking`` strings are only searched for their ends.
  ///
  /// The reader then gives the texts behind the ranges.
  /// - Throws: what is not JSON.
  package init(_ reader: inout JSONReader<JSONSpan>) throws(JSONFault) {
    self.init()
    guard try reader.kind() == .object else {
      isObject = false
      try reader.skip()
      try reader.end()
      return
    }
    try reader.enter()
    while try reader.nextKey() {
      switch (reader.key, try reader.kind()) {
      case ("messages", .array):
        var list: [Message] = []
        try reader.enter()
        while try reader.nextElement() { list.append(try Message(&reader)) }
        messages = list
      case ("tools", let kind) where kind != .null: tools = try reader.place()
      case ("functions", let kind) where kind != .null: functions = try reader.place()
      default: try reader.skip()
      }
    }
    try reader.end()
  }

  /// Reads a line of a prepared folder; nil for what is not a record in the chat format.
  /// - Parameter body: takes the messages, and the reader that gives their texts.
  package static func read<Result>(
    _ line: [UInt8], _ body: ([Message], JSONReader<JSONSpan>) throws(JSONFault) -> Result
  ) -> Result? {
    line.withUnsafeBytes { bytes in
      var reader = JSONReader(bytes, options: .picking)
      guard let record = try? ChatRecord(&reader), let messages = record.messages else { return nil }
      return try? body(messages, reader)
    }
  }

  /// Where the images of a record stand in it, in order: their base64. None for what is not a record.
  package static func images(of line: [UInt8]) -> [Range<Int>] {
    let images = read(line) { messages, reader in
      messages.flatMap(\.images).compactMap { $0.url.flatMap { base64(of: $0, in: reader.text) } }
    }
    return images ?? []
  }

  /// What stands behind the comma of a data URL (RFC 2397); nil for an address, and for a data URL whose media type has no end nearby.
  package static func base64(of url: Range<Int>, in line: UnsafeRawBufferPointer) -> Range<Int>? {
    let text = line[url]
    guard text.starts(with: "data:".utf8), let comma = text.prefix(256).firstIndex(of: UInt8(ascii: ",")) else { return nil }
    return comma + 1..<url.upperBound
  }
}

extension ChatRecord.Message {
  fileprivate init(_ reader: inout JSONReader<JSONSpan>) throws(JSONFault) {
    self.init()
    guard try reader.kind() == .object else {
      isObject = false
      try reader.skip()
      return
    }
    try reader.enter()
    while try reader.nextKey() {
      guard let key = ChatRecord.MessageKey(reader.key) else {
        try reader.skip()
        continue
      }
      if key == .content {
        content = try ChatRecord.Content(&reader)
        continue
      }
      let value = try reader.place()
      self[key] = value
      if key == .role {
        role = try value.text.flatMap { text throws(JSONFault) in ChatRecord.Role(rawValue: try reader.string(text)) }
      }
    }
  }
}

extension ChatRecord.MessageKey {
  fileprivate init?(_ key: KeyText) {
    switch key {
    case "role": self = .role
    case "content": self = .content
    case "name": self = .name
    case "weight": self = .weight
    case "tool_calls": self = .toolCalls
    case "tool_call_id": self = .toolCallID
    case "function_call": self = .functionCall
    case "refusal": self = .refusal
    case "audio": self = .audio
    default: return nil
    }
  }
}

extension ChatRecord.Content {
  fileprivate init(_ reader: inout JSONReader<JSONSpan>) throws(JSONFault) {
    switch try reader.kind() {
    case .string:
      let value = try reader.place()
      self = .text(value.range.lowerBound + 1..<value.range.upperBound - 1)
    case .array:
      var parts: [ChatRecord.Part] = []
      try reader.enter()
      while try reader.nextElement() { parts.append(try ChatRecord.Part(&reader)) }
      self = .parts(parts)
    case .null:
      try reader.skip()
      self = .none
    default:
      try reader.skip()
      self = .invalid
    }
  }
}

extension ChatRecord.Part {
  fileprivate init(_ reader: inout JSONReader<JSONSpan>) throws(JSONFault) {
    guard try reader.kind() == .object else {
      try reader.skip()
      self = .invalid
      return
    }
    var type: String?
    var text: Range<Int>?
    var image = ChatRecord.Image()
    try reader.enter()
    while try reader.nextKey() {
      switch (reader.key, try reader.kind()) {
      case ("type", .string): type = try reader.string()
      case ("text", .string): text = try reader.place().text
      case ("image_url", _): image = try ChatRecord.Image(&reader)
      default: try reader.skip()
      }
    }
    switch type.flatMap(ChatRecord.PartType.init(rawValue:)) {
    case .text: self = .text(text)
    case .image: self = .image(image)
    case .refusal: self = .refusal
    case nil: self = .other(type: type)
    }
  }
}

extension ChatRecord.Image {
  /// Reads the value of `image_url`: an object with `url`, or the address alone.
  fileprivate init(_ reader: inout JSONReader<JSONSpan>) throws(JSONFault) {
    guard try reader.kind() == .object else {
      url = try reader.place().text
      return
    }
    try reader.enter()
    while try reader.nextKey() {
      switch (reader.key, try reader.kind()) {
      case ("url", .string): url = try reader.place().text
      case ("detail", .string):
        detail = try reader.place().text
        isLowDetail = try detail.map { detail throws(JSONFault) in try reader.string(detail) == "low" } ?? false
      default: try reader.skip()
      }
    }
  }
}

extension JSONReader<JSONSpan> {
  /// Reads over the value that comes next.
  fileprivate mutating func place() throws(JSONFault) -> ChatRecord.Value {
    let kind = try kind()
    let start = offset
    try skip()
    return ChatRecord.Value(kind: kind, range: start..<offset)
  }
}
