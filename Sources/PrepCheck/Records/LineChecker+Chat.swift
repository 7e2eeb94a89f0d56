import PrepCore
import PrepDataset
import PrepJSON
import PrepProviders
import PrepTokens

/// OpenAI's chat format: `{"messages": [{"role": …, "content": …}, …]}`.
///
/// Source: platform.openai.com, "Fine-tuning" and "Chat completions"; Azure, Together and Fireworks take the same.
extension LineChecker {
  mutating func chatRecord() throws(JSONFault) {
    var hasMessages = false
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "messages" where record.otherFormat == nil:
        hasMessages = true
        try messages(needsAnswer: true)
      case "tools":
        if try reader.kind() != .null { record.tokens?.note(uncounted: "tools") }
        try tools()
      case "functions":
        if try reader.kind() != .null { record.tokens?.note(uncounted: "functions") }
        try skip("functions", .array)
      case "parallel_tool_calls": try skip("parallel_tool_calls", .flag)
      default: try skipUnknownRecordKey()
      }
    }
    if !hasMessages { reportMissing("messages") }
  }

  /// Reads the messages under the key `messages`.
  /// - Parameter needsAnswer: whether the last one must be the assistant's.
  mutating func messages(needsAnswer: Bool) throws(JSONFault) {
    path.push("messages")
    defer { path.pop() }
    var lastRole: String?
    let count = try readArray(ifEmpty: "no message") { checker, _ throws(JSONFault) in lastRole = try checker.message() }
    if needsAnswer, let count, count > 0, lastRole != "assistant" {
      report(.noAnswer, lastTurn("message", lastRole), "it must be the assistant's")
    }
  }

  private static let messageKeys = ChatRecord.MessageKey.allCases.map(\.rawValue)

  /// What is known of a message when it has been read.
  private struct Message {
    var role: String?
    var hasRole = false
    var hasContent = false
    /// Whether the assistant calls a function, or refuses, instead of an answer.
    var hasCall = false
    var hasName = false
    var hasCallID = false
    var hasWeight = false
    /// The numbers of the parts that are images.
    var images: [Int] = []
  }

  /// - Returns: the role, when it is known.
  private mutating func message() throws(JSONFault) -> String? {
    guard try expect(.object) else { return nil }
    var message = Message()
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "role":
        path.push("role")
        message.hasRole = true
        message.role = try readChoice(profile.record.roles, else: .unknownRole)
        path.pop()
      case "content": try content(of: &message)
      case "name":
        message.hasName = true
        try name()
      case "weight":
        message.hasWeight = true
        try weight()
      case "tool_calls":
        message.hasCall = true
        try note(.toolCalls)
        try toolCalls()
      case "tool_call_id":
        message.hasCallID = true
        try note(.toolCallID)
        try skip("tool_call_id", .string)
      case "function_call":
        try note(.functionCall)
        message.hasCall = try functionCall() || message.hasCall
      case "refusal":
        try note(.refusal)
        switch try reader.kind() {
        case .null: try skip()
        case .string:
          message.hasCall = true
          try skip("refusal", .string)
        default: try skip("refusal", .string)
        }
      case "audio":
        try note(.audio)
        try skip()
      default: try skipUnknownKey(allowed: Self.messageKeys)
      }
    }
    countMessage(isAnswer: message.role == ChatRecord.Role.assistant.rawValue)
    judge(message)
    return message.role
  }

  /// Notes a member of a message whose tokens follow no published rule.
  private mutating func note(_ key: ChatRecord.MessageKey) throws(JSONFault) {
    if record.tokens != nil, try reader.kind() != .null { record.tokens?.note(key) }
  }

  private mutating func name() throws(JSONFault) {
    guard rules != nil else { return try skip("name", .string) }
    path.push("name")
    defer { path.pop() }
    guard try expect(.string) else { return }
    texts.clear()
    try reader.string(into: &texts)
    texts.finish()
    record.nameTokens = texts.tokens
  }

  private mutating func judge(_ message: Message) {
    if !message.hasRole { reportMissing("role") }
    if !message.hasContent, !(message.role == "assistant" && message.hasCall) { reportMissing("content", "no content, or null") }
    if message.role == "tool", !message.hasCallID { reportMissing("tool_call_id") }
    if message.role == "function", !message.hasName { reportMissing("name") }
    if let role = message.role, message.hasWeight, role != "assistant" {
      path.push("weight")
      report(.badValue, "a weight in a message of the role \(role)", "only messages of the assistant have one")
      path.pop()
    }
    guard let role = message.role, !profile.images.roles.contains(role) else { return }
    reportImages(message.images, under: "content", of: "a message of the role \(role)")
  }

  private mutating func content(of message: inout Message) throws(JSONFault) {
    path.push("content")
    defer { path.pop() }
    switch try reader.kind() {
    case .string:
      message.hasContent = true
      _ = try readText()
    case .array:
      message.hasContent = true
      try readArray(ifEmpty: "no part") { checker, index throws(JSONFault) in
        if try checker.contentPart() { message.images.append(index) }
      }
    case .null: try skip()
    default:
      message.hasContent = true
      report(.wrongType, try reader.kind().title, "it must be a text or an array of parts")
      try skip()
    }
  }

  /// - Returns: whether the part is an image.
  private mutating func contentPart() throws(JSONFault) -> Bool {
    guard try expect(.object) else { return false }
    var type: String?
    var hasType = false
    var hasText = false
    var hasImage = false
    var image: (extent: ImageExtent, isLowDetail: Bool)?
    let tokensBefore = record.contentTokens
    // Keys that neither text nor image has; other parts have keys of their own.
    var strangeKeys: [String] = []
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "type":
        path.push("type")
        hasType = true
        if try readWord() { type = word.description }
        path.pop()
      case "text":
        path.push("text")
        hasText = try readText()
        path.pop()
      case "image_url":
        hasImage = true
        image = try imageURL()
      default:
        if strangeKeys.count < 10 { strangeKeys.append(reader.key.description) }
        try skip()
      }
    }
    if type != ChatRecord.PartType.text.rawValue { record.contentTokens = tokensBefore }
    switch type.flatMap(ChatRecord.PartType.init(rawValue:)) {
    case .text: break
    case .image: if let image, let rules { record.tokens?.addImage(image.extent, isLowDetail: image.isLowDetail, rules) }
    case .refusal, nil: record.tokens?.note(partOf: type)
    }
    switch type {
    case "text": if !hasText { reportMissing("text") }
    case "image_url": if !hasImage { reportMissing("image_url") }
    case nil:
      if !hasType { reportMissing("type") }
      return hasImage
    case let other? where profile.record.parts.contains(other): return hasImage
    case let other?:
      report(.unknownPart, "a part of the type \"\(other)\"", "allowed are text and image_url")
      return hasImage
    }
    if profile.record.keys != nil {
      for key in strangeKeys { report(.unknownKey, "the key \"\(key)\"", "the keys here are type and \(type ?? "")") }
    }
    return hasImage
  }

  /// - Returns: what is known of the image for its tokens; nil when there is none.
  private mutating func imageURL() throws(JSONFault) -> (extent: ImageExtent, isLowDetail: Bool)? {
    path.push("image_url")
    defer { path.pop() }
    guard try expect(.object) else { return nil }
    var hasURL = false
    var isLow = false
    var size: ImageInspection.Size?
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "url":
        path.push("url")
        hasURL = true
        size = try readImage()
        path.pop()
      case "detail":
        path.push("detail")
        isLow = try readChoice(["low", "high", "auto"]) == "low"
        path.pop()
      default: try skipUnknownKey(allowed: ["url", "detail"])
      }
    }
    guard hasURL else {
      reportMissing("url")
      return nil
    }
    let unknown = address.place == .data ? ImageExtent.unreadable : .address
    return (size.map { .size(PixelSize(width: $0.width, height: $0.height)) } ?? unknown, isLow)
  }
}

