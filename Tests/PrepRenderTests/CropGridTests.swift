import PrepCodecs
import PrepCore
import PrepTokens
import TestSupport
import Testing

@testable import PrepRender

@Suite("How large pages are cut into crops")
struct CropGridTests {
  private static let tiles = ImageTokenRule.tiles(TileRule(base: 85, tile: 170))
  private static let patches = ImageTokenRule.patches(PatchRule(budget: 1536, tokensPerThousand: 1620))
  private static let maxPixels = 250_000_000

  private static func fit(_ rule: ImageTokenRule?, maxSide: Int? = nil) -> ImageFit {
    var image = Recipe.Image()
    image.fit = rule == nil ? nil : .model
    image.maxSide = maxSide
    return ImageFit(image, rule: rule)
  }

  private static func grid(_ full: PixelSize, most: Int, _ fit: ImageFit) -> CropGrid? {
    CropGrid(full: full, overview: fit.size(of: full), most: most) { page, crop in
      page.width * page.height <= maxPixels && fit.size(of: crop) == crop
    }
  }

  private static func size(_ width: Int, _ height: Int) -> PixelSize { PixelSize(width: width, height: height) }

  /// A sheet's pixels at 300 DPI.
  private static let a0 = size(14_043, 9933)
  private static let a3 = size(4961, 3508)
  private static let a4 = size(2480, 3508)

  @Test("Each pixel of a page lies in a crop, what is a sixteenth of one long lies whole in one, and crops follow as one reads")
  func coverage() throws {
    var random = Seeded(11)
    var made = 0
    for _ in 0..<400 {
      let full = Self.size(Int.random(in: 20...16_000, using: &random), Int.random(in: 20...16_000, using: &random))
      let fits = [
        Self.fit(Self.tiles), Self.fit(Self.patches), Self.fit(nil, maxSide: 1024), Self.fit(Self.tiles, maxSide: 700),
      ]
      let fit = try #require(fits.randomElement(using: &random))
      let most = Int.random(in: 1...30, using: &random)
      guard let grid = Self.grid(full, most: most, fit) else { continue }
      made += 1
      let overview = fit.size(of: full)
      #expect(2...most ~= grid.count)
      #expect(grid.page.width <= full.width && grid.page.height <= full.height)
      #expect(grid.isResized == (grid.page != full))
      #expect(max(grid.page.width, grid.page.height) * 4 >= max(overview.width, overview.height) * 5)
      // The model sees it as it is.
      #expect(fit.size(of: grid.crop) == grid.crop)
      let crops = grid.crops
      #expect(crops.count == grid.count)
      #expect(
        crops.allSatisfy { $0.isOnPage && $0.page == grid.page && ($0.width, $0.height) == (grid.crop.width, grid.crop.height) })
      #expect(crops.map { [$0.y, $0.x] } == crops.map { [$0.y, $0.x] }.sorted { $0.lexicographicallyPrecedes($1) })
      for (starts, side, length) in [
        (Set(crops.map(\.x)).sorted(), grid.crop.width, grid.page.width),
        (Set(crops.map(\.y)).sorted(), grid.crop.height, grid.page.height),
      ] {
        #expect(starts.first == 0 && starts.last == length - side, "\(grid)")
        for (start, next) in zip(starts, starts.dropFirst()) { #expect(start + side - next >= side / 16, "\(grid)") }
      }
    }
    #expect(made > 200)
  }

  @Test("Sheets get the crops that show most of them")
  func sheets() throws {
    // Nine crops of at most 2048 x 768 show an A0 sheet 3.6 times as large as its overview of 1087 x 768.
    let a0 = try #require(Self.grid(Self.a0, most: 9, Self.fit(Self.tiles)))
    #expect((a0.columns, a0.rows) == (2, 4))
    #expect(a0.page.width > 3900 && a0.isResized)
    let a3 = try #require(Self.grid(Self.a3, most: 9, Self.fit(Self.tiles)))
    #expect((a3.columns, a3.rows) == (2, 4))
    let a4 = try #require(Self.grid(Self.a4, most: 9, Self.fit(Self.tiles)))
    #expect(a4.page == Self.a4 && !a4.isResized && (a4.columns, a4.rows) == (4, 2))
    // With room for more, a larger scale; never more crops than the scale needs.
    let many = try #require(Self.grid(Self.a0, most: 29, Self.fit(Self.tiles)))
    #expect(many.page.width > a0.page.width)
    #expect(try #require(Self.grid(Self.a4, most: 60, Self.fit(Self.tiles))).count == 8)
  }

