/// A page of a PDF document as an encoded image.
public struct PageImage: Sendable, Hashable {
  /// 0-based.
  public var index: Int
  public var bytes: [UInt8]
  public var format: ImageFormat
  /// Pixels.
  public var width: Int
  public var height: Int
  /// True when the page has no mark on it.
  public var isBlank: Bool

  package init(index: Int, bytes: [UInt8], format: ImageFormat, width: Int, height: Int, isBlank: Bool) {
    self.index = index
    self.bytes = bytes
    self.format = format
    self.width = width
    self.height = height
    self.isBlank = isBlank
  }
}
