/// The set that an item belongs to.
public enum Split: String, Sendable, Hashable, CaseIterable {
  case train, validation, test
}

extension Split {
  /// What a file is used for, by the name that `prepare` gives: `validation-00001.jsonl`, or `train.jsonl`; nil when its name says nothing.
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
