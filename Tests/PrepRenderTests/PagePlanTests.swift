import PrepCodecs
import PrepCore
import PrepTokens
import Testing

@testable import PrepRender

@Suite("Which pages are drawn, and how large")
struct PagePlanTests {
  private static let letter = PageSize(width: 612, height: 792)

  private func plan(
    _ sizes: [PageSize], _ selected: DocumentPages = .selection(.all), dpi: Double = 300, maxImages: Int = 10,
    rule: ImageTokenRule? = nil, image: (inout Recipe.Image) -> Void = { _ in }
  ) throws -> PagePlan {
    var options = Recipe.Image()
    image(&options)
    return try PagePlan(selected, of: sizes, dpi: dpi, image: options, maxImages: maxImages, rule: rule)
  }

  private func failure(
    _ sizes: [PageSize], _ selected: DocumentPages = .selection(.all), dpi: Double = 300, maxImages: Int = 10,
    image: (inout Recipe.Image) -> Void = { _ in }
  ) throws -> ItemFailure {
    try #require(throws: ItemFailure.self) { try plan(sizes, selected, dpi: dpi, maxImages: maxImages, image: image) }
  }

  @Test(
    "Pixels are points times DPI over 72, to the nearest",
    arguments: [
      (612.0, 792.0, 300.0, 2550, 3300), (595.276, 841.89, 300, 2480, 3508), (595.276, 841.89, 72, 595, 842),
      (100, 100.5, 72, 100, 101),
      (1, 1, 72, 1, 1), (0.1, 500, 72, 1, 500), (612, 792, 1, 9, 11),
    ])
  func pixels(width: Double, height: Double, dpi: Double, columns: Int, rows: Int) throws {
    let page = try #require(try plan([PageSize(width: width, height: height)], dpi: dpi).pages.first)
    #expect((page.index, page.width, page.height, page.isResized) == (0, columns, rows, false))
  }

  @Test("A page above the largest side is drawn at its fitted size")
  func fitted() throws {
    let page = try #require(try plan([Self.letter]) { $0.maxSide = 1024 }.pages.first)
    #expect((page.width, page.height, page.isResized) == (791, 1024, true))
    let same = try #require(try plan([Self.letter]) { $0.maxSide = 3300 }.pages.first)
    #expect((same.width, same.height, same.isResized) == (2550, 3300, false))
  }

