import PrepCore
import PrepJSON
import PrepProviders

/// Gemini's format: `{"systemInstruction": {"parts": […]}, "contents": [{"role": …, "parts": […]}, …]}`.
///
/// Source: cloud.google.com, Vertex AI, "Prepare supervised fine-tuning data for Gemini models".
extension LineChecker {
  mutating func geminiRecord() throws(JSONFault) {
    var hasContents = false
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "contents" where record.otherFormat == nil:
        hasContents = true
        try contents()
      case "systemInstruction":
        path.push("systemInstruction")
        _ = try geminiContent(isConversation: false)
        path.pop()
      default: try skipUnknownRecordKey()
      }
    }
    if !hasContents { reportMissing("contents") }
  }

  private mutating func contents() throws(JSONFault) {
    path.push("contents")
    defer { path.pop() }
    var lastRole: String?
    let count = try readArray(ifEmpty: "no content") { checker, index throws(JSONFault) in
      lastRole = try checker.geminiContent(isConversation: true)
      if index == 0, lastRole == "model" {
        checker.report(.roleOrder, "the conversation begins with the model", "it must begin with the user")
      }
    }
    if let count, count > 0, lastRole != "model" {
      report(.noAnswer, lastTurn("content", lastRole), "it must be the model's")
    }
  }

  /// - Parameter isConversation: whether it is an element of `contents`, which has a role.
  /// - Returns: the role, when it is known.
  private mutating func geminiContent(isConversation: Bool) throws(JSONFault) -> String? {
    guard try expect(.object) else { return nil }
    var role: String?
    var hasRole = false
    var hasParts = false
    var images: [Int] = []
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "role":
        path.push("role")
        hasRole = true
        if isConversation { role = try readChoice(profile.record.roles, else: .unknownRole) } else { try skip() }
        path.pop()
      case "parts":
        hasParts = true
        images = try parts()
      default: try skipUnknownKey(allowed: ["role", "parts"])
      }
    }
    countMessage(isAnswer: role == "model")
    if isConversation, !hasRole { reportMissing("role") }
    if !hasParts { reportMissing("parts") }
    if !isConversation {
      reportImages(images, under: "parts", of: "systemInstruction")
    } else if let role, !profile.images.roles.contains(role) {
      reportImages(images, under: "parts", of: "content of the role \(role)")
    }
    return role
  }

  /// - Returns: the numbers of the parts that are images.
  private mutating func parts() throws(JSONFault) -> [Int] {
    path.push("parts")
    defer { path.pop() }
    var images: [Int] = []
    try readArray(ifEmpty: "no part") { checker, index throws(JSONFault) in
      if try checker.geminiPart() { images.append(index) }
    }
    return images
  }

  /// - Returns: whether the part is an image.
  private mutating func geminiPart() throws(JSONFault) -> Bool {
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
      case "fileData":
        path.push("fileData")
        keys.isKnown = true
        if try expect(.object) { isImage = try fileData() }
        path.pop()
      case "inlineData":
        path.push("inlineData")
        keys.isKnown = true
        isImage = true
        record.images += 1
        report(
          .imageAddress, "an image inside of the record", "the image must be given as fileData, with an address (gs:// or https)")
        try skip()
        path.pop()
      default: try skipPartKey(&keys)
      }
    }
    reportUnknownPart(keys, noun: "a part", empty: "an empty part", allowed: "text and fileData")
    return isImage
  }

  /// - Returns: whether it is an image; other media are not looked at.
  private mutating func fileData() throws(JSONFault) -> Bool {
    var hasType = false
    var hasURI = false
    var isImage = false
    let imagesBefore = record.images
    try reader.enter()
    while try nextKey() {
      switch reader.key {
      case "mimeType":
        path.push("mimeType")
        hasType = true
        if try readWord(), word.begins(with: "image/") {
          isImage = true
          if !ProviderProfile.Images.Format.allCases.contains(where: {
            profile.images.formats.contains($0) && word.equals("image/\($0.rawValue)")
          }) {
            report(
              .imageFormat, "the media type \(word)",
              "allowed are \(profile.images.formats.map { "image/\($0.rawValue)" }.sorted().joined(separator: ", "))")
          }
        }
        path.pop()
      case "fileUri":
        path.push("fileUri")
        hasURI = true
        _ = try readImage()
        path.pop()
      default: try skipUnknownKey(allowed: ["mimeType", "fileUri"])
      }
    }
    if !hasType { reportMissing("mimeType") }
    if !hasURI { reportMissing("fileUri") }
    record.images = imagesBefore + (isImage ? 1 : 0)
    return isImage
  }
}
