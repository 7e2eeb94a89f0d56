import PrepCore
import PrepJSON
import PrepProviders

/// Bedrock's format: `{"schemaVersion": …, "system": [{"text": …}], "messages": [{"role": …, "content": [{"text": …} or {"image": …}]}, …]}`.
///
/// Source: docs.aws.amazon.com, Bedrock, "Prepare data for fine-tuning image and text processing models".
extension LineChecker {
  mutating func bedrockRecord() throws(JSONFault) {
    var hasSchema = false
    var hasMessages = false
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "schemaVersion":
        path.push("schemaVersion")
        hasSchema = true
        if let schema = profile.record.schema { _ = try readChoice([schema]) } else { try skip() }
        path.pop()
      case "system":
        path.push("system")
        _ = try bedrockContent(role: "system")
        path.pop()
      case "messages":
        hasMessages = true
        try bedrockMessages()
      default: try skipUnknownRecordKey()
      }
    }
    // A record with messages and without a schema is one of OpenAI's, when its contents are texts.
    if !hasSchema, record.hasTextContent { record.otherFormat = ProviderProfile.Record.Format.openAIChat.title }
    if !hasSchema { reportMissing("schemaVersion") }
    if !hasMessages { reportMissing("messages") }
  }

  private mutating func bedrockMessages() throws(JSONFault) {
    path.push("messages")
    defer { path.pop() }
    var lastRole: String?
    let count = try readArray(ifEmpty: "no message") { checker, index throws(JSONFault) in
      let role = try checker.bedrockMessage()
      if let role, index == 0, role != "user" {
        checker.report(.roleOrder, "the conversation begins with the role \(role)", "it must begin with the user")
      } else if let role, role == lastRole {
        checker.report(.roleOrder, "the role \(role) twice in a row", "user and assistant must take turns")
      }
      lastRole = role
    }
    if let count, count > 0, lastRole != "assistant" {
      report(.noAnswer, lastTurn("message", lastRole), "it must be the assistant's")
    }
  }

  /// - Returns: the role, when it is known.
  private mutating func bedrockMessage() throws(JSONFault) -> String? {
    guard try expect(.object) else { return nil }
    var role: String?
    var hasRole = false
    var hasContent = false
    var images: [Int] = []
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "role":
        path.push("role")
        hasRole = true
        role = try readChoice(profile.record.roles, else: .unknownRole)
        path.pop()
      case "content":
        path.push("content")
        hasContent = true
        images = try bedrockContent(role: nil)
        path.pop()
      default: try skipUnknownKey(allowed: ["role", "content"])
      }
    }
    countMessage(isAnswer: role == "assistant")
    if !hasRole { reportMissing("role") }
    if !hasContent { reportMissing("content") }
    if let role, !profile.images.roles.contains(role) {
      reportImages(images, under: "content", of: "a message of the role \(role)")
    }
    return role
  }

  /// - Parameter role: `system` for what holds texts alone.
  /// - Returns: the numbers of the elements that are images.
  private mutating func bedrockContent(role: String?) throws(JSONFault) -> [Int] {
    var images: [Int] = []
    if try reader.kind() == .string { record.hasTextContent = true }
    try readArray(ifEmpty: "no element") { checker, index throws(JSONFault) in
      if try checker.bedrockPart(allowed: role == nil ? ["text", "image"] : ["text"]) { images.append(index) }
    }
    return images
  }

  /// - Returns: whether the part is an image.
  private mutating func bedrockPart(allowed: [String]) throws(JSONFault) -> Bool {
    guard try expect(.object) else { return false }
    var isImage = false
    var keys = PartKeys()
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "text":
        path.push("text")
        keys.isKnown = true
        _ = try readText()
        path.pop()
      case "image" where allowed.contains("image"):
        path.push("image")
        (keys.isKnown, isImage) = (true, true)
        record.images += 1
        if try expect(.object) { try bedrockImage() }
        path.pop()
      default: try skipPartKey(&keys)
      }
    }
    reportUnknownPart(keys, noun: "an element", empty: "an empty element", allowed: allowed.joined(separator: " and "))
    return isImage
  }

  private mutating func bedrockImage() throws(JSONFault) {
    var hasFormat = false
    var hasSource = false
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "format":
        path.push("format")
        hasFormat = true
        let formats = ProviderProfile.Images.Format.allCases.filter(profile.images.formats.contains).map(\.rawValue)
        _ = try readChoice(formats, else: .imageFormat)
        path.pop()
      case "source":
        path.push("source")
        hasSource = true
        if try expect(.object) { try bedrockSource() }
        path.pop()
      default: try skipUnknownKey(allowed: ["format", "source"])
      }
    }
    if !hasFormat { reportMissing("format") }
    if !hasSource { reportMissing("source") }
  }

  private mutating func bedrockSource() throws(JSONFault) {
    var hasLocation = false
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "s3Location":
        path.push("s3Location")
        hasLocation = true
        if try expect(.object) { try bedrockLocation() }
        path.pop()
      case "bytes":
        path.push("bytes")
        hasLocation = true
        report(.imageAddress, "an image inside of the record", "the image must be given as s3Location")
        try skip()
        path.pop()
      default: try skipUnknownKey(allowed: ["s3Location"])
      }
    }
    if !hasLocation { reportMissing("s3Location") }
  }

  private mutating func bedrockLocation() throws(JSONFault) {
    var hasURI = false
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "uri":
        path.push("uri")
        hasURI = true
        // Counted as the image that it belongs to.
        let images = record.images
        _ = try readImage()
        record.images = images
        if profile.images.isOneBucket, address.place == .s3, !address.authority.isEmpty { mark(address.authority, in: \.buckets) }
        path.pop()
      case "bucketOwner": try skip("bucketOwner", .string)
      default: try skipUnknownKey(allowed: ["uri", "bucketOwner"])
      }
    }
    if !hasURI { reportMissing("uri") }
  }
}
