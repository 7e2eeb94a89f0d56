import PrepCore
import PrepJSON
import PrepProviders

/// What the keys of a message's part have shown of it so far.
struct PartKeys {
  /// Whether one of them says what the part is.
  var isKnown = false
  /// The first keys that say nothing, for a finding.
  var others: [String] = []
}

extension LineChecker {
  /// Skips a key of a part that is neither a text nor an image.
  mutating func skipPartKey(_ keys: inout PartKeys) throws(JSONFault) {
    if profile.record.parts.contains(where: { reader.key.equals($0) }) { keys.isKnown = true }
    if keys.others.count < 5 { keys.others.append(reader.key.description) }
    try skip()
  }

  /// Reports a part of which no key says what it is.
  /// - Parameters:
  ///   - noun: what such a part is called, with its article.
  ///   - empty: the same, of one without keys.
  ///   - allowed: the parts that are, in words.
  mutating func reportUnknownPart(_ keys: PartKeys, noun: String, empty: String, allowed: String) {
    guard !keys.isKnown else { return }
    let found = keys.others.isEmpty ? empty : "\(noun) with \(keys.others.joined(separator: ", "))"
    report(.unknownPart, found, "allowed are \(allowed)")
  }
}
