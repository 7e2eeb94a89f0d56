import PrepCore
import PrepJSON
import PrepProviders
import PrepTokens

/// Checks the lines of a part of a file, one after the other, for one provider.
struct LineChecker {
  let profile: ProviderProfile
  let rules: TokenRules?
  /// Tokens that an example may have.
  let context: Int?
  private let inspection: ImageInspection

  var reader: JSONReader<BlockReader>
  var path = ValuePath()
  /// The short text that was read last.
  var word = KeyText()
  var address: ImageAddress
  var texts: TextScan
  /// Of the line at hand.
  var record = Record()
  private var found = LineFindings()
  var part: PartResult
  /// Empty lines that stand together, the last of them before the line at hand.
  private var emptyLines = 0

  /// What is known of a record while it is read.
  struct Record {
    var images = 0
    /// Nil without rules.
    var tokens: ExampleTokens?
    /// Of the texts of the message at hand, and of its name.
    var contentTokens = 0
    var nameTokens: Int?
    /// Keys that the record format does not have.
    var unknownKeys: [String] = []
    /// The record format that a key shows, when it is another one.
    var otherFormat: String?
    /// Whether a content that should be a list is a text.
    var hasTextContent = false
  }

  init(_ blocks: BlockReader, profile: ProviderProfile, options: CheckOptions) {
    self.profile = profile
    rules = options.tokens
    context = options.context
    inspection = ImageInspection(profile: profile, isDecoding: options.isDecoding)
    reader = JSONReader(blocks, options: .lines)
    // As much as the provider takes, so that larger images can be told by their header only.
    address = ImageAddress(mostKept: min(max(profile.images.maxBytes ?? 0, 32 << 20), 256 << 20))
    texts = TextScan(reserved: profile.record.reserved, tokens: options.tokens)
    part = PartResult(findings: Findings(limit: options.limit))
  }
}

// MARK: - Lines

extension LineChecker {
  /// Checks the lines that begin in a range of a file; the last one may end behind it.
  /// - Parameter isFirst: whether a line begins at the range's beginning for sure.
  mutating func check(_ range: Range<Int>, isFirst: Bool) -> PartResult {
    part = PartResult(findings: Findings(limit: part.findings.limit))
    if !isFirst {
      reader.seek(to: range.lowerBound - 1)
      // No further than the range: a line may be as long as the file.
      reader.skipLine(before: range.upperBound)
    } else if reader.offset != range.lowerBound {
      reader.seek(to: range.lowerBound)
    }
    while reader.offset < range.upperBound, !reader.isAtEnd { checkLine() }
    endEmptyLines()
    return part
  }

  /// Checks the line at hand and goes to the next one.
  private mutating func checkLine() {
    reader.begin()
    path.clear()
    record = Record()
    record.tokens = rules.map(ExampleTokens.init)
    let start = reader.offset
    var fault: JSONFault?
    if reader.isAtLineEnd() {
      emptyLines += 1
      if reader.isBehindCarriageReturn { part.carriageReturns += 1 }
      part.hasFinalNewline = reader.skipLine()
      part.lines += 1
      return
    }
    endEmptyLines()
    part.examples += 1
    do throws(JSONFault) {
      try checkRecord()
      try reader.end()
      if reader.isBehindCarriageReturn { part.carriageReturns += 1 }
    } catch {
      fault = error
    }
    let hasNewline = reader.skipLine()
    if let fault {
      // What is no JSON is nothing else.
      found.clear()
      path.clear()
      report(fault, start: start, isBrokenOff: !hasNewline)
    } else if let place = reader.loneSurrogate {
      path.clear()
      report(.loneSurrogate, "a \\u escape of half a surrogate pair at byte \(place - start + 1)")
    }
    if fault == nil {
      part.images += record.images
      if let tokens = record.tokens { if part.tokens == nil { part.tokens = tokens } else { part.tokens?.add(tokens) } }
      if record.images > 0 { part.examplesWithImages += 1 }
    }
    if let worst = found.worst { part.linesBySeverity[worst, default: 0] += 1 }
    found.move(to: &part.findings)
    part.hasFinalNewline = hasNewline || fault != nil
    part.lines += 1
  }

