package import PrepCore
import PrepImage

/// How a page is cut into crops that the model sees as they are: columns and rows of crops of one size, each of which overlaps its
/// neighbours by a sixteenth of its side or more. So what is that long and lies on a cut is whole in one of them.
package struct CropGrid: Sendable, Hashable {
  /// Pixels of the page that is cut.
  package let page: PixelSize
  /// True when that is smaller than the DPI says.
  package let isResized: Bool
  package let columns: Int
  package let rows: Int
  /// Pixels of each crop.
  package let crop: PixelSize

  /// The part of a crop's side that neighbours share.
  private static let overlap = 16
  /// Crops must show the page at least this much larger than the overview does.
  private static let leastGain = (5, over: 4)
  /// A scale this near to the best one is taken when it needs fewer crops.
  private static let nearlyBest = (19, over: 20)

  private init(page: PixelSize, full: PixelSize, columns: Int, rows: Int) {
    self.page = page
    isResized = page != full
    self.columns = columns
    self.rows = rows
    crop = PixelSize(width: Self.side(of: page.width, in: columns), height: Self.side(of: page.height, in: rows))
  }

  /// The grid with the largest scale, up to that of the DPI; of scales that are nearly alike the one with the fewest crops, and of
  /// these the one whose crops are the nearest to squares.
  /// - Parameters:
  ///   - full: the page's pixels by the DPI.
  ///   - overview: those of its overview.
  ///   - most: crops.
  ///   - allows: whether a page may be drawn at a size, and a crop of another size be seen as it is; true for all that is smaller than
  ///     what it is true for.
  /// - Returns: nil when crops would show little more than the overview, or none is possible.
  package init?(full: PixelSize, overview: PixelSize, most: Int, allows: (_ page: PixelSize, _ crop: PixelSize) -> Bool) {
    let long = max(full.width, full.height)
    let gain = Self.leastGain
    let least = (max(overview.width, overview.height) * gain.0 + gain.over - 1) / gain.over
    guard least <= long, most >= 2 else { return nil }
    func grid(_ columns: Int, _ rows: Int, _ side: Int) -> CropGrid {
      let page = fittedSize(width: full.width, height: full.height, maxSide: side)
      return CropGrid(page: PixelSize(width: page.width, height: page.height), full: full, columns: columns, rows: rows)
    }
    func isAllowed(_ grid: CropGrid) -> Bool { allows(grid.page, grid.crop) }

    var grids: [CropGrid] = []
    for columns in 1...most {
      for rows in 1...max(1, most / columns) where columns * rows >= 2 {
        guard isAllowed(grid(columns, rows, least)) else { continue }
        // The largest side that is allowed, by halving: `low` is.
        var (low, high) = (least, long + 1)
        while high - low > 1 {
          let middle = (low + high) / 2
          if isAllowed(grid(columns, rows, middle)) { low = middle } else { high = middle }
        }
        grids.append(grid(columns, rows, low))
      }
    }
    let near = Self.nearlyBest
    let best = grids.map(\.longSide).max() ?? 0
    let chosen = grids.filter { $0.longSide * near.over >= best * near.0 }.min { $0.order < $1.order }
    guard let chosen else { return nil }
    self = chosen
  }

  private var longSide: Int { max(page.width, page.height) }

  /// What comes first is taken.
  private var order: (Int, Int, Int) { (count, max(crop.width, crop.height), -longSide) }

  package var count: Int { columns * rows }

  /// The crops in the order in which one reads: row by row, from the top left.
  package var crops: [PageCrop] {
    (0..<rows).flatMap { row in
      (0..<columns).map { column in
        PageCrop(
          x: Self.start(of: column, in: columns, side: crop.width, length: page.width),
          y: Self.start(of: row, in: rows, side: crop.height, length: page.height), width: crop.width, height: crop.height,
          page: page)
      }
    }
  }

  /// The side of `count` crops that cover a length and share a sixteenth with each neighbour: `count` of them less `count - 1`
  /// sixteenths.
  private static func side(of length: Int, in count: Int) -> Int {
    let sixteenths = overlap * count - (count - 1)
    return (overlap * length + sixteenths - 1) / sixteenths
  }

  private static func start(of index: Int, in count: Int, side: Int, length: Int) -> Int {
    count == 1 ? 0 : index * (length - side) / (count - 1)
  }
}
