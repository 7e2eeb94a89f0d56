/// How an item ended. Each item has exactly one.
public struct Outcome: Sendable, Hashable {
  public enum Ending: Sendable, Hashable {
    case record(RecordPlace)
    case failure(ItemFailure)
  }

  public var id: String
  public var ordinal: Int
  public var split: Split
  /// What was made of each source, in order; empty on a failure.
  public var images: [ImageRow]
  public var ending: Ending

  package init(id: String, ordinal: Int, split: Split, images: [ImageRow], ending: Ending) {
    self.id = id
    self.ordinal = ordinal
    self.split = split
    self.images = images
    self.ending = ending
  }

  public var failure: ItemFailure? {
    if case .failure(let failure) = ending { failure } else { nil }
  }
}

/// The place of a record in the output folder.
public struct RecordPlace: Sendable, Hashable {
  /// The output file's name, such as `train-00001.jsonl`.
  public var file: String
  /// The 1-based line.
  public var line: Int
  /// The record's bytes without the newline.
  public var bytes: Int
  /// SHA-256 of those bytes, in hexadecimal.
  public var sha256: String

  package init(file: String, line: Int, bytes: Int, sha256: String) {
    self.file = file
    self.line = line
    self.bytes = bytes
    self.sha256 = sha256
  }
}

/// One image of a record, as listed in its row in `items.jsonl`.
public struct ImageRow: Sendable, Hashable {
  /// The path or address as the input wrote it.
  public var source: String
  /// 1-based, for a page of a document.
  public var page: Int?
  /// The part of the page that the image shows; nil for the whole page, and for images that are not pages.
  public var crop: PageCrop?
  /// SHA-256 of the encoded bytes in the record, in hexadecimal.
  public var sha256: String
  public var format: ImageFormat
  /// Pixels, as encoded.
  public var width: Int
  public var height: Int
  /// Pixels of the source as displayed; nil for a page, which has as many as it is drawn with.
  public var sourceSize: PixelSize?
  /// Encoded bytes, before base64.
  public var bytes: Int
  /// True when the pixels are fewer than the source's.
  public var resized: Bool
  /// True when the source's bytes were taken as they are.
  public var kept: Bool
  /// The JPEG quality when it had to be lower than the recipe's to fit `image.max_bytes`.
  public var reducedQuality: Int?
  /// True when the source was truncated and the available part was used.
  public var truncated = false
  /// The quality flags; nil when the quality was not assessed.
  public var flags: [PictureFlag]?

  package init(
    source: String, page: Int?, sha256: String, format: ImageFormat, width: Int, height: Int, bytes: Int, resized: Bool,
    kept: Bool, reducedQuality: Int?
  ) {
    self.source = source
    self.page = page
    self.sha256 = sha256
    self.format = format
    self.width = width
    self.height = height
    self.bytes = bytes
    self.resized = resized
    self.kept = kept
    self.reducedQuality = reducedQuality
  }
}

/// Width and height in pixels.
public struct PixelSize: Sendable, Hashable {
  public var width: Int
  public var height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}
