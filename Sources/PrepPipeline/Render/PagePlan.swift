import PrepCodecs
import PrepCore
import PrepTokens

/// Which pages of a document are drawn, and at how many pixels; decided from the page sizes before anything is allocated.
struct PagePlan: Sendable {
  struct Page: Sendable, Hashable {
    /// 0-based.
    var index: Int
    var width: Int
    var height: Int
    /// True when `image.max_side` or `image.fit` made it smaller than the DPI says.
    var isResized: Bool
  }

  let pages: [Page]

  /// Bytes that drawing and encoding take at the most for a pixel: four as cairo draws it, three in the filtered copy, three
  /// compressed.
  static let bytesPerPixel = 10

  /// Bytes that drawing and encoding may need: the largest page's pixels as cairo draws them (4 a pixel), their filtered copy
  /// and the compressed bytes (3 each at the most), and the pages that are done.
  var need: Int {
    let largest = pages.map { $0.width * $0.height }.max() ?? 0
    let all = pages.reduce(0) { $0 + $1.width * $1.height }
    return Self.bytesPerPixel * largest + all / 4
  }

  /// - Parameters:
  ///   - sizes: of all the document's pages.
  ///   - maxImages: the most that the provider takes in one example.
  ///   - rule: how the recipe's model sees images; nil when that does not matter.
  /// - Throws: `no_pages`, `too_many_images`, `corrupt_document`, `page_too_large` or `too_small`.
  init(
    _ selected: DocumentPages, of sizes: [PageSize], dpi: Double, image: Recipe.Image, maxImages: Int,
    rule: ImageTokenRule? = nil
  ) throws(Failure) {
    guard !sizes.isEmpty else { throw Failure(.render, .noPages, "The document has no pages.") }
    let indices =
      switch selected {
      case .single(let index): index < sizes.count ? [index] : []
      case .selection(let selection): selection.indices(ofPages: sizes.count)
      }
    guard !indices.isEmpty else {
      let pages = sizes.count == 1 ? "1 page" : "\(sizes.count) pages"
      throw Failure(.render, .noPages, "The document has \(pages), and none of the wanted ones.")
    }
    guard indices.count <= maxImages else {
      throw Failure(
        .check, .tooManyImages,
        "The document has \(indices.count) wanted pages; the provider takes \(maxImages) images in one example.")
    }
    let fit = ImageFit(image, rule: rule)
    var pages: [Page] = []
    for index in indices {
      pages.append(try Self.page(index, sizes[index], dpi: dpi, image: image, fit: fit))
    }
    self.pages = pages
  }

  private static func page(
    _ index: Int, _ size: PageSize, dpi: Double, image: Recipe.Image, fit: ImageFit
  ) throws(Failure) -> Page {
    guard size.width > 0, size.height > 0 else {
      throw Failure(.render, .corruptDocument, "Page \(index + 1) cannot be read.")
    }
    let exact = (width: size.width * dpi / 72, height: size.height * dpi / 72)
    guard exact.width < 1e9, exact.height < 1e9 else {
      throw Failure(.render, .pageTooLarge, "Page \(index + 1) is \(size.width / 72) x \(size.height / 72) inches.")
    }
    let full = PixelSize(width: max(1, Int(exact.width.rounded())), height: max(1, Int(exact.height.rounded())))
    if let least = image.minSide, max(full.width, full.height) < least {
      throw Failure(
        .check, .tooSmall,
        "Page \(index + 1) is \(full.width) x \(full.height) pixels at this DPI; the long side must have at least \(least).")
    }
    // Drawn at its final size: the vector graphics are the best resampling there is.
    let fitted = fit.size(of: full)
    guard fitted.width <= Limits.maxPageSide, fitted.height <= Limits.maxPageSide,
      fitted.width * fitted.height <= image.maxPixels
    else {
      throw Failure(
        .render, .pageTooLarge,
        """
        Page \(index + 1) is \(fitted.width) x \(fitted.height) pixels; \
        allowed are \(Limits.maxPageSide) a side and \(image.maxPixels) in all.
        """
      )
    }
    return Page(index: index, width: fitted.width, height: fitted.height, isResized: fitted != full)
  }
}
