import Synchronization

/// Remembers which profiles were found to be sRGB. Nearly all images of a dataset carry one of a few profiles, and asking Little
/// CMS takes milliseconds.
///
/// The answer depends only on the profile's bytes, so remembering it changes no result.
enum ProfileVerdicts {
  private static let known = Mutex<[[UInt8]: Bool]>([:])
  /// Profiles beyond this number, and larger ones, are asked for each time.
  private static let maxEntries = 64
  private static let maxBytes = 64 << 10

  static func isSRGB(_ profile: [UInt8], _ decide: ([UInt8]) -> Bool) -> Bool {
    if let verdict = known.withLock({ $0[profile] }) { return verdict }
    let verdict = decide(profile)
    known.withLock { entries in
      if entries.count < maxEntries && profile.count <= maxBytes { entries[profile] = verdict }
    }
    return verdict
  }
}
