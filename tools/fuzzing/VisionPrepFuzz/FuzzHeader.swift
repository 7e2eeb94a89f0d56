import CFuzzing
import PrepCodecs
import PrepCore

extension FuzzTarget {
  /// Reads the header of arbitrary bytes.
  static let header = FuzzTarget { bytes in
    _ = probed(bytes)
  }
}

/// What the engine uses in these targets: small limits, so that an allocation beyond them shows.
let fuzzLimits = Limits(maxPixels: 1_000_000, maxSide: 20_000)

/// Reads a header; nil when it was refused.
func probed(_ bytes: [UInt8]) -> ImageHeader? {
  fuzzing_memory_start()
  defer {
    // A profile may be inflated to its limit, into memory that grows. Text is searched in a part of the file.
    let most = 4 * ImageHeader.maxProfileBytes + 4 * bytes.count
    let peak = fuzzing_memory_peak()
    require(peak <= most, "reading a header of \(bytes.count) bytes took \(peak) bytes of memory")
  }
  do throws(ItemFailure) {
    let header = try ImageHeader.probe(bytes)
    require(header.width > 0 && header.height > 0, "a header without pixels was accepted")
    require((header.iccProfile?.count ?? 0) <= ImageHeader.maxProfileBytes, "a profile above the limit was accepted")
    return header
  } catch {
    requireSentence(error)
    return nil
  }
}

/// A failure becomes a row, so its sentence must be readable for a person.
func requireSentence(_ failure: ItemFailure) {
  require(!failure.message.isEmpty && failure.message.utf8.count <= 1000, "the message has \(failure.message.utf8.count) bytes")
}
