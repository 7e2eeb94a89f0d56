/// Reads JSON (RFC 8259) from front to back without building a tree. The caller asks for the next token; or, when it knows what
/// to expect, for the kind of the next value, the next key of an object, or the next element of an array.
///
/// One generic reader serves texts in memory and texts that come in blocks and may exceed memory; the compiler specialises it for
/// both. It accepts exactly what the standard allows; ``JSONOptions`` covers what the standard leaves open.
@usableFromInline
package struct JSONReader<Input: JSONInput> {
  @usableFromInline package var scanner: JSONScanner<Input>
  /// The object or array that was entered last.
  @usableFromInline var frame = Frame()
  /// The frames around it, the outermost first. Elements beyond `depth` are spare room.
  @usableFromInline var frames: [Frame] = []
  /// Objects and arrays that are open.
  @usableFromInline package var depth = 0
  @usableFromInline var keys = OpenKeys()
  /// The key that was read last.
  @usableFromInline package var key = KeyText()
  /// Where it stands, at its opening quotation mark.
  @usableFromInline package var keyOffset = 0
  /// Whether the object had that key already; see ``JSONOptions/duplicateKeys``.
  @usableFromInline package var isKeyRepeated = false
  /// The first repeated key of an object within a skipped value.
  @usableFromInline var keyRepeatedInside: KeyText?
  /// The token that was given last.
  @usableFromInline var token: JSONToken?
  /// The offset of the token's string or number, or of the value of its key.
  @usableFromInline var tokenOffset = 0

  @usableFromInline
  struct Frame {
    @usableFromInline var isObject: Bool
    @usableFromInline var isEmpty = true
    /// What the keys of the object around it need.
    @usableFromInline var outerKeys: Int

    @inlinable
    init(isObject: Bool = false, outerKeys: Int = 0) {
      self.isObject = isObject
      self.outerKeys = outerKeys
    }
  }

  private init(_ input: Input, window: UnsafeBufferPointer<UInt8>, options: JSONOptions) {
    scanner = JSONScanner(input, window: window, options: options)
  }
}

extension JSONReader<JSONSpan> {
  /// - Parameter bytes: the text, which stays in memory for as long as it is read.
  package init(_ bytes: UnsafeRawBufferPointer, options: JSONOptions) {
    self.init(JSONSpan(bytes), window: bytes.assumingMemoryBound(to: UInt8.self), options: options)
  }
}

extension JSONReader<BlockReader> {
  package init(_ blocks: BlockReader, options: JSONOptions) {
    self.init(blocks, window: UnsafeBufferPointer(start: nil, count: 0), options: options)
  }
}

extension JSONReader {
  @inlinable
  package var options: JSONOptions { scanner.options }

  /// The place in the text of the next byte.
  @inlinable
  package var offset: Int { scanner.offset }

  /// Where the first escape of half a surrogate pair stands.
  package var loneSurrogate: Int? { scanner.loneSurrogate }

  /// What was found at the current byte, for a fault.
  @usableFromInline
  package mutating func unexpected(_ expected: String) -> JSONFault { scanner.unexpected(expected) }

  /// Returns the first repeated key within a skipped value, and clears it.
  package mutating func takeKeyRepeatedInside() -> KeyText? { keyRepeatedInside.take() }

  /// Begins another text at the byte at hand.
  @inlinable
  package mutating func begin() {
    depth = 0
    frame = Frame()
    keys.removeAll()
    keyRepeatedInside = nil
    token = nil
    scanner.loneSurrogate = nil
    scanner.isBehindCarriageReturn = false
  }
}

// MARK: - Structure

extension JSONReader {
  /// What kind of value comes next.
  @inlinable
  package mutating func kind() throws(JSONFault) -> JSONKind { try scanner.kind() }

  /// Enters the object or array that comes next, as ``kind()`` said.
  @inlinable
  package mutating func enter() throws(JSONFault) {
    guard depth < options.maxDepth else {
      throw JSONFault(.depth, at: offset, found: "nested deeper than \(options.maxDepth) levels")
    }
    if depth < frames.count { frames[depth] = frame } else { frames.append(frame) }
    depth += 1
    frame = Frame(isObject: scanner.byte() == UInt8(ascii: "{"), outerKeys: keys.enter())
    scanner.position += 1
  }

  /// Moves to the next member of the current object and reads its ``key``.
  /// - Returns: false at the end of the object, which is then closed.
  @inlinable
  package mutating func nextKey() throws(JSONFault) -> Bool {
    guard try goOn(closing: UInt8(ascii: "}")) else { return false }
    guard scanner.nextByte() == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
    keyOffset = offset
    key.clear()
    try scanner.string(into: &key)
    if options.duplicateKeys != .allow {
      isKeyRepeated = !keys.insert(key.fingerprint, depth: depth)
      if isKeyRepeated, options.duplicateKeys == .refuse { throw repeatedKey() }
    }
    guard scanner.nextByte() == UInt8(ascii: ":") else { throw unexpected("a colon") }
    scanner.position += 1
    return true
  }

  @usableFromInline
  func repeatedKey() -> JSONFault {
    let name = String(decoding: key.kept, as: UTF8.self).shortened
    return JSONFault(.duplicateKey, at: keyOffset, found: "the key \"\(name)\" stands twice in one object")
  }

