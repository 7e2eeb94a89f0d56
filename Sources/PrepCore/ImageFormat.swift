/// An image format that is read and can stand in a record.
public enum ImageFormat: String, Sendable, Hashable, CaseIterable {
  case jpeg, png, webp

  /// The media type of the format (IANA), as it stands in a data URL.
  public var mediaType: String { "image/\(rawValue)" }
}
