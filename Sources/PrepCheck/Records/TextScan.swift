import Glibc
import PrepJSON
import PrepTokens

/// Takes the texts of a record, for their tokens and for words that no text may hold.
struct TextScan: TextSink {
  private let reserved: [[UInt8]]
  private let countTokens: TokenRules.TextCounter?
  /// A text that is longer is looked at in pieces of this size.
  private static let mostKept = 4 << 20

  private var text: [UInt8] = []
  private(set) var isEmpty = true
  private(set) var tokens = 0
  /// The first reserved word that was met.
  private(set) var reservedWord: String?

  init(reserved: [String], tokens: TokenRules?) {
    self.reserved = reserved.map { Array($0.utf8) }
    countTokens = tokens?.makeTextCounter?()
  }

  private var isNeeded: Bool { !reserved.isEmpty || countTokens != nil }

  /// Begins a new text.
  mutating func clear() {
    text.removeAll(keepingCapacity: true)
    isEmpty = true
    tokens = 0
    reservedWord = nil
  }

  mutating func take(_ piece: UnsafeBufferPointer<UInt8>) {
    if piece.count > 0 { isEmpty = false }
    guard isNeeded else { return }
    text.append(contentsOf: piece)
    if text.count > Self.mostKept { look(isLast: false) }
  }

  /// The text has ended.
  mutating func finish() { if isNeeded, !text.isEmpty { look(isLast: true) } }

  private mutating func look(isLast: Bool) {
    if let countTokens { tokens += text.withUnsafeBytes { countTokens($0) } }
    if reservedWord == nil {
      reservedWord = reserved.first(where: holds).map { String(decoding: $0, as: UTF8.self) }
    }
    guard !isLast else { return }
    // A word may stand across the end of the piece; without tokens to count twice, its beginning is kept.
    let overlap = countTokens == nil ? (reserved.map(\.count).max() ?? 1) - 1 : 0
    text.removeFirst(text.count - overlap)
  }

  private func holds(_ word: [UInt8]) -> Bool {
    text.withUnsafeBytes { text in
      guard let base = text.baseAddress, let first = word.first else { return false }
      var start = 0
      while start + word.count <= text.count, let found = memchr(base + start, Int32(first), text.count - start) {
        start = UnsafeRawPointer(found) - base
        if text[start...].starts(with: word) { return true }
        start += 1
      }
      return false
    }
  }
}
