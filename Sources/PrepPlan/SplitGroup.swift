import PrepCore
import PrepSystem

/// Items that stay together when items are divided.
struct SplitGroup {
  /// The hash of the seed and the group's name.
  var hash: (UInt64, UInt64)
  /// The hash of the stratum of its first item.
  var stratum: UInt64
  /// The number of its items.
  var count: Int
  /// The split in which it must be; nil when the division is free to choose.
  var kept: Split?
}

extension SplitGroup {
  /// A record that sorts by stratum, and within it by hash, the largest first.
  var byHashDescending: ExternalSorter.Record {
    ExternalSorter.Record(a: stratum, b: ~hash.0, c: ~hash.1, d: UInt64(count) << 2 | Self.code(kept))
  }

  init(byHashDescending record: ExternalSorter.Record) {
    self.init(hash: (~record.b, ~record.c), stratum: record.a, count: Int(record.d >> 2), kept: Self.split(code: record.d & 3))
  }

  /// A number below 4: 0 for none, and higher for the split that matters more when a group was in several.
  static func code(_ split: Split?) -> UInt64 {
    switch split {
    case nil: 0
    case .train?: 1
    case .validation?: 2
    case .test?: 3
    }
  }

  static func split(code: UInt64) -> Split? {
    switch code {
    case 1: .train
    case 2: .validation
    case 3: .test
    default: nil
    }
  }
}
