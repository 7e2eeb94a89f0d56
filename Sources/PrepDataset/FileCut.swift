package import PrepCore

/// Says in which output file of its split a record lies: a pure function of the lengths of the records before it.
package struct FileCut: Sendable {
  package let maxBytes: Int
  /// The 1-based number of the file being filled; 0 before the first record.
  package private(set) var number = 0
  /// Bytes and records of that file.
  package private(set) var bytes = 0
  package private(set) var records = 0

  package init(maxBytes: Int) { self.maxBytes = maxBytes }

  /// Takes a record of `count` bytes, newline counted.
  /// - Returns: true when it begins a new file.
  package mutating func add(_ count: Int) -> Bool {
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
  package static func name(_ split: Split, _ number: Int) -> String {
    let digits = String(number)
    return "\(split.rawValue)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits).jsonl"
  }
}