  private mutating func endEmptyLines() {
    guard emptyLines > 0 else { return }
    defer { emptyLines = 0 }
    let (first, count) = (part.lines - emptyLines, emptyLines)
    guard let severity = profile.severity(of: .emptyLine) else { return }
    part.findings.add(
      Findings.Finding(
        code: .emptyLine, severity: severity, line: first, path: "",
        found: count == 1 ? "nothing but white space" : "\(count) lines of nothing but white space, from here on", allowed: ""))
    part.findings.count(.emptyLine, severity, times: count - 1)
    part.linesBySeverity[severity, default: 0] += count
  }

  private mutating func report(_ fault: JSONFault, start: Int, isBrokenOff: Bool) {
    let place = "at byte \(fault.offset - start + 1)"
    switch fault.kind {
    case .syntax: report(.invalidJSON, "\(fault.found) \(place)", "expected \(fault.expected)")
    case .encoding: report(.invalidUTF8, "\(fault.found) \(place)")
    case .depth: report(.tooDeep, "\(fault.found) \(place)")
    case .end where isBrokenOff: report(.truncatedLine, "the file ends \(place) of the line", "expected \(fault.expected)")
    case .end: report(.invalidJSON, "\(fault.found) \(place)", "expected \(fault.expected)")
    case .duplicateKey, .surrogate, .content: report(.invalidJSON, "\(fault.found) \(place)", fault.expected)
    }
  }

  private mutating func checkRecord() throws(JSONFault) {
    let kind = try reader.kind()
    guard kind == .object else {
      try reader.skip()
      let remedy = kind == .array ? "a JSON array is no JSON Lines; write each of its objects on a line" : ""
      return report(.notAnObject, kind.title, remedy)
    }
    switch profile.record.format {
    case .openAIChat: try chatRecord()
    case .openAIBatch: try batchRequest()
    case .geminiContents: try geminiRecord()
    case .bedrockConversation: try bedrockRecord()
    }
    if let other = record.otherFormat {
      found.clear()
      return report(.otherRecordFormat, "a record of \(other)", "\(profile.title) wants \(profile.record.format.title)")
    }
    for key in record.unknownKeys { report(.unknownKey, "the key \"\(key)\"", allowedKeys(profile.record.keys ?? [])) }
    if let most = profile.images.perExample, record.images > most {
      report(.tooManyImages, counted(record.images, "image"), "at most \(most) are allowed")
    }
    guard let tokens = record.tokens, let context, tokens.known > context else { return }
    report(
      .contextTooLong, "\(tokens.total == nil ? "at least " : "")\(tokens.known) tokens", "at most \(context) are allowed")
  }
}

// MARK: - What the record formats share

extension LineChecker {
  /// Notes a finding at the path.
  /// - Parameters:
  ///   - found: what was found, in a few words.
  ///   - allowed: what would be right, in a few words.
  mutating func report(_ code: CheckCode, _ found: String, _ allowed: String = "") {
    guard let severity = profile.severity(of: code) else { return }
    let finding = Findings.Finding(
      code: code, severity: severity, line: part.lines, path: path.description, found: found, allowed: allowed)
    self.found.add(finding, isWanted: part.findings.isWanted(code))
  }

  /// Goes to the next member of the object at hand, and reads its key.
  mutating func nextKey() throws(JSONFault) -> Bool {
    guard try reader.nextKey() else { return false }
    if reader.isKeyRepeated { report(.duplicateKey, "the key \"\(reader.key)\" for the second time") }
    return true
  }

  mutating func skip() throws(JSONFault) {
    try reader.skip()
    if let key = reader.takeKeyRepeatedInside() {
      report(.duplicateKey, "the key \"\(key)\" for the second time, inside of this value")
    }
  }

