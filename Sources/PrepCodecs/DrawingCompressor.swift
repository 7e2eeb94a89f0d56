import CPrepKernels
import Glibc

/// Compresses the rows of drawings to deflate's format (RFC 1951): pages that are mostly white or repeat the row above.
///
/// Nearly all bytes of such a page are zeros after the filter Up, or white without a filter. Runs of one byte are found 64 bytes
/// at a time and become matches at distance 1, without being looked up or remembered. Matches are searched only where there is
/// ink: in the row above, also moved by a pixel (for slanted lines and hatching); at the distance of the previous match; and in
/// chains of at most eight earlier places with the same four bytes. The search looks one step ahead. New codes are made for each
/// block of 32,768 tokens.
struct DrawingCompressor: ~Copyable {
  /// The last bytes that were appended, preceded by at least ``DeflateSymbols/reach`` bytes before the first that has no token
  /// yet.
  private let window: UnsafeMutablePointer<UInt8>
  private let windowCapacity: Int
  /// The position in the stream where the window begins. Only differences matter, so it may wrap around.
  private var base: UInt32 = 0
  /// Bytes in the window.
  private var end = 0

  /// For four bytes, by their hash: one more than the stream position where they last occurred; 0 for nowhere.
  private let heads: UnsafeMutablePointer<UInt32>
  /// For each position, modulo the reach: the previous position with the same hash.
  private let chain: UnsafeMutablePointer<UInt32>

  /// The distance between a byte and the one above it.
  private let rowDistance: Int
  private var lastDistance = 0

  private var block: DeflateBlock
  private var writer: BitWriter

  /// The distance between the same channel of two neighbours, for opaque pixels; drawings have no others.
  private static let pixelDistance = 3
  private static let hashBits: UInt32 = 15
  private static let chainSteps = 8
  /// Matches of four bytes from further away cost more bits than they save.
  private static let nearby = 2048
  /// A match of this length is taken without looking ahead. Of a match of twice this length the bytes inside are not remembered.
  private static let good = 32

  /// - Parameters:
  ///   - rowBytes: the most bytes that are appended at a time, and the distance at which the row above is looked for.
  ///   - expected: how many bytes the result may have, so that memory rarely needs to grow.
  init(rowBytes: Int, expected: Int) {
    windowCapacity = max(8 * DeflateSymbols.reach, DeflateSymbols.reach + 4 * rowBytes)
    // Whole words are loaded at the end.
    window = .allocate(capacity: windowCapacity + 8)
    window.initialize(repeating: 0, count: windowCapacity + 8)
    heads = .allocate(capacity: 1 << Int(Self.hashBits))
    heads.initialize(repeating: 0, count: 1 << Int(Self.hashBits))
    chain = .allocate(capacity: DeflateSymbols.reach)
    chain.initialize(repeating: 0, count: DeflateSymbols.reach)
    rowDistance = rowBytes
    block = DeflateBlock()
    writer = BitWriter(capacity: expected)
  }

  deinit {
    window.deallocate()
    heads.deallocate()
    chain.deallocate()
  }

  /// Appends a row of `count` bytes, which `fill` writes.
  mutating func append(_ count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
    if end + count > windowCapacity {
      let kept = min(end, DeflateSymbols.reach)
      memmove(window, window + (end - kept), kept)
      base &+= UInt32(truncatingIfNeeded: end - kept)
      end = kept
    }
    fill(window + end)
    let start = end
    end += count
    makeTokens(from: start)
  }

  /// Begins another stream in the same memory.
  mutating func restart() {
    end = 0
    base = 0
    lastDistance = 0
    heads.update(repeating: 0, count: 1 << Int(Self.hashBits))
    writer.restart()
  }

  /// Ends the stream.
  /// - Returns: the compressed bytes, which stay until ``restart()`` and as long as this value.
  mutating func finish() -> UnsafeBufferPointer<UInt8> {
    block.write(to: &writer, isLast: true)
    writer.fillByte()
    return writer.bytes
  }

  private mutating func makeTokens(from start: Int) {
    var position = start
    while position < end {
      if block.isFull { block.write(to: &writer, isLast: false) }
      let byte = window[position]
      if beginsRun(position, of: byte) {
        let run = vp_rows_run(window + position, end - position)
        // A run at distance 1 needs its byte before it.
        let isContinued = position > 0 && window[position - 1] == byte
        if !isContinued { block.add(literal: byte) }
        block.add(run: isContinued ? run : run - 1, of: byte)
        position += run
        continue
      }
      guard let match = remember(position).flatMap({ find(at: position, from: $0, longerThan: 3) }) else {
        block.add(literal: window[position])
        position += 1
        continue
      }
      position = take(match, at: position)
    }
  }

  /// Whether four bytes are the same. Shorter runs are left to the search.
  @inline(__always)
  private func beginsRun(_ position: Int, of byte: UInt8) -> Bool {
    position &+ 4 <= end && word(position) == UInt32(byte) &* 0x0101_0101
  }