  @Test("A page that its overview shows nearly as large as wanted has no crops, and two are the fewest")
  func none() {
    #expect(Self.grid(Self.size(768, 900), most: 9, Self.fit(Self.tiles)) == nil)
    #expect(Self.grid(Self.size(900, 950), most: 9, Self.fit(Self.tiles)) == nil)
    #expect(Self.grid(Self.size(1200, 1200), most: 9, Self.fit(Self.tiles)) != nil)
    #expect(Self.grid(Self.a0, most: 1, Self.fit(Self.tiles)) == nil)
    #expect(Self.grid(Self.a0, most: 0, Self.fit(Self.tiles)) == nil)
  }

  // MARK: In the plan of a document

  private func plan(
    _ sizes: [PageSize], dpi: Double = 300, maxImages: Int = 10, _ tiles: Recipe.Render.Tiles? = .auto
  ) throws -> PagePlan {
    var image = Recipe.Image()
    image.fit = .model
    return try PagePlan(
      .selection(.all), of: sizes, dpi: dpi, image: image, maxImages: maxImages, rule: Self.tiles, tiles: tiles)
  }

  private static let sheet = PageSize(width: 2384, height: 1684)
  private static let letter = PageSize(width: 612, height: 792)

  @Test("All images of a document together are within the provider's number; a page as a whole is always there")
  func limits() throws {
    #expect(try plan([Self.sheet]).pages.map { $0.grid?.count } == [8])
    #expect(try plan([Self.sheet], maxImages: 5).pages.map { $0.grid?.count } == [4])
    #expect(try plan([Self.sheet], .most(3)).pages.map { $0.grid?.count ?? 0 }.max() ?? 0 <= 3)
    #expect(try plan([Self.sheet], nil).pages.map(\.grid) == [nil])
    #expect(try plan([Self.sheet], maxImages: 1).pages.map(\.grid) == [nil])
    #expect(try plan(Array(repeating: Self.sheet, count: 10)).pages.allSatisfy { $0.grid == nil })
    for count in 1...10 {
      let images = try plan(Array(repeating: Self.sheet, count: count)).pages.map { 1 + ($0.grid?.count ?? 0) }
      #expect(images.count == count && images.reduce(0, +) <= 10, "\(images)")
    }
    // Two sheets have four crops each, and a small page beside them takes none.
    let small = PageSize(width: 100, height: 100)
    #expect(try plan([Self.sheet, Self.sheet]).pages.map { $0.grid?.count } == [4, 4])
    let crops = try plan([small, Self.sheet, small]).pages.map { $0.grid?.count ?? 0 }
    #expect(crops[0] == 0 && 5...7 ~= crops[1] && crops[2] == 0)
  }

  @Test("Without a limit of the provider there are at most 30 images")
  func most() throws {
    let plan = try plan([Self.sheet], maxImages: .max)
    let images = plan.targets(encoding: ImageEncoding(format: .png, quality: 90, maxBytes: .max)).count
    #expect(images > 10 && images <= 30)
  }

  @Test("A page is drawn as a whole and then its crops, and so for each page; the memory is that of the page at their scale")
  func targets() throws {
    let plan = try plan([Self.sheet, Self.letter])
    let targets = plan.targets(encoding: ImageEncoding(format: .png, quality: 90, maxBytes: .max))
    #expect(targets.map(\.page.index) == targets.map(\.page.index).sorted())
    #expect(targets.filter { $0.target.crop == nil }.map(\.page.index) == [0, 1])
    #expect(targets.first?.target.crop == nil)
    let page = try #require(plan.pages.first?.grid?.page)
    #expect(plan.need > 4 * page.width * page.height)
  }

  @Test("A page of any size that a document may claim has crops that can be drawn, or none")
  func absurdSizes() throws {
    for (width, height) in [(1e6, 1e6), (1e6, 10), (10, 1e6), (2e8, 3), (14_400, 14_400)] {
      let plan = try plan([PageSize(width: width, height: height)])
      for page in plan.pages.compactMap({ $0.grid?.page }) {
        #expect(page.width <= Limits.maxPageSide && page.height <= Limits.maxPageSide)
        #expect(page.width * page.height <= Self.maxPixels)
      }
    }
  }
}
