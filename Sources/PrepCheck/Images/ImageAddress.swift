import PrepJSON
import PrepProviders

/// Takes the address of an image: the bytes of a data URL, or the beginning of another.
struct ImageAddress: TextSink {
  /// What stands before the first comma of a data URL, or the whole address.
  private(set) var head = KeyText()
  private(set) var base64: Base64Stream
  /// Whether the comma of a data URL was met.
  private(set) var hasBody = false

  /// - Parameter mostKept: bytes of an image that are kept; more are counted.
  init(mostKept: Int) { base64 = Base64Stream(mostKept: mostKept) }

  mutating func clear() {
    head.clear()
    base64.clear()
    hasBody = false
  }

  mutating func take(_ piece: UnsafeBufferPointer<UInt8>) {
    if hasBody { return base64.take(piece) }
    let comma = piece.firstIndex(of: UInt8(ascii: ","))
    head.take(UnsafeBufferPointer(rebasing: piece[..<(comma ?? piece.count)]))
    guard let comma else { return }
    if isDataURL {
      hasBody = true
      base64.take(UnsafeBufferPointer(rebasing: piece[(comma + 1)...]))
    } else {
      head.take(UnsafeBufferPointer(rebasing: piece[comma...]))
    }
  }

  mutating func finish() { if hasBody { base64.finish() } }

  /// Schemes are of any case (RFC 3986, section 3.1).
  var isDataURL: Bool { scheme == "data" }

  /// What stands before the first colon, in small letters; nil when there is none, or something before it that no scheme has.
  var scheme: String? {
    let letters = head.kept.prefix(32).prefix { byte in
      switch byte | 0x20 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: false
      }
    }
    guard !letters.isEmpty, letters.count < head.kept.count, head.kept[letters.count] == UInt8(ascii: ":") else { return nil }
    return String(decoding: letters, as: UTF8.self).lowercased()
  }

  /// The place that an address names; nil when it is none that a profile knows.
  var place: ProviderProfile.Images.Place? { scheme.flatMap(ProviderProfile.Images.Place.init(rawValue:)) }

  /// What follows `scheme://` up to the next slash: a host or a bucket.
  var authority: String {
    let text = String(decoding: head.kept, as: UTF8.self)
    guard let start = text.firstRange(of: "://") else { return "" }
    return String(text[start.upperBound...].prefix { !"/?#".contains($0) })
  }

  /// The media type and parameters of a data URL: `image/png` and `base64`.
  var dataHead: (mediaType: String, parameters: [String]) {
    let words = String(decoding: head.kept, as: UTF8.self).dropFirst("data:".count).split(
      separator: ";", omittingEmptySubsequences: false)
    return (String(words.first ?? "").lowercased(), words.dropFirst().map { $0.lowercased() })
  }
}
