import VisionPrep

extension RunError {
  /// The remedy, with the option of this program that does it.
  var remedyWithOptions: String { code.option.map { "\(remedy) (\($0))" } ?? remedy }
}

extension RunError.Code {
  /// What the library's remedy is called on the command line; nil where no option or verb has to do with it.
  fileprivate var option: String? {
    switch self {
    case .otherPlan, .damaged, .changed: "--fresh"
    case .unfinished: "visionprep prepare"
    case .incompletePart: "--limit"
    case .unclearShard: "--shard"
    case .cache: "--cache"
    case .imageAddresses: "--uri-prefix"
    case .bucketOwner: "--bucket-owner"
    default: nil
    }
  }
}

extension FailureCode {
  /// What to do about items that failed so, with the option of this program that does them again.
  var remedyWithOptions: String? {
    guard let remedy = explanation?.remedy else { return nil }
    return mayPass ? "\(remedy) (--retry \(name))" : remedy
  }

  /// Whether the same item may succeed another time.
  private var mayPass: Bool {
    [.timeout, .dns, .connection, .renderTimeout, .http(429)].contains(self) || name.hasPrefix("http_5")
  }
}
