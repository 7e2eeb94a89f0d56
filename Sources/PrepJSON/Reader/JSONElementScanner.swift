/// Finds the end of an element of a JSON array by its brackets and quotation marks alone, over any number of pieces.
///
/// ``JSONReader`` cannot do this: the end of a broken element must be found too, so that the next one can be read.
@usableFromInline
package struct JSONElementScanner {
  @usableFromInline var depth = 0
  @usableFromInline var isInString = false
  @usableFromInline var isEscaped = false
  @usableFromInline var isScalar = false

  @inlinable
  package init() {}

  /// Takes the next bytes of the element.
  /// - Returns: the number of bytes that belong to the element if it ends within them, otherwise nil.
  @inlinable
  package mutating func scan(_ bytes: some RandomAccessCollection<UInt8>) -> Int? {
    var count = 0
    for byte in bytes {
      count += 1
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
          if depth == 0 { return count }
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""):
        if isScalar { return count - 1 }
        isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if isScalar { return count - 1 }
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if isScalar || depth == 0 { return count - 1 }
        depth -= 1
        if depth == 0 { return count }
      case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
        if depth == 0 { return count - 1 }
      default:
        if depth == 0 { isScalar = true }
      }
    }
    return nil
  }
}
