import CPrepKernels

/// The digest of a growing file and those of its lines, from one pass over the bytes.
///
/// With the processor's SHA-256 instructions, both digests together take 1.3 times as long as one, because a single one leaves
/// half of the time unused. OpenSSL computes one digest at a time. Without these instructions, OpenSSL computes them one after
/// the other.
package struct FileDigest: ~Copyable {
  private var whole = vp_sha256()
  /// Used instead of `whole` when the processor lacks the instructions.
  private var library: SHA256Hasher?

  package init() { self.init(portable: false) }

  /// - Parameter portable: whether to avoid the instructions.
  init(portable: Bool) {
    if portable || vp_sha256_is_supported() == 0 { library = SHA256Hasher() }
    vp_sha256_begin(&whole)
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    if library != nil {
      library?.update(bytes)
    } else {
      vp_sha256_add(&whole, bytes.baseAddress, bytes.count)
    }
  }

  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Adds bytes, and returns their own digest.
  package mutating func update(line bytes: [UInt8]) -> SHA256Digest {
    if library != nil {
      library?.update(bytes)
      return SHA256Digest.of(bytes)
    }
    var line = vp_sha256()
    vp_sha256_begin(&line)
    vp_sha256_add_to_two(&whole, &line, bytes, bytes.count)
    return Self.end(&line)
  }

  /// The digest of the bytes that were added so far.
  package var current: SHA256Digest {
    switch library {
    case .some(let library): return library.current
    case .none:
      var whole = whole
      return Self.end(&whole)
    }
  }

  /// The digest of all bytes that were added. Nothing may be added afterwards.
  package mutating func finish() -> SHA256Digest {
    if library != nil, let digest = library?.finish() { return digest }
    return Self.end(&whole)
  }

  private static func end(_ digest: inout vp_sha256) -> SHA256Digest {
    var bytes = [UInt8](repeating: 0, count: 32)
    vp_sha256_end(&digest, &bytes)
    return SHA256Digest(bytes: bytes)
  }
}
