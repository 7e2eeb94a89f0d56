import CPrepKernels

/// Takes the text of a string piece by piece, as UTF-8 without escapes.
package protocol TextSink {
  mutating func take(_ piece: UnsafeBufferPointer<UInt8>)
}

/// Takes text nowhere, and says whether there was any.
struct NoText: TextSink {
  private(set) var isEmpty = true

  mutating func take(_ piece: UnsafeBufferPointer<UInt8>) { if piece.count > 0 { isEmpty = false } }
}

extension JSONWalker {
  /// Reads the string that comes next, as ``kind()`` said.
  package mutating func string(into sink: inout some TextSink) throws(JSONFault) {
    position += 1
    while true {
      let rest = UnsafeBufferPointer(rebasing: window[position...])
      let run = vp_json_text_run(rest.baseAddress, rest.count, 0)
      if run > 0 {
        sink.take(UnsafeBufferPointer(rebasing: rest[..<run]))
        position += run
      }
      if position == window.count {
        guard fill() else { throw unexpected("the quotation mark that closes the string") }
        continue
      }
      switch window[position] {
      case UInt8(ascii: "\""):
        position += 1
        return
      case UInt8(ascii: "\\"): try escape(into: &sink)
      case Self.newline: throw unexpected("the quotation mark that closes the string")
      case 0..<0x20:
        throw unexpected("\\u00\(window[position] < 16 ? "0" : "")\(String(window[position], radix: 16)) in its place")
      default:
        // A sequence that the block cuts off may go on in the next one.
        guard window.count - position < 4, fill() else {
          throw JSONFault(kind: .encoding, offset: offset, found: "bytes that are not UTF-8", expected: "")
        }
      }
    }
  }

  private mutating func escape(into sink: inout some TextSink) throws(JSONFault) {
    let start = offset
    position += 1
    let decoded: UInt8
    switch byte() {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded = window[position]
    case UInt8(ascii: "b"): decoded = 0x08
    case UInt8(ascii: "f"): decoded = 0x0C
    case UInt8(ascii: "n"): decoded = 0x0A
    case UInt8(ascii: "r"): decoded = 0x0D
    case UInt8(ascii: "t"): decoded = 0x09
    case UInt8(ascii: "u"):
      position += 1
      return give(try unicodeEscape(from: start), to: &sink)
    default: throw unexpected("one of \" \\ / b f n r t u behind a backslash")
    }
    position += 1
    withUnsafePointer(to: decoded) { sink.take(UnsafeBufferPointer(start: $0, count: 1)) }
  }

  /// Reads the four digits of `\uXXXX`, and of a surrogate pair also the second escape. Half a pair stands for U+FFFD.
  private mutating func unicodeEscape(from start: Int) throws(JSONFault) -> Unicode.Scalar {
    let unit = try codeUnit()
    guard unit & 0xF800 == 0xD800 else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
    // Only an escape of a low surrogate belongs to a high one; any other stands for itself.
    while window.count - position < 6, fill() {}
    if unit < 0xDC00, let low = lowSurrogate() {
      position += 6
      return Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF) ?? "\u{FFFD}"
    }
    loneSurrogate = loneSurrogate ?? start
    return "\u{FFFD}"
  }

  /// The low surrogate whose escape comes next; nil when there is none.
  private func lowSurrogate() -> UInt32? {
    let escape = window[position...].prefix(6)
    guard escape.count == 6, escape.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else { return nil }
    let unit = escape.dropFirst(2).reduce(0 as UInt32) { unit, byte in
      Self.hexadecimal(byte).map { unit << 4 | UInt32($0) } ?? 0
    }
    return unit & 0xFC00 == 0xDC00 ? unit : nil
  }

  private mutating func codeUnit() throws(JSONFault) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Self.hexadecimal(byte()) else { throw unexpected("four hexadecimal digits behind \\u") }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): (byte | 0x20) - 0x61 + 10
    default: nil
    }
  }

  private func give(_ scalar: Unicode.Scalar, to sink: inout some TextSink) {
    let bytes = Array(String(scalar).utf8)
    bytes.withUnsafeBufferPointer { sink.take($0) }
  }
}
