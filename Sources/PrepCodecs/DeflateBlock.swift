/// The tokens of one block in deflate's format, and the block that is written from them, with codes of its own (RFC 1951, 3.2.7).
struct DeflateBlock: ~Copyable {
  /// A literal's byte; or with `matchMark` a match, as length - 3 above 16 bits of distance - 1; or with `runMark` a number of
  /// matches of the longest length at distance 1.
  private let tokens: UnsafeMutablePointer<UInt32>
  private var count = 0
  private let literalsAndLengths: UnsafeMutablePointer<UInt32>
  private let distances: UnsafeMutablePointer<UInt32>
  /// ``DeflateSymbols/ofLength`` and ``DeflateSymbols/ofDistance``, without their bounds checks.
  private let ofLength: UnsafeMutablePointer<UInt8>
  private let ofDistance: UnsafeMutablePointer<UInt8>
  /// The most bytes that the runs may need.
  private var runBytes = 0

  private static let capacity = 32_768
  /// How many tokens may be added between two checks of ``isFull``: literals before a match that was searched, or the pieces of a
  /// run.
  private static let slack = 320
  private static let matchMark: UInt32 = 1 << 31
  private static let runMark: UInt32 = 1 << 30

  init() {
    tokens = .allocate(capacity: Self.capacity + Self.slack)
    literalsAndLengths = .allocate(capacity: DeflateSymbols.literalsAndLengths)
    literalsAndLengths.initialize(repeating: 0, count: DeflateSymbols.literalsAndLengths)
    distances = .allocate(capacity: DeflateSymbols.distances)
    distances.initialize(repeating: 0, count: DeflateSymbols.distances)
    ofLength = .allocate(capacity: DeflateSymbols.ofLength.count)
    ofLength.initialize(from: DeflateSymbols.ofLength, count: DeflateSymbols.ofLength.count)
    ofDistance = .allocate(capacity: DeflateSymbols.ofDistance.count)
    ofDistance.initialize(from: DeflateSymbols.ofDistance, count: DeflateSymbols.ofDistance.count)
  }

  deinit {
    tokens.deallocate()
    literalsAndLengths.deallocate()
    distances.deallocate()
    ofLength.deallocate()
    ofDistance.deallocate()
  }

  /// Whether the block must be written before more is added.
  var isFull: Bool { count >= Self.capacity }

  @inline(__always)
  mutating func add(literal byte: UInt8) {
    add(UInt32(byte))
    literalsAndLengths[Int(byte)] &+= 1
  }

  @inline(__always)
  mutating func add(match length: Int, distance: Int) {
    add(Self.matchMark | UInt32(length &- 3) << 16 | UInt32(distance &- 1))
    literalsAndLengths[DeflateSymbols.firstLength &+ Int(ofLength[length &- 3])] &+= 1
    distances[symbol(ofDistance: distance)] &+= 1
  }

  /// Adds `run` times the byte before it.
  mutating func add(run: Int, of byte: UInt8) {
    var whole = run / DeflateSymbols.longest
    var rest = run % DeflateSymbols.longest
    // A rest that is too short for a match is made longer by shortening the last whole one.
    let isShort = whole > 0 && rest > 0 && rest < DeflateSymbols.shortest
    if isShort { whole -= 1 }
    if whole > 0 {
      add(Self.runMark | UInt32(whole))
      literalsAndLengths[DeflateSymbols.literalsAndLengths - 1] += UInt32(whole)
      distances[0] += UInt32(whole)
      // Both codes have at most 15 bits.
      runBytes += 4 * whole
    }
    if isShort {
      add(match: DeflateSymbols.longest - DeflateSymbols.shortest, distance: 1)
      rest += DeflateSymbols.shortest
    }
    if rest >= DeflateSymbols.shortest {
      add(match: rest, distance: 1)
    } else {
      for _ in 0..<rest { add(literal: byte) }
    }
  }

  @inline(__always)
  private mutating func add(_ token: UInt32) {
    tokens[count] = token
    count &+= 1
  }

  @inline(__always)
  private func symbol(ofDistance distance: Int) -> Int {
    Int(distance <= 256 ? ofDistance[distance &- 1] : ofDistance[256 &+ (distance &- 1) >> 7])
  }

  /// Writes the block and begins another.
  mutating func write(to writer: inout BitWriter, isLast: Bool) {
    literalsAndLengths[DeflateSymbols.endOfBlock] = 1
    let lengthCode = PrefixCode(
      frequencies: UnsafeBufferPointer(start: literalsAndLengths, count: DeflateSymbols.literalsAndLengths), limit: 15)
    let distanceCode = PrefixCode(
      frequencies: UnsafeBufferPointer(start: distances, count: DeflateSymbols.distances), limit: 15)
    // A token has at most 48 bits.
    writer.reserve(6 * count + runBytes + 512)
    writer.put(isLast ? 1 : 0, 1)
    writer.put(2, 2)
    writeCodes(lengthCode, distanceCode, to: &writer)
    writeTokens(lengthCode, distanceCode, to: &writer)

    count = 0
    runBytes = 0
    literalsAndLengths.update(repeating: 0, count: DeflateSymbols.literalsAndLengths)
    distances.update(repeating: 0, count: DeflateSymbols.distances)
  }

