import Glibc
import PrepCore

/// A key or another short text: its beginning, and a hash of the whole.
package struct KeyText: TextSink, CustomStringConvertible {
  /// More bytes of a text are not kept: no word that is looked for is longer.
  static let mostKept = 512

  private(set) var kept: [UInt8] = []
  /// Bytes of the whole text.
  private(set) var count = 0
  /// Of the whole text, when it is longer than what is kept.
  private var hasher: Hasher?

  package init() {}

  mutating func clear() {
    kept.removeAll(keepingCapacity: true)
    count = 0
    hasher = nil
  }

  package mutating func take(_ piece: UnsafeBufferPointer<UInt8>) {
    if count + piece.count <= Self.mostKept {
      kept.append(contentsOf: piece)
    } else {
      if hasher == nil {
        hasher = Hasher()
        kept.withUnsafeBytes { hasher?.combine(bytes: $0) }
      }
      hasher?.combine(bytes: UnsafeRawBufferPointer(piece))
      if count < Self.mostKept { kept.append(contentsOf: piece.prefix(Self.mostKept - count)) }
    }
    count += piece.count
  }

  var isWhole: Bool { count == kept.count }

  /// What tells it from other texts: of a short one all of it; of a longer one a hash, which is another one in each process, so that nobody
  /// can make two texts with one.
  var fingerprint: UInt128 {
    if count < 16 { return kept.reduce(UInt128(count)) { $0 << 8 | UInt128($1) } }
    var hasher = self.hasher ?? Hasher()
    if self.hasher == nil { kept.withUnsafeBytes { hasher.combine(bytes: $0) } }
    return UInt128(UInt64(bitPattern: Int64(hasher.finalize()))) | 1 << 127
  }

  package static func == (text: KeyText, word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { $0.elementsEqual(text.kept) }
  }

  /// The text, as the pattern of a `switch` over ``KeyText``.
  static func ~= (word: StaticString, text: KeyText) -> Bool { text == word }

  func begins(with word: StaticString) -> Bool { word.withUTF8Buffer { kept.starts(with: $0) } }

  func equals(_ word: String) -> Bool { count == word.utf8.count && word.utf8.elementsEqual(kept) }

  /// What tells it from other texts: itself, or of a long one its beginning and its hash.
  var identity: String {
    isWhole ? String(decoding: kept, as: UTF8.self) : "\(String(decoding: kept, as: UTF8.self))#\(fingerprint)"
  }

  /// The text for a message: cut when it is long.
  package var description: String {
    let text = String(decoding: kept.prefix(80), as: UTF8.self).printable
    return count > 80 ? "\(text)…" : text
  }
}

/// Finds keys that stand twice in one object.
struct RepeatedKeys {
  private static let smallObject = 16
  /// Of an object with more keys, those beyond are not looked at: what is held of a line stays bounded.
  private static let mostKeys = 1_000_000

  private var few: [UInt128] = []
  private var many: Set<UInt128> = []

  mutating func removeAll() {
    few.removeAll(keepingCapacity: true)
    if !many.isEmpty { many = [] }
  }

  /// False when the key is there already.
  mutating func insert(_ key: KeyText) -> Bool {
    let fingerprint = key.fingerprint
    if many.isEmpty {
      if few.contains(fingerprint) { return false }
      few.append(fingerprint)
      if few.count > Self.smallObject { many = Set(few) }
      return true
    }
    if many.count >= Self.mostKeys { return !many.contains(fingerprint) }
    return many.insert(fingerprint).inserted
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The length of the line that begins here, without its newline; nil when that is not among the bytes.
  var lengthOfLine: Int? {
    guard let base = baseAddress, let found = memchr(base, 0x0A, count) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
