/// An image format that can be read and that a record can contain.
public enum ImageFormat: String, Sendable, Hashable, CaseIterable {
  case jpeg, png, webp

  /// The media type of the format (IANA), as used in a data URL.
  public var mediaType: String { "image/\(rawValue)" }
}