  /// The lengths of both codes, encoded in a code of their own.
  private func writeCodes(_ lengthCode: PrefixCode, _ distanceCode: PrefixCode, to writer: inout BitWriter) {
    let literalCount = max(257, (lengthCode.lengths.lastIndex { $0 > 0 } ?? 0) + 1)
    let distanceCount = max(1, (distanceCode.lengths.lastIndex { $0 > 0 } ?? 0) + 1)
    let pieces = Self.pieces(Array(lengthCode.lengths[..<literalCount] + distanceCode.lengths[..<distanceCount]))
    var frequencies = [UInt32](repeating: 0, count: 19)
    for piece in pieces { frequencies[piece.symbol] += 1 }
    let code = frequencies.withUnsafeBufferPointer { PrefixCode(frequencies: $0, limit: 7) }
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    let codeCount = max(4, (order.lastIndex { code.lengths[$0] > 0 } ?? 0) + 1)
    writer.put(UInt64(literalCount - 257), 5)
    writer.put(UInt64(distanceCount - 1), 5)
    writer.put(UInt64(codeCount - 4), 4)
    writer.flush()
    for symbol in order[..<codeCount] {
      writer.put(UInt64(code.lengths[symbol]), 3)
      writer.flush()
    }
    for piece in pieces {
      writer.put(UInt64(code.codes[piece.symbol]), UInt64(code.lengths[piece.symbol]))
      writer.put(UInt64(piece.extra), UInt64(piece.bits))
      writer.flush()
    }
  }

  private struct Piece {
    /// 0 to 15: a length; 16: the previous length again; 17 and 18: zeros.
    var symbol: Int
    /// For 16 to 18: how often.
    var extra = 0
    var bits = 0
  }

  /// The lengths with repetitions combined.
  private static func pieces(_ lengths: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var index = 0
    while index < lengths.count {
      let length = lengths[index]
      var run = lengths[index...].prefix { $0 == length }.count
      index += run
      if length > 0 {
        pieces.append(Piece(symbol: Int(length)))
        run -= 1
      }
      while run >= 3 {
        let taken: Int
        switch (length, run) {
        case (0, 11...):
          taken = min(run, 138)
          pieces.append(Piece(symbol: 18, extra: taken - 11, bits: 7))
        case (0, _):
          taken = run
          pieces.append(Piece(symbol: 17, extra: taken - 3, bits: 3))
        default:
          taken = min(run, 6)
          pieces.append(Piece(symbol: 16, extra: taken - 3, bits: 2))
        }
        run -= taken
      }
      for _ in 0..<run { pieces.append(Piece(symbol: Int(length))) }
    }
    return pieces
  }

  private func writeTokens(_ lengthCode: PrefixCode, _ distanceCode: PrefixCode, to writer: inout BitWriter) {
    // How each literal and length is written: its bits, with the extra bits of lengths, and their number.
    let literals = (0..<256).map { Bits(UInt64(lengthCode.codes[$0]), UInt64(lengthCode.lengths[$0])) }
    let lengths = (DeflateSymbols.shortest...DeflateSymbols.longest).map { length in
      let symbol = Int(DeflateSymbols.ofLength[length - 3])
      let code = Int(DeflateSymbols.firstLength) + symbol
      let bits = UInt64(lengthCode.lengths[code])
      let extra = UInt64(length - DeflateSymbols.lengthBases[symbol])
      return Bits(UInt64(lengthCode.codes[code]) | extra << bits, bits + UInt64(DeflateSymbols.lengthBits[symbol]))
    }
    let distances = (0..<DeflateSymbols.distances).map { symbol in
      DistanceBits(
        code: Bits(UInt64(distanceCode.codes[symbol]), UInt64(distanceCode.lengths[symbol])),
        base: UInt64(DeflateSymbols.distanceBases[symbol]), extra: UInt64(DeflateSymbols.distanceBits[symbol]))
    }
    literals.withUnsafeBufferPointer { literals in
      lengths.withUnsafeBufferPointer { lengths in
        distances.withUnsafeBufferPointer { distances in
          write(literals, lengths, distances, to: &writer)
        }
      }
    }
    writer.flush()
    writer.put(UInt64(lengthCode.codes[DeflateSymbols.endOfBlock]), UInt64(lengthCode.lengths[DeflateSymbols.endOfBlock]))
    writer.flush()
  }

  private struct Bits {
    var value: UInt64
    var count: UInt64

    init(_ value: UInt64, _ count: UInt64) {
      self.value = value
      self.count = count
    }
  }

  private struct DistanceBits {
    var code: Bits
    var base: UInt64
    var extra: UInt64
  }

  private func write(
    _ literals: UnsafeBufferPointer<Bits>, _ lengths: UnsafeBufferPointer<Bits>, _ distances: UnsafeBufferPointer<DistanceBits>,
    to writer: inout BitWriter
  ) {
    for index in 0..<count {
      let token = tokens[index]
      if token < 256 {
        let bits = literals[Int(token)]
        writer.put(bits.value, bits.count)
        // Three literals fit between two flushes.
        if writer.waiting > 48 { writer.flush() }
      } else if token & Self.matchMark != 0 {
        writer.flush()
        let length = lengths[Int(token >> 16 & 0xFF)]
        writer.put(length.value, length.count)
        let distance = Int(token & 0x7FFF) &+ 1
        let bits = distances[symbol(ofDistance: distance)]
        writer.put(bits.code.value, bits.code.count)
        writer.put(UInt64(distance) &- bits.base, bits.extra)
        writer.flush()
      } else {
        writer.flush()
        let (length, distance) = (lengths[DeflateSymbols.longest - 3], distances[0].code)
        for _ in 0..<Int(token & ~Self.runMark) {
          writer.put(length.value, length.count)
          writer.put(distance.value, distance.count)
          writer.flush()
        }
      }
    }
  }
}
