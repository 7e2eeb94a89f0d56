package import PrepCodecs
package import PrepCore
package import PrepTokens

/// Which pages of a document are drawn, and at which sizes; decided from the page sizes before any allocation.
package struct PagePlan: Sendable {
  package struct Page: Sendable, Hashable {
    /// 0-based.
    package var index: Int
    /// The size in pixels at the DPI.
    package var full: PixelSize
    /// The size of the page's image in pixels.
    package var width: Int
    package var height: Int
    /// The size in pixels at which the page is drawn.
    package var drawn: PixelSize
    /// The crops that follow the page; nil when its own image shows enough detail.
    package var grid: CropGrid?

    /// True when `image.max_side` or `image.fit` made it smaller than the DPI says.
    package var isResized: Bool { width != full.width || height != full.height }
  }

  package let pages: [Page]

  /// The most images of an example where `tiles: auto` determines their number and the provider accepts more: further images
  /// would hardly fit into the tokens that a model is trained on.
  private static let mostByItself = 30

  /// The images to draw, in order: each whole page, followed by its crops.
  /// - Parameter looksAtFonts: whether to look for missing fonts, once per page.
  package func targets(encoding: ImageEncoding, looksAtFonts: Bool = false) -> [(page: Page, target: PageTarget)] {
    pages.flatMap { page in
      let whole = PageTarget(
        width: page.width, height: page.height, drawn: page.drawn, encoding: encoding, looksAtFonts: looksAtFonts)
      return [(page, whole)]
        + (page.grid?.crops ?? []).map { (page, PageTarget($0, encoding: encoding)) }
    }
  }

  /// The number of bytes that drawing and encoding may need: the largest image plus the finished ones.
  package var need: Int {
    let targets = targets(encoding: ImageEncoding(format: .png, quality: 100, maxBytes: .max)).map(\.target)
    let all = targets.reduce(0) { $0 + $1.width * $1.height }
    return (targets.map(\.memory).max() ?? 0) + all / 4
  }

  /// - Parameters:
  ///   - sizes: the sizes of all pages of the document.
  ///   - maxImages: the most images that the provider accepts in one example.
  ///   - rule: how the recipe's model sees images; nil when that does not matter.
  ///   - tiles: whether crops follow large pages.
  /// - Throws: `no_pages`, `too_many_images`, `corrupt_document`, `page_too_large` or `too_small`.
  package init(
    _ selected: DocumentPages, of sizes: [PageSize], dpi: Double, image: Recipe.Image, maxImages: Int,
    rule: ImageTokenRule? = nil, tiles: Recipe.Render.Tiles? = nil
  ) throws(ItemFailure) {
    guard !sizes.isEmpty else { throw ItemFailure(.render, .noPages, "The document has no pages.") }
    let indices =
      switch selected {
      case .single(let index): index < sizes.count ? [index] : []
      case .selection(let selection): selection.indices(ofPages: sizes.count)
      }
    guard !indices.isEmpty else {
      let pages = sizes.count == 1 ? "1 page" : "\(sizes.count) pages"
      throw ItemFailure(.render, .noPages, "The document has \(pages), and none of the wanted ones.")
    }
    guard indices.count <= maxImages else {
      throw ItemFailure(
        .check, .tooManyImages,
        "The document has \(counted(indices.count, "wanted page")); the provider takes \(counted(maxImages, "image")) in one example."
      )
    }
    let fit = ImageFit(image, rule: rule)
    var pages: [Page] = []
    for index in indices {
      pages.append(try Self.page(index, sizes[index], dpi: dpi, image: image, fit: fit))
    }
    if let tiles {
      Self.cut(&pages, tiles, maxImages: maxImages) { page, crop in
        Self.isDrawable(page, image) && fit.size(of: crop) == crop
      }
    }
    self.pages = pages
  }

  /// Assigns crops to pages. The images that the provider accepts beyond one per page are shared evenly among the downscaled
  /// pages; what one page leaves of its share goes to the pages after it.
  private static func cut(
    _ pages: inout [Page], _ tiles: Recipe.Render.Tiles, maxImages: Int, allows: (PixelSize, PixelSize) -> Bool
  ) {
    let (images, most) =
      switch tiles {
      case .auto: (min(maxImages, mostByItself), Int.max)
      case .most(let most): (maxImages, most)
      }
    var left = max(0, images - pages.count)
    var waiting = pages.count(where: \.isResized)
    for index in pages.indices where pages[index].isResized {
      let page = pages[index]
      pages[index].grid = CropGrid(
        full: page.full, overview: PixelSize(width: page.width, height: page.height), most: min(most, left / waiting),
        allows: allows)
      left -= pages[index].grid?.count ?? 0
      waiting -= 1
    }
  }

  /// The size in pixels at which a page is drawn: usually that of its image. A page that is reduced to the size that a model sees
  /// is drawn twice as large, if the DPI allows it, and halved. The reason: no stroke is drawn thinner than a pixel, so letters
  /// made of strokes would run together at the small size.
  private static func drawn(_ fitted: PixelSize, of full: PixelSize, _ image: Recipe.Image) -> PixelSize {
    guard image.fit == .model else { return fitted }
    let twice = PixelSize(width: min(2 * fitted.width, full.width), height: min(2 * fitted.height, full.height))
    return isDrawable(twice, image) ? twice : fitted
  }

  private static func isDrawable(_ size: PixelSize, _ image: Recipe.Image) -> Bool {
    size.width <= Limits.maxPageSide && size.height <= Limits.maxPageSide && size.width * size.height <= image.maxPixels
  }

  private static func page(
    _ index: Int, _ size: PageSize, dpi: Double, image: Recipe.Image, fit: ImageFit
  ) throws(ItemFailure) -> Page {
    guard size.width > 0, size.height > 0 else {
      throw ItemFailure(.render, .corruptDocument, "Page \(index + 1) cannot be read.")
    }
    let exact = (width: size.width * dpi / 72, height: size.height * dpi / 72)
    guard exact.width < 1e9, exact.height < 1e9 else {
      throw ItemFailure(.render, .pageTooLarge, "Page \(index + 1) is \(size.width / 72) x \(size.height / 72) inches.")
    }
    let full = PixelSize(width: max(1, Int(exact.width.rounded())), height: max(1, Int(exact.height.rounded())))
    if let least = image.minSide, max(full.width, full.height) < least {
      throw ItemFailure(
        .check, .tooSmall,
        "Page \(index + 1) is \(full.width) x \(full.height) pixels at this DPI; the long side must have at least \(least).")
    }
    let fitted = fit.size(of: full)
    guard isDrawable(fitted, image) else {
      throw ItemFailure(
        .render, .pageTooLarge,
        """
        Page \(index + 1) is \(fitted.width) x \(fitted.height) pixels; \
        allowed are \(Limits.maxPageSide) a side and \(image.maxPixels) in all.
        """
      )
    }
    return Page(
      index: index, full: full, width: fitted.width, height: fitted.height, drawn: drawn(fitted, of: full, image))
  }
}
