import CCrypto

/// Computes a SHA-256 digest of bytes that arrive in pieces, with OpenSSL's implementation for the processor at hand.
package struct SHA256Hasher: ~Copyable {
  private let context: OpaquePointer?

  package init() {
    context = EVP_MD_CTX_new()
    Self.require(EVP_DigestInit_ex(context, EVP_sha256(), nil))
  }

  deinit { EVP_MD_CTX_free(context) }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    Self.require(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
  }

  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Adds a text preceded by its length, so that two fields never run into each other.
  package mutating func update(field text: String) {
    var text = text
    text.withUTF8 { bytes in
      withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { update($0) }
      update(UnsafeRawBufferPointer(bytes))
    }
  }

  /// The digest of the bytes that were added so far.
  package var current: SHA256Digest {
    var bytes = [UInt8](repeating: 0, count: 32)
    let copy = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(copy) }
    Self.require(EVP_MD_CTX_copy_ex(copy, context))
    Self.require(EVP_DigestFinal_ex(copy, &bytes, nil))
    return SHA256Digest(bytes: bytes)
  }

  /// The digest of all bytes that were added. The hasher then starts over.
  package mutating func finish() -> SHA256Digest {
    var bytes = [UInt8](repeating: 0, count: 32)
    Self.require(EVP_DigestFinal_ex(context, &bytes, nil))
    Self.require(EVP_DigestInit_ex(context, EVP_sha256(), nil))
    return SHA256Digest(bytes: bytes)
  }

  /// Ends the process when OpenSSL fails, for example without memory or when the algorithm is forbidden. Images and records are
  /// identified by their digests, so a wrong digest would mix them up.
  static func require(_ result: Int32) {
    precondition(result == 1, "OpenSSL cannot compute SHA-256; look at its configuration (openssl dgst -sha256)")
  }
}

extension SHA256Digest {
  package static func of(_ bytes: [UInt8]) -> SHA256Digest {
    var hasher = SHA256Hasher()
    hasher.update(bytes)
    return hasher.finish()
  }

  /// The digest of texts, each preceded by its length.
  package static func of(fields: String...) -> SHA256Digest {
    var hasher = SHA256Hasher()
    for field in fields { hasher.update(field: field) }
    return hasher.finish()
  }
}

/// The version of OpenSSL that computes digests, such as `3.0.17`.
package func openSSLVersion() -> String {
  String(cString: OpenSSL_version(OPENSSL_VERSION_STRING))
}