  /// Whether a value of this kind comes next; one of another kind is noted and read over.
  mutating func expect(_ kind: JSONKind) throws(JSONFault) -> Bool {
    let next = try reader.kind()
    if next == kind { return true }
    report(.wrongType, next.title, "it must be \(kind.title)")
    try skip()
    return false
  }

  /// Reads a short text into ``word``; false, and noted, when something else comes.
  mutating func readWord() throws(JSONFault) -> Bool {
    guard try expect(.string) else { return false }
    word.clear()
    try reader.string(into: &word)
    return true
  }

  /// Reads a text of the conversation; false, and noted, when something else comes.
  mutating func readText() throws(JSONFault) -> Bool {
    guard try expect(.string) else { return false }
    texts.clear()
    try reader.string(into: &texts)
    texts.finish()
    record.contentTokens += texts.tokens
    if texts.isEmpty { report(.emptyText, "an empty text") }
    if let word = texts.reservedWord { report(.reservedWord, "the reserved word \"\(word)\"") }
    return true
  }

  /// Counts the message that was read. The rules are those by which `estimate` counts; only the walk is another one, since a line may be
  /// longer than memory here.
  mutating func countMessage(isAnswer: Bool) {
    record.tokens?.addMessage(content: record.contentTokens, name: record.nameTokens, isAnswer: isAnswer)
    (record.contentTokens, record.nameTokens) = (0, nil)
  }

  /// Reads one of a few words; false when it is something else, which is noted.
  mutating func readChoice(_ choices: [String], else code: CheckCode = .badValue) throws(JSONFault) -> String? {
    guard try readWord() else { return nil }
    if let choice = choices.first(where: { word.equals($0) }) { return choice }
    report(code, "\"\(word)\"", "allowed are \(choices.joined(separator: ", "))")
    return nil
  }

  /// Reads over a value of the given kind under a key.
  mutating func skip(_ key: String, _ kind: JSONKind) throws(JSONFault) {
    path.push(key)
    if try expect(kind) { try skip() }
    path.pop()
  }

  /// Reads the array that comes next, element by element, each at its path.
  /// - Parameters:
  ///   - nothing: what is said of an array without elements; nil when it may be one.
  ///   - element: reads the element of a number.
  /// - Returns: the number of elements; nil when something else comes, which is noted.
  @discardableResult
  mutating func readArray(
    ifEmpty nothing: String?, _ element: (inout LineChecker, Int) throws(JSONFault) -> Void
  ) throws(JSONFault) -> Int? {
    guard try expect(.array) else { return nil }
    var count = 0
    try reader.enter()
    while try reader.nextElement() {
      path.push(count)
      try element(&self, count)
      path.pop()
      count += 1
    }
    if count == 0, let nothing { report(.emptyList, nothing) }
    return count
  }

  /// The end of a conversation that is not the answer, in words.
  func lastTurn(_ what: String, _ role: String?) -> String {
    "the last \(what) is \(role.map { "of the role \($0)" } ?? "of no known role")"
  }

  /// Notes images of a message that may have none.
  /// - Parameters:
  ///   - images: the numbers of the parts that are images.
  ///   - key: where the parts stand in the message.
  ///   - owner: the message, in words.
  mutating func reportImages(_ images: [Int], under key: String, of owner: String) {
    path.push(key)
    for index in images {
      path.push(index)
      let roles = profile.images.roles.sorted().joined(separator: ", ")
      report(.imageInWrongRole, "an image in \(owner)", "only messages of the role \(roles) may have images")
      path.pop()
    }
    path.pop()
  }

  /// A key that must be there and is not.
  mutating func reportMissing(_ key: String, _ found: String = "nothing") {
    path.push(key)
    report(.missingKey, found, "it must be there")
    path.pop()
  }

