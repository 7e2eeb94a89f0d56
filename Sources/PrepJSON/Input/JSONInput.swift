/// Where a reader's bytes come from: all of them in memory (``JSONSpan``), or block by block (``BlockReader``).
@usableFromInline
package protocol JSONInput {
  /// The offset in the text of the first byte behind the window.
  var end: Int { get }

  /// Keeps the last bytes of the window and reads more after them.
  /// - Returns: the new window, which begins with the kept bytes; nil when the text has no more bytes, and the old window stays
  ///   valid.
  mutating func fill(keeping kept: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>?
}

/// A whole text in memory, which must stay there while it is read.
@usableFromInline
package struct JSONSpan: JSONInput {
  @usableFromInline package let bytes: UnsafeRawBufferPointer

  @inlinable
  package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  @inlinable
  package var end: Int { bytes.count }

  @inlinable
  package func fill(keeping kept: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? { nil }
}