  @Test("With image.fit: model a page has exactly the pixels that the model sees of it; a smaller one keeps its own")
  func fittedToModel() throws {
    let tiles = ImageTokenRule.tiles(TileRule(base: 85, tile: 170))
    func size(_ page: PageSize, dpi: Double = 300, _ image: (inout Recipe.Image) -> Void) throws -> PixelSize {
      let page = try #require(try plan([page], dpi: dpi, rule: tiles, image: image).pages.first)
      #expect(page.isResized == (page.width != Int((Self.letter.width * dpi / 72).rounded())))
      // What is made smaller for the model is drawn twice as large, up to its DPI.
      var options = Recipe.Image()
      image(&options)
      let factor = options.fit == .model ? 2 : 1
      #expect(page.drawn.width == min(page.full.width, factor * page.width))
      #expect(page.drawn.height == min(page.full.height, factor * page.height))
      return PixelSize(width: page.width, height: page.height)
    }
    #expect(try size(Self.letter) { $0.fit = .model } == PixelSize(width: 768, height: 994))
    #expect(try size(Self.letter, dpi: 72) { $0.fit = .model } == PixelSize(width: 612, height: 792))
    // The largest side holds first.
    #expect(
      try size(Self.letter) {
        $0.fit = .model
        $0.maxSide = 640
      } == PixelSize(width: 495, height: 640))
    #expect(
      try size(Self.letter) {
        $0.fit = .model
        $0.detail = .low
      } == PixelSize(width: 396, height: 512))
    #expect(try size(Self.letter) { _ in } == PixelSize(width: 2550, height: 3300))
    // The least side is that of the page, not of what the model sees.
    #expect(
      try size(Self.letter) {
        $0.fit = .model
        $0.minSide = 3300
      } == PixelSize(width: 768, height: 994))
  }

  @Test("The wanted pages are taken, in the document's order")
  func selection() throws {
    let sizes = (1...5).map { PageSize(width: Double($0) * 72, height: 72) }
    #expect(try plan(sizes, dpi: 10).pages.map(\.index) == [0, 1, 2, 3, 4])
    #expect(try plan(sizes, .selection(.first), dpi: 10).pages.map(\.index) == [0])
    #expect(try plan(sizes, .selection(.ranges([4...9, 2...2])), dpi: 10).pages.map(\.width) == [20, 40, 50])
    #expect(try plan(sizes, .single(3), dpi: 10).pages.map(\.width) == [40])
  }

  @Test("No page, or none of the wanted ones, is said")
  func noPages() throws {
    #expect(try failure([]).code == .noPages)
    #expect(try failure([Self.letter], .selection(.ranges([2...5]))).code == .noPages)
    #expect(try failure([Self.letter], .single(1)).code == .noPages)
    #expect(try failure([Self.letter], .selection(.ranges([2...5]))).message.contains("1 page"))
  }

  @Test("More pages than the provider takes images is a failure, unless fewer are wanted")
  func tooMany() throws {
    let sizes = Array(repeating: Self.letter, count: 11)
    let failure = try failure(sizes)
    #expect(failure.code == .tooManyImages)
    #expect(failure.message.contains("11") && failure.message.contains("10"))
    #expect(try plan(sizes, maxImages: 11).pages.count == 11)
    #expect(try plan(sizes, .selection(.ranges([1...10]))).pages.count == 10)
  }

  @Test(
    "A page without a size cannot be read",
    arguments: [
      PageSize(width: 0, height: 0), PageSize(width: 0, height: 9), PageSize(width: 9, height: -1),
      PageSize(width: .nan, height: 9),
    ])
  func zeroSize(size: PageSize) throws {
    let failure = try failure([Self.letter, size])
    #expect(failure.code == .corruptDocument)
    #expect(failure.message.hasPrefix("Page 2 "))
  }

  @Test("A side or an area that cannot be drawn is a failure, which max_side can mend")
  func tooLarge() throws {
    let wide = PageSize(width: 32_768, height: 10)
    #expect(try failure([wide], dpi: 72).code == .pageTooLarge)
    #expect(try plan([PageSize(width: 32_767, height: 10)], dpi: 72).pages.count == 1)
    #expect(try plan([wide], dpi: 72) { $0.maxSide = 2048 }.pages.first?.width == 2048)
    let large = PageSize(width: 1001, height: 1000)
    let failure = try failure([large], dpi: 72) { $0.maxPixels = 1_000_000 }
    #expect(failure.code == .pageTooLarge)
    #expect(failure.message.contains("1001 x 1000"))
    #expect(try plan([PageSize(width: 1000, height: 1000)], dpi: 72) { $0.maxPixels = 1_000_000 }.pages.count == 1)
    #expect(try self.failure([PageSize(width: 1e9, height: 1e9)]).code == .pageTooLarge)
  }

  @Test("A page of any size that a hostile document may claim costs its own row, never the process")
  func absurdSizes() async {
    await #expect(processExitsWith: .success) {
      for side in [1e17, 1e20, 1e100, Double.greatestFiniteMagnitude, .infinity] {
        for size in [PageSize(width: side, height: 1), PageSize(width: 1, height: side)] {
          do throws(ItemFailure) {
            _ = try PagePlan(.single(0), of: [size], dpi: 300, image: Recipe.Image(), maxImages: 1)
            fatalError("this page cannot be drawn")
          } catch {
            guard error.code == .pageTooLarge || error.code == .corruptDocument else { fatalError("\(error)") }
          }
        }
      }
    }
  }

  @Test("A page below the least side is a failure; it is measured before it is made smaller")
  func tooSmall() throws {
    let failure = try failure([Self.letter], dpi: 72) { $0.minSide = 1000 }
    #expect(failure.code == .tooSmall)
    #expect(failure.message.contains("612 x 792"))
    #expect(try plan([Self.letter], dpi: 300) { $0.minSide = 3300 }.pages.count == 1)
  }

  @Test("The memory that is reserved grows with the pixels")
  func need() throws {
    let one = try plan([Self.letter]).need
    #expect(one >= 2550 * 3300 * 10)
    #expect(try plan([Self.letter, Self.letter]).need > one)
  }

  @Test("Of A0 sheets at 300 DPI one is drawn at a time in 2 GB, and of thumbnails all that there is a place for")
  func memory() throws {
    let sheet = try plan([PageSize(width: 2383.94, height: 3370.39)])
    #expect(sheet.need < 2_000_000_000)
    #expect(2_000_000_000 / sheet.need == 1)
    #expect(6_000_000_000 / sheet.need == 4)
    #expect(2_000_000_000 / (try plan([PageSize(width: 200, height: 200)], dpi: 72).need) >= 64)
  }
}