  /// Moves to the next element of the current array.
  /// - Returns: false at the end of the array, which is then closed.
  @inlinable
  package mutating func nextElement() throws(JSONFault) -> Bool { try goOn(closing: UInt8(ascii: "]")) }

  /// Reads the comma before what comes next in the object or array at hand, or its end.
  @inlinable @inline(__always)
  mutating func goOn(closing: UInt8) throws(JSONFault) -> Bool {
    let byte = scanner.nextByte()
    if byte == closing {
      scanner.position += 1
      keys.leave(frame.outerKeys, depth: depth)
      depth -= 1
      frame = frames[depth]
      return false
    }
    if frame.isEmpty {
      frame.isEmpty = false
      return true
    }
    guard byte == UInt8(ascii: ",") else { throw unexpected("a comma or \(Character(Unicode.Scalar(closing)))") }
    scanner.position += 1
    return true
  }

  /// Makes sure that nothing follows but white space.
  @inlinable
  package mutating func end() throws(JSONFault) {
    let byte = scanner.nextByte()
    if scanner.isAtEnd || options.isByLine && byte == JSONScanner<Input>.newline { return }
    throw unexpected("the end of the \(options.isByLine ? "line" : "text")")
  }

  /// Skips the next value.
  @inlinable
  package mutating func skip() throws(JSONFault) {
    token = .null
    let outside = depth
    repeat {
      if depth > outside {
        if frame.isObject {
          guard try nextSkippedKey() else { continue }
        } else {
          guard try nextElement() else { continue }
        }
      }
      switch try kind() {
      case .object, .array: try enter()
      case .string:
        if options.checksSkippedStrings {
          var nothing = NoText()
          try scanner.string(into: &nothing)
        } else {
          try scanner.passString()
        }
      case .number: _ = try scanner.number()
      case .flag: _ = try scanner.flag()
      case .null: try scanner.literal("null")
      }
    } while depth > outside
  }

  @inlinable
  mutating func nextSkippedKey() throws(JSONFault) -> Bool {
    if options.checksSkippedStrings || options.duplicateKeys != .allow {
      guard try nextKey() else { return false }
      if isKeyRepeated, keyRepeatedInside == nil { keyRepeatedInside = key }
      return true
    }
    guard try goOn(closing: UInt8(ascii: "}")) else { return false }
    guard scanner.nextByte() == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
    try scanner.passString()
    guard scanner.nextByte() == UInt8(ascii: ":") else { throw unexpected("a colon") }
    scanner.position += 1
    return true
  }
}

// MARK: - Values

extension JSONReader {
  /// Reads the string that comes next, as ``kind()`` said.
  @inlinable
  package mutating func string(into sink: inout some TextSink) throws(JSONFault) { try scanner.string(into: &sink) }

  /// Reads the number that comes next, as ``kind()`` said.
  @discardableResult
  package mutating func number() throws(JSONFault) -> JSONNumber { try scanner.number() }

  /// Reads the flag that comes next, as ``kind()`` said.
  @inlinable
  package mutating func flag() throws(JSONFault) -> Bool { try scanner.flag() }

  /// Reads the null that comes next, as ``kind()`` said.
  @inlinable
  package mutating func null() throws(JSONFault) { try scanner.literal("null") }
}

// MARK: - Tokens

extension JSONReader {
  /// The next token of the text.
  ///
  /// After a key, a string or a number, the value may also be read with a typed call (``string(into:)``, ``number()``,
  /// ``skip()``).
  @inlinable
  package mutating func next() throws(JSONFault) -> JSONToken {
    let next = try nextToken()
    token = next
    return next
  }

  @inlinable
  mutating func nextToken() throws(JSONFault) -> JSONToken {
    let isUnread = offset == tokenOffset
    if token == .string || token == .number, isUnread { try skip() }
    if let token, token != .key || !isUnread {
      guard depth > 0 else {
        try end()
        return .end
      }
      if frame.isObject {
        guard try nextKey() else { return .objectEnd }
        _ = scanner.nextByte()
        tokenOffset = offset
        return .key
      }
      guard try nextElement() else { return .arrayEnd }
    }
    let kind = try kind()
    tokenOffset = offset
    switch kind {
    case .object, .array:
      try enter()
      return kind == .object ? .objectStart : .arrayStart
    case .string: return .string
    case .number: return .number
    case .flag: return .flag(try flag())
    case .null:
      try null()
      return .null
    }
  }
}

// MARK: - Raw strings

extension JSONReader<JSONSpan> {
  /// The whole text.
  package var text: UnsafeRawBufferPointer { scanner.input.bytes }

  /// Skips the next string, as ``kind()`` said, by searching for its end.
  /// - Returns: its range in ``text``, without the quotation marks; escapes are not decoded, and nothing is checked.
  package mutating func rawString() throws(JSONFault) -> Range<Int> {
    let start = offset + 1
    try scanner.passString()
    return start..<offset - 1
  }

  /// Gives the text of a string that was read over.
  /// - Parameter range: what ``rawString()`` gave.
  package func read(_ range: Range<Int>, into sink: inout some TextSink) throws(JSONFault) {
    var string = scanner
    string.position = range.lowerBound - 1
    try string.string(into: &sink)
  }

  /// The text of a string that was read over.
  package func string(_ range: Range<Int>) throws(JSONFault) -> String {
    var text: [UInt8] = []
    try read(range, into: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