// MARK: - Tools

extension LineChecker {
  private mutating func weight() throws(JSONFault) {
    path.push("weight")
    defer { path.pop() }
    guard try expect(.number) else { return }
    let value = try reader.number().whole
    if value != 0 && value != 1 { report(.badValue, "another number", "allowed are 0 and 1") }
  }

  private mutating func tools() throws(JSONFault) {
    path.push("tools")
    defer { path.pop() }
    try readArray(ifEmpty: nil) { checker, _ throws(JSONFault) in
      try checker.functionHolder(keys: ["type", "function"], needsID: false, needsArguments: false)
    }
  }

  private mutating func toolCalls() throws(JSONFault) {
    path.push("tool_calls")
    defer { path.pop() }
    try readArray(ifEmpty: "no call") { checker, _ throws(JSONFault) in
      try checker.functionHolder(keys: ["id", "type", "function"], needsID: true, needsArguments: true)
    }
  }

  /// An object with `type: function` and a `function`: a tool, or a call of one.
  private mutating func functionHolder(keys: [String], needsID: Bool, needsArguments: Bool) throws(JSONFault) {
    guard try expect(.object) else { return }
    var hasID = false
    var hasType = false
    var hasFunction = false
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "id" where needsID:
        hasID = true
        try skip("id", .string)
      case "type":
        path.push("type")
        hasType = true
        _ = try readChoice(["function"])
        path.pop()
      case "function":
        path.push("function")
        hasFunction = true
        if try expect(.object) { try function(needsArguments: needsArguments) }
        path.pop()
      default: try skipUnknownKey(allowed: keys)
      }
    }
    if needsID, !hasID { reportMissing("id") }
    if !hasType { reportMissing("type") }
    if !hasFunction { reportMissing("function") }
  }

  /// The deprecated form of a call.
  /// - Returns: whether there is one.
  private mutating func functionCall() throws(JSONFault) -> Bool {
    guard try reader.kind() != .null else {
      try skip()
      return false
    }
    path.push("function_call")
    if try expect(.object) { try function(needsArguments: true) }
    path.pop()
    return true
  }

  /// - Parameter needsArguments: whether it is a call, with its arguments as a text, and no description of parameters.
  private mutating func function(needsArguments: Bool) throws(JSONFault) {
    var hasName = false
    var hasArguments = false
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "name":
        hasName = true
        try skip("name", .string)
      case "arguments" where needsArguments:
        path.push("arguments")
        hasArguments = true
        // How a model is shown calls is not published.
        let tokens = record.contentTokens
        _ = try readText()
        record.contentTokens = tokens
        path.pop()
      case "parameters" where !needsArguments: try skip("parameters", .object)
      default: try skip()
      }
    }
    if !hasName { reportMissing("name") }
    if needsArguments, !hasArguments { reportMissing("arguments") }
  }
}
