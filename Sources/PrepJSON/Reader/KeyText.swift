import Glibc

/// A key or another short text: its beginning, and a hash of the whole.
@usableFromInline
package struct KeyText: TextSink {
  /// No more bytes of a text are kept, because no word to compare with is longer.
  @inlinable package static var mostKept: Int { 512 }

  /// Room for what is kept, made with the first text.
  @usableFromInline var room: [UInt8] = []
  /// Bytes of the whole text.
  @usableFromInline package var count = 0
  /// Of the whole text, when it is longer than what is kept.
  @usableFromInline var hash: LongTextHash?

  /// On the heap, so that short texts stay small.
  @usableFromInline
  indirect enum LongTextHash {
    case of(Hasher)
  }

  @inlinable
  package init() {}

  /// The text, as far as it is kept.
  @inlinable
  package var kept: ArraySlice<UInt8> { room[..<min(count, Self.mostKept)] }

  @inlinable
  package mutating func clear() {
    count = 0
    if hash != nil { hash = nil }
  }

  @inlinable
  package mutating func take(_ piece: UnsafeBufferPointer<UInt8>) {
    if room.isEmpty { room = [UInt8](repeating: 0, count: Self.mostKept) }
    if count + piece.count <= Self.mostKept { keep(piece) } else { takeLong(piece) }
    count += piece.count
  }

  @inlinable
  mutating func keep(_ piece: UnsafeBufferPointer<UInt8>) {
    room.withUnsafeMutableBytes { room in
      UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: UnsafeRawBufferPointer(piece))
    }
  }

  @usableFromInline
  mutating func takeLong(_ piece: UnsafeBufferPointer<UInt8>) {
    var hasher = begunHasher
    hasher.combine(bytes: UnsafeRawBufferPointer(piece))
    hash = .of(hasher)
    if count < Self.mostKept { keep(UnsafeBufferPointer(rebasing: piece.prefix(Self.mostKept - count))) }
  }

  /// What has the hash of all that was taken.
  private var begunHasher: Hasher {
    if case .of(let begun)? = hash { return begun }
    var hasher = Hasher()
    kept.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher
  }

  package var isWhole: Bool { count <= Self.mostKept }

  /// Identifies the text: a short one by its content, a longer one by a hash. The hash differs in each process, so that an
  /// attacker cannot construct two texts with one hash.
  @inlinable
  package var fingerprint: UInt128 {
    if count < 16 {
      var words: (UInt64, UInt64) = (0, 0)
      withUnsafeMutableBytes(of: &words) { words in
        room.withUnsafeBytes { words.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<min(count, $0.count)])) }
      }
      return UInt128(words.1 | UInt64(count) << 56) << 64 | UInt128(words.0)
    }
    return longFingerprint
  }

  @usableFromInline var longFingerprint: UInt128 {
    UInt128(UInt64(bitPattern: Int64(begunHasher.finalize()))) | 1 << 127
  }

  @inlinable
  package static func == (text: KeyText, word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard text.count == length else { return false }
    return text.room.withUnsafeBufferPointer { kept in
      guard let base = kept.baseAddress else { return true }
      for index in 0..<length where base[index] != word.utf8Start[index] { return false }
      return true
    }
  }

  /// The text, as the pattern of a `switch` over ``KeyText``.
  @inlinable
  package static func ~= (word: StaticString, text: KeyText) -> Bool { text == word }

  package func begins(with word: StaticString) -> Bool { word.withUTF8Buffer { kept.starts(with: $0) } }

  package func equals(_ word: String) -> Bool {
    var word = word
    guard count == word.utf8.count else { return false }
    return word.withUTF8 { word in
      room.withUnsafeBytes { kept in
        guard let first = word.baseAddress, let second = kept.baseAddress else { return true }
        return memcmp(first, second, word.count) == 0
      }
    }
  }

  /// What tells it from other texts: itself, or of a long one its beginning and its hash.
  package var identity: String {
    isWhole ? String(decoding: kept, as: UTF8.self) : "\(String(decoding: kept, as: UTF8.self))#\(fingerprint)"
  }
}
