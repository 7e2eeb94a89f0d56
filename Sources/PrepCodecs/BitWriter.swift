/// Writes bits into growing memory, the lowest bit first, as deflate stores them (RFC 1951, 3.1.1).
struct BitWriter: ~Copyable {
  private var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// Whole bytes in memory.
  private(set) var count = 0
  private var pending: UInt64 = 0
  private var pendingBits: UInt64 = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    memory = .allocate(capacity: self.capacity)
  }

  deinit { memory.deallocate() }

  /// Begins again in the same memory; call it after ``fillByte()``.
  mutating func restart() { count = 0 }

  /// Makes room for this many more bytes. Call it before they are written.
  mutating func reserve(_ more: Int) {
    // Bits are written eight bytes at a time.
    guard count + more + 8 > capacity else { return }
    let larger = max(2 * capacity, count + more + 8)
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    grown.update(from: memory, count: count)
    memory.deallocate()
    memory = grown
    capacity = larger
  }

  /// How many bits are not written yet; at most 7 after ``flush()``, and never more than 64.
  var waiting: UInt64 { pendingBits }

  /// Adds bits. The caller makes sure that no more than 64 wait.
  @inline(__always)
  mutating func put(_ value: UInt64, _ bits: UInt64) {
    pending |= value &<< pendingBits
    pendingBits &+= bits
  }

  /// Writes all whole bytes.
  @inline(__always)
  mutating func flush() {
    UnsafeMutableRawPointer(memory + count).storeBytes(of: pending.littleEndian, as: UInt64.self)
    count &+= Int(pendingBits &>> 3)
    // A masking shift by 64 shifts by 0 and would keep all bits.
    pending = pendingBits == 64 ? 0 : pending &>> (pendingBits & ~7)
    pendingBits &= 7
  }

  /// Fills the last byte with zero bits.
  mutating func fillByte() {
    flush()
    if pendingBits > 0 {
      pendingBits = 8
      flush()
    }
  }

  /// The bytes that were written; call it after ``fillByte()``.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: memory, count: count) }
}
