import PrepCore

/// Says in which output file of its split a record lies: a pure function of the lengths of the records before it.
struct FileCut: Sendable {
  let maxBytes: Int
  /// The 1-based number of the file being filled; 0 before the first record.
  private(set) var number = 0
  /// Bytes and records of that file.
  private(set) var bytes = 0
  private(set) var records = 0

  init(maxBytes: Int) { self.maxBytes = maxBytes }

  /// Takes a record of `count` bytes, newline counted.
  /// - Returns: true when it begins a new file.
  mutating func add(_ count: Int) -> Bool {
    let begins = number == 0 || bytes + count > maxBytes
    if begins {
      number += 1
      bytes = 0
      records = 0
    }
    bytes += count
    records += 1
    return begins
  }

  /// The name of a split's file: `train-00001.jsonl`.
  static func name(_ split: Split, _ number: Int) -> String {
    let digits = String(number)
    return "\(split.rawValue)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits).jsonl"
  }
}
