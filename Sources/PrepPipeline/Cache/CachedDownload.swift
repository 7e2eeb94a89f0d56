import PrepCore
import PrepFetch
import PrepJSON

/// The cache's entry for an earlier download: what the server sent, and the validators for asking it again. Stored as a small
/// JSON file.
struct CachedDownload: Sendable, Hashable {
  /// The digest of the body, in hexadecimal.
  let sha256: String
  /// The length of the body.
  let bytes: Int
  let validators: Validators
  /// These two are only for people who inspect the cache.
  let contentType: String?
  let effectiveURL: String?

  /// The largest file that is accepted as an entry.
  static let maxBytes = 64 << 10

  init(_ body: FetchedBody, sha256: String, validators: Validators) {
    self.sha256 = sha256
    bytes = body.bytes.count
    self.validators = validators
    contentType = body.contentType
    effectiveURL = body.effectiveURL
  }

  /// - Parameter request: the digest of the request that the entry must belong to.
  /// - Returns: nil for any content that ``json(request:)`` did not write for this request.
  init?(json: [UInt8], request: String) {
    guard let value = try? JSONValue(json), value["format"] == .number("1"), value["request"] == .string(request),
      case .string(let sha256)? = value["sha256"], Self.isDigest(sha256),
      case .number(let digits)? = value["bytes"], let bytes = Int(digits), bytes >= 0,
      case .string(let answered)? = value["answered_by"], Self.isDigest(answered)
    else { return nil }
    let name: Validators.Name
    switch (value["etag"], value["last_modified"]) {
    case (.string(let tag)?, .null?): name = .tag(tag)
    case (.null?, .string(let date)?): name = .date(date)
    default: return nil
    }
    guard let validators = Validators(name, address: answered) else { return nil }
    self.sha256 = sha256
    self.bytes = bytes
    self.validators = validators
    contentType = value["content_type"]?.text
    effectiveURL = value["address"]?.text
  }

  func json(request: String) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.member("format", 1)
    json.member("request", request)
    json.member("sha256", sha256)
    json.member("bytes", bytes)
    switch validators.name {
    case .tag(let tag):
      json.member("etag", tag)
      json.member("last_modified", nil as String?)
    case .date(let date):
      json.member("etag", nil as String?)
      json.member("last_modified", date)
    }
    json.member("answered_by", validators.address)
    json.member("content_type", contentType)
    json.member("address", effectiveURL)
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }

  /// The digest that is read here becomes part of a path.
  private static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
