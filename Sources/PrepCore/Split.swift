/// The set that an item belongs to.
public enum Split: String, Sendable, Hashable, CaseIterable {
  case train, validation, test
}

extension Split {
  /// The split that a cell names, in upper or lower case: `train`, `validation` (or `valid`, `val`, `dev`) or `test`; nil for any
  /// other word.
  package init?(word: String) {
    switch word.lowercased() {
    case "train": self = .train
    case "validation", "valid", "val", "dev": self = .validation
    case "test": self = .test
    default: return nil
    }
  }

  /// The split of a file, from the name that `prepare` gives it: `validation-00001.jsonl`, or `train.jsonl`; nil when the name
  /// does not contain one.
  package init?(ofFile path: String) {
    let name = path.split(separator: "/").last ?? ""
    let split = Split.allCases.first { split in
      let rest = name.dropFirst(split.rawValue.count)
      return name.hasPrefix(split.rawValue) && (rest.hasPrefix("-") || rest.hasPrefix("."))
    }
    guard let split else { return nil }
    self = split
  }
}