  /// Reads over the value of a key that the object should not have.
  mutating func skipUnknownKey(allowed: [String]) throws(JSONFault) {
    if profile.record.keys != nil { report(.unknownKey, "the key \"\(reader.key)\"", allowedKeys(allowed)) }
    try skip()
  }

  /// Reads over the value of a key that the record should not have.
  mutating func skipUnknownRecordKey() throws(JSONFault) {
    if record.otherFormat == nil { record.otherFormat = otherFormat(shownBy: reader.key) }
    if let keys = profile.record.keys, !keys.contains(where: { reader.key.equals($0) }), record.unknownKeys.count < 10 {
      record.unknownKeys.append(reader.key.description)
    }
    try skip()
  }

  private func otherFormat(shownBy key: KeyText) -> String? {
    switch key {
    case "messages": ProviderProfile.Record.Format.openAIChat.title
    case "contents": ProviderProfile.Record.Format.geminiContents.title
    case "custom_id": ProviderProfile.Record.Format.openAIBatch.title
    case "schemaVersion": ProviderProfile.Record.Format.bedrockConversation.title
    case "conversations": "LLaMA-Factory and LLaVA (conversations)"
    default: nil
    }
  }

  private func allowedKeys(_ keys: [String]) -> String { "the keys here are \(keys.joined(separator: ", "))" }
}

extension JSONKind {
  var title: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a text"
    case .number: "a number"
    case .flag: "true or false"
    case .null: "null"
    }
  }
}

extension ProviderProfile.Record.Format {
  var title: String {
    switch self {
    case .openAIChat: "OpenAI's chat format (messages)"
    case .openAIBatch: "OpenAI's batch format (custom_id, body)"
    case .geminiContents: "Gemini's format (contents)"
    case .bedrockConversation: "Bedrock's format (schemaVersion, messages)"
    }
  }
}

// MARK: - Images

extension LineChecker {
  /// Reads the address of an image and says what is wrong with it and the image.
  /// - Returns: the size in pixels, when the image is in the record and its header can be read.
  mutating func readImage() throws(JSONFault) -> ImageInspection.Size? {
    guard try expect(.string) else { return nil }
    address.clear()
    try reader.string(into: &address)
    address.finish()
    record.images += 1
    let place = address.place
    guard let place, profile.images.places.contains(place) else {
      let found = place.map(\.title) ?? "\"\(address.head)\", which is no address"
      report(.imageAddress, found, "the image must be given as \(allowedPlaces)")
      return nil
    }
    guard place == .data else {
      if address.authority.isEmpty { report(.imageAddress, "an address without a \(place.authorityTitle)") }
      return nil
    }
    return inspectData()
  }

  private mutating func inspectData() -> ImageInspection.Size? {
    let (mediaType, parameters) = address.dataHead
    guard address.hasBody else {
      report(.invalidDataURL, "a data URL without a comma", "expected data:image/png;base64, and the bytes")
      return nil
    }
    guard parameters.last == "base64" else {
      report(.invalidDataURL, "a data URL that does not say base64", "expected data:image/png;base64, and the bytes")
      return nil
    }
    if let fault = address.base64.fault {
      report(.invalidBase64, fault.description)
      return nil
    }
    var faults: [ImageInspection.Fault] = []
    let size = inspection.inspect(address.base64.bytes, count: address.base64.count, mediaType: mediaType) { faults.append($0) }
    for fault in faults { report(fault.code, fault.found, fault.allowed) }
    return size
  }

  private var allowedPlaces: String {
    let places = ProviderProfile.Images.Place.allCases.filter(profile.images.places.contains)
    return places.map(\.title).joined(separator: " or ")
  }
}

extension ProviderProfile.Images.Place {
  var title: String {
    switch self {
    case .data: "a data URL with base64"
    case .https: "an https address"
    case .http: "an http address"
    case .gs: "an address in Cloud Storage (gs://)"
    case .s3: "an address in S3 (s3://)"
    }
  }

  var authorityTitle: String { self == .gs || self == .s3 ? "bucket" : "host" }
}
