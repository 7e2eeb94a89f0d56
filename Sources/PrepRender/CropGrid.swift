package import PrepCore
import PrepImage

/// How a page is cut into crops that the model sees at full resolution: columns and rows of crops of one size. Each crop overlaps
/// its neighbours by at least a sixteenth of its side, so an object of up to that length that lies on a cut is complete in one of
/// them.
package struct CropGrid: Sendable, Hashable {
  /// Pixels of the page that is cut.
  package let page: PixelSize
  /// True when the page is smaller than at the recipe's DPI.
  package let isResized: Bool
  package let columns: Int
  package let rows: Int
  /// Pixels of each crop.
  package let crop: PixelSize

  /// The overlap of neighbouring crops: a crop's side divided by this number.
  private static let overlap = 16
  /// Crops must show the page at least this much larger than the overview does.
  private static let leastGain = (5, over: 4)
  /// A scale this near to the best one is preferred when it needs fewer crops.
  private static let nearlyBest = (19, over: 20)

  private init(page: PixelSize, full: PixelSize, columns: Int, rows: Int) {
    self.page = page
    isResized = page != full
    self.columns = columns
    self.rows = rows
    crop = PixelSize(width: Self.side(of: page.width, in: columns), height: Self.side(of: page.height, in: rows))
  }

  /// The grid with the largest scale, up to that of the DPI. Among nearly equal scales, the grid with the fewest crops is chosen,
  /// and among these the one whose crops are closest to squares.
  /// - Parameters:
  ///   - full: the page's size in pixels at the DPI.
  ///   - overview: the overview's size in pixels.
  ///   - most: the most crops.
  ///   - allows: whether a page may be drawn at a size, and a crop of another size is seen without downscaling. If it is true for
  ///     some sizes, it must be true for all smaller ones.
  /// - Returns: nil when crops would show little more than the overview, or when no grid is possible.
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
        // Bisection for the largest allowed side; `low` is always allowed.
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

  /// The smallest value is preferred.
  private var order: (Int, Int, Int) { (count, max(crop.width, crop.height), -longSide) }

  package var count: Int { columns * rows }

  /// The crops in reading order: row by row, from the top left.
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

  /// The side of `count` crops that cover a length when each shares a sixteenth with its neighbour: `count` sides minus `count -
  /// 1` sixteenths of a side.
  private static func side(of length: Int, in count: Int) -> Int {
    let sixteenths = overlap * count - (count - 1)
    return (overlap * length + sixteenths - 1) / sixteenths
  }

  private static func start(of index: Int, in count: Int, side: Int, length: Int) -> Int {
    count == 1 ? 0 : index * (length - side) / (count - 1)
  }
}
