import PrepCodecs
import PrepImage

/// What an image file says about itself; no pixel is decoded.
public struct ImageProbe: Sendable, Hashable {
  /// By content, never by name.
  public var format: ImageFormat
  /// Pixels as displayed, the Exif orientation applied.
  public var width: Int
  public var height: Int
  /// The Exif orientation, 1 to 8.
  public var orientation: Int
  /// How the file stores a pixel: `rgb`, `rgba`, `gray`, `grayAlpha`, `palette`, `cmyk` or `ycck`.
  public var mode: String
  public var hasColourProfile: Bool
  public var isAnimated: Bool

  /// - Throws: `not_an_image`, `unsupported_format`, `truncated_image` or `corrupt_image`, naming what was found.
  public init(_ bytes: [UInt8]) throws(ItemFailure) {
    let header = try ImageHeader.probe(bytes)
    format = header.format
    width = header.displayWidth
    height = header.displayHeight
    orientation = header.orientation.rawValue
    mode = header.model.rawValue
    hasColourProfile = header.iccProfile != nil
    isAnimated = header.isAnimated
  }
}
