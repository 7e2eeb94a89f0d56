/// Where a reader's bytes come from: all of them in memory (``JSONSpan``), or block by block (``BlockReader``).
@usableFromInline
package protocol JSONInput {
  /// The place in the text of the first byte that is not in the window.
  var end: Int { get }

  /// Keeps some bytes of the window, its last ones, and reads more behind them.
  /// - Returns: the new window, which begins with the bytes that were kept; nil when there are no more, and the old window stays.
  mutating func fill(keeping kept: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>?
}

/// A whole text in memory, which stays there for as long as it is read.
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