  @inline(__always)
  private func word(_ position: Int) -> UInt32 {
    UnsafeRawPointer(window + position).loadUnaligned(as: UInt32.self)
  }

  private struct Match {
    var length: Int
    var distance: Int
  }

  /// Adds a match, or a longer match that begins later, and the literals before it.
  /// - Returns: the end of the match.
  private mutating func take(_ first: Match, at start: Int) -> Int {
    var (match, position) = (first, start)
    // Whether the bytes that follow are already remembered.
    var hasLookedAhead = false
    while match.length < Self.good {
      guard let head = remember(position + 1) else { break }
      hasLookedAhead = true
      guard let later = find(at: position + 1, from: head, longerThan: match.length) else { break }
      block.add(literal: window[position])
      (match, position) = (later, position + 1)
      hasLookedAhead = false
    }
    block.add(match: match.length, distance: match.distance)
    lastDistance = match.distance
    if match.length <= 2 * Self.good {
      var inside = position + (hasLookedAhead ? 2 : 1)
      while inside < position + match.length, remember(inside) != nil { inside += 1 }
    }
    return position + match.length
  }

  /// Enters the four bytes at a position.
  /// - Returns: where the same four bytes last occurred, as in `heads`; nil when fewer bytes are left.
  @inline(__always)
  private mutating func remember(_ position: Int) -> UInt32? {
    guard position &+ 4 <= end else { return nil }
    let hash = Int((word(position) &* 0x9E37_79B1) &>> (32 &- Self.hashBits))
    let head = heads[hash]
    let entry = base &+ UInt32(truncatingIfNeeded: position) &+ 1
    chain[Int(entry) & (DeflateSymbols.reach &- 1)] = head
    heads[hash] = entry
    return head
  }

  /// The longest of the likely matches and of the latest ones.
  @inline(__always)
  private func find(at position: Int, from head: UInt32, longerThan least: Int) -> Match? {
    let most = min(DeflateSymbols.longest, end &- position)
    guard most > least else { return nil }
    let entry = base &+ UInt32(truncatingIfNeeded: position) &+ 1
    var best = Match(length: least, distance: 0)
    if isLikely(position) {
      consider(lastDistance, position, most, &best)
      consider(rowDistance &- Self.pixelDistance, position, most, &best)
      consider(rowDistance, position, most, &best)
      consider(rowDistance &+ Self.pixelDistance, position, most, &best)
    }
    if best.length >= Self.good { return best }
    var candidate = head
    var steps = Self.chainSteps
    while candidate != 0, steps > 0 {
      let distance = Int(entry &- candidate)
      guard distance > 0, distance <= DeflateSymbols.reach, distance <= position else { break }
      if window[position &- distance &+ best.length] == window[position &+ best.length] {
        let length = common(position &- distance, position, most)
        if length > best.length {
          best = Match(length: length, distance: distance)
          if length == most { break }
        }
      }
      candidate = chain[Int(candidate) & (DeflateSymbols.reach &- 1)]
      steps &-= 1
    }
    guard best.distance > 0, best.length > 4 || best.distance <= Self.nearby else { return nil }
    return best
  }

  /// Whether one of the four likely places begins alike. Mostly none does, and one branch finds that out faster than four.
  @inline(__always)
  private func isLikely(_ position: Int) -> Bool {
    let (nearest, farthest) = (rowDistance &- Self.pixelDistance, rowDistance &+ Self.pixelDistance)
    guard position >= farthest, nearest > 0 else { return true }
    let bytes = word(position)
    return word(position &- lastDistance) == bytes || word(position &- nearest) == bytes
      || word(position &- rowDistance) == bytes || word(position &- farthest) == bytes
  }

  /// Takes the match at a distance when it is longer than the best.
  @inline(__always)
  private func consider(_ distance: Int, _ position: Int, _ most: Int, _ best: inout Match) {
    guard distance > 0, distance <= DeflateSymbols.reach, distance <= position else { return }
    let earlier = position &- distance
    guard word(earlier) == word(position), window[earlier &+ best.length] == window[position &+ best.length] else { return }
    let length = common(earlier, position, most)
    if length > best.length { best = Match(length: length, distance: distance) }
  }

  /// How many bytes at two positions are the same, at most `most`.
  @inline(__always)
  private func common(_ first: Int, _ second: Int, _ most: Int) -> Int {
    var count = 0
    while count &+ 8 <= most {
      let one = UnsafeRawPointer(window + first + count).loadUnaligned(as: UInt64.self)
      let other = UnsafeRawPointer(window + second + count).loadUnaligned(as: UInt64.self)
      let difference = (one ^ other).littleEndian
      if difference != 0 { return count &+ difference.trailingZeroBitCount / 8 }
      count &+= 8
    }
    while count < most, window[first + count] == window[second + count] { count &+= 1 }
    return count
  }
}
