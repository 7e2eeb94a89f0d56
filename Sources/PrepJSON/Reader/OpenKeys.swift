/// The keys of the open objects, for finding keys that occur twice in one object.
@usableFromInline
struct OpenKeys {
  @inlinable static var smallObject: Int { 16 }
  /// Further keys of a larger object are not checked, so that memory stays bounded.
  @inlinable static var mostKeys: Int { 1_000_000 }

  /// Fingerprints of the keys, the innermost object's last; of each object the first few. What is behind `count` is room.
  @usableFromInline var few: [UInt128] = []
  @usableFromInline var count = 0
  /// Where the innermost object's begin.
  @usableFromInline var first = 0
  /// All keys of the objects that have more, by their depth.
  @usableFromInline var many: [Int: Set<UInt128>] = [:]

  @inlinable
  init() {}

  /// Begins an object.
  /// - Returns: what ``leave(_:depth:)`` wants.
  @inlinable
  mutating func enter() -> Int {
    defer { first = count }
    return first
  }

  /// Ends the innermost object.
  @inlinable
  mutating func leave(_ outer: Int, depth: Int) {
    if count - first == Self.smallObject { many[depth] = nil }
    count = first
    first = outer
  }

  @inlinable
  mutating func removeAll() {
    count = 0
    first = 0
    if !many.isEmpty { many = [:] }
  }

  /// - Returns: false when the innermost object has the key already.
  @inlinable
  mutating func insert(_ key: UInt128, depth: Int) -> Bool {
    if count - first < Self.smallObject {
      var index = first
      while index < count {
        if few[index] == key { return false }
        index += 1
      }
      if count < few.count { few[count] = key } else { few.append(key) }
      count += 1
      return true
    }
    return insertIntoMany(key, depth: depth)
  }

  @usableFromInline
  mutating func insertIntoMany(_ key: UInt128, depth: Int) -> Bool {
    let known = many[depth]?.count ?? 0
    if known >= Self.mostKeys { return many[depth]?.contains(key) != true }
    return many[depth, default: Set(few[first..<count])].insert(key).inserted
  }
}
