/// Takes the text of a string piece by piece, as UTF-8 without escapes.
@usableFromInline
package protocol TextSink {
  mutating func take(_ piece: UnsafeBufferPointer<UInt8>)
}

/// Takes text nowhere.
@usableFromInline
package struct NoText: TextSink {
  @inlinable
  package init() {}

  @inlinable
  package mutating func take(_ piece: UnsafeBufferPointer<UInt8>) {}
}

extension [UInt8]: TextSink {
  @inlinable
  package mutating func take(_ piece: UnsafeBufferPointer<UInt8>) { append(contentsOf: piece) }
}
