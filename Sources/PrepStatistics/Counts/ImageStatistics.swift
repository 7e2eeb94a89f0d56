public import PrepCore

/// The sizes of images, counted exactly: there are no more different long sides than pixels that a side may have.
public struct ImageStatistics: Sendable {
  /// The number of images by the pixels of their long side, before any was made smaller.
  public private(set) var longSides: [Int: SplitCounts] = [:]
  public private(set) var formats: [ImageFormat: Int] = [:]
  /// Encoded bytes, before base64.
  public private(set) var bytes = 0
  public private(set) var largestBytes = 0
  public private(set) var resized = 0

  package init() {}

  package mutating func add(_ image: ImageRow, split: Split) {
    let size = image.sourceSize ?? PixelSize(width: image.width, height: image.height)
    longSides[max(size.width, size.height), default: SplitCounts()][split] += 1
    formats[image.format, default: 0] += 1
    bytes += image.bytes
    largestBytes = max(largestBytes, image.bytes)
    if image.resized { resized += 1 }
  }

  /// Images whose long side has at least this many pixels.
  public func count(atLeast pixels: Int, in split: Split? = nil) -> Int {
    longSides.reduce(0) { $0 + ($1.key >= pixels ? $1.value.count(in: split) : 0) }
  }

  /// The smallest, the middle and the largest long side; nil without images. Of an even number of images the middle is the lower
  /// one.
  public var extent: (smallest: Int, median: Int, largest: Int)? {
    let sorted = longSides.sorted { $0.key < $1.key }
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let middle = (sorted.reduce(0) { $0 + $1.value.total } + 1) / 2
    var seen = 0
    let median = sorted.first { entry in
      seen += entry.value.total
      return seen >= middle
    }
    return (first.key, median?.key ?? first.key, last.key)
  }
}
