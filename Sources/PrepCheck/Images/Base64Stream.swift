import PrepDataset

/// Decodes base64 that comes in pieces, and finds where it stops being that of RFC 4648, section 4.
struct Base64Stream {
  /// Why a text is not base64.
  enum Fault: Sendable, Hashable {
    /// A character that is not of the alphabet, at a place of the text.
    case character(UInt8, at: Int)
    /// Something behind the padding.
    case behindPadding(at: Int)
    /// A last group without its padding.
    case unpadded
    /// Bits of the last character that belong to no byte and are not zero.
    case looseBits
  }

  /// Bytes beyond are counted and not kept.
  let mostKept: Int
  private(set) var bytes: [UInt8] = []
  private(set) var fault: Fault?
  /// Characters that were taken.
  private(set) var characters = 0
  private var padding = 0
  /// The characters of a group that is not complete.
  private var group: [UInt8] = []
  private var room = [UInt8](repeating: 0, count: Self.step / 4 * 3 + 8)

  /// Characters that are decoded at a time; what comes of them stays in the processor's cache.
  private static let step = 16 << 10

  init(mostKept: Int) { self.mostKept = mostKept }

  /// Begins a new text.
  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    fault = nil
    characters = 0
    padding = 0
    group.removeAll(keepingCapacity: true)
  }

  /// Bytes that the text stands for, kept or not.
  var count: Int { (characters - padding) * 3 / 4 }

  var isWhole: Bool { count == bytes.count }

  mutating func take(_ piece: UnsafeBufferPointer<UInt8>) {
    guard fault == nil else { return }
    var rest = piece[...]
    while !rest.isEmpty {
      if group.isEmpty, padding == 0 {
        let taken = takeGroups(UnsafeBufferPointer(rebasing: rest.prefix(Self.step)))
        rest = rest.dropFirst(taken)
        if taken > 0 { continue }
      }
      take(rest.removeFirst())
      if fault != nil { return }
    }
  }

  private mutating func takeGroups(_ piece: UnsafeBufferPointer<UInt8>) -> Int {
    let taken = room.withUnsafeMutableBufferPointer { Base64.decodeGroups(piece, into: $0) }
    keep(room[..<(taken / 4 * 3)])
    characters += taken
    return taken
  }

  private mutating func take(_ character: UInt8) {
    if character == UInt8(ascii: "="), group.count >= 2 {
      padding += 1
    } else if padding > 0 {
      return fault = .behindPadding(at: characters)
    } else if !Self.isAlphabet(character) {
      return fault = .character(character, at: characters)
    }
    group.append(character == UInt8(ascii: "=") ? UInt8(ascii: "A") : character)
    characters += 1
    guard group.count == 4 else { return }
    _ = group.withUnsafeBufferPointer { group in
      room.withUnsafeMutableBufferPointer { Base64.decodeGroups(group, into: $0) }
    }
    group.removeAll(keepingCapacity: true)
    keep(room[..<(3 - padding)])
    if room[(3 - padding)..<3].contains(where: { $0 != 0 }) { fault = .looseBits }
  }

  /// The text has ended.
  mutating func finish() {
    if fault == nil, !group.isEmpty { fault = .unpadded }
  }

  private mutating func keep(_ decoded: ArraySlice<UInt8>) {
    let free = mostKept - bytes.count
    if free > 0 { bytes.append(contentsOf: decoded.prefix(free)) }
  }

  private static func isAlphabet(_ character: UInt8) -> Bool {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "+"), UInt8(ascii: "/"):
      true
    default: false
    }
  }
}

extension Base64Stream.Fault: CustomStringConvertible {
  var description: String {
    switch self {
    case .character(UInt8(ascii: "-"), let place), .character(UInt8(ascii: "_"), let place):
      "a character of the alphabet for addresses (- or _) at character \(place + 1)"
    case .character(UInt8(ascii: "="), let place): "padding inside of a group at character \(place + 1)"
    case .character(0x20, let place), .character(0x09, let place), .character(0x0A, let place), .character(0x0D, let place):
      "white space at character \(place + 1)"
    case .character(let character, let place) where (0x21..<0x7F).contains(character):
      "\"\(Character(Unicode.Scalar(character)))\" at character \(place + 1)"
    case .character(_, let place): "a foreign character at character \(place + 1)"
    case .behindPadding(let place): "text behind the padding, from character \(place + 1) on"
    case .unpadded: "a last group of fewer than four characters: the padding is missing, or the text is cut"
    case .looseBits: "a last character that stands for more bits than there are"
    }
  }
}
