import PrepCodecs
import PrepCore

@testable import PrepRender

extension FuzzTarget {
  /// Reads the content of a frame between the program and its rendering helper, as each side does.
  static let messages = FuzzTarget { content in
    if let request = try? RenderRequest(content: content) {
      let again = request.frame().flatMap { try? RenderRequest(content: Array($0.dropFirst(4))) }
      require(again == request, "a request comes back changed")
    }
    guard let reply = try? RenderReply(content: content) else { return }
    // Compared by their frames, because a page's size may be NaN, which equals nothing.
    let frame = reply.frame()
    let again = frame.flatMap { try? RenderReply(content: Array($0.dropFirst(4))) }
    require(again?.frame() == frame, "a reply comes back changed")
    if case .opened(let sizes) = reply {
      plan(.selection(.all), sizes)
      plan(.single(0), sizes)
    }
  } seeds: {
    let encoding = ImageEncoding(format: .auto, quality: 90, maxBytes: 10_000_000)
    let limits = RenderLimits(memory: 1 << 20, seconds: 30)
    let crop = PageCrop(x: 1, y: 2, width: 8, height: 9, page: PixelSize(width: 10, height: 20))
    let image = FittedImage(bytes: [1, 2, 3], format: .png, width: 8, height: 9, isReduced: true, quality: 60)
    let frames = [
      RenderRequest.open(password: "secret", bytes: [1, 2, 3], limits).frame(),
      RenderRequest.render(page: 1, PageTarget(width: 8, height: 9, encoding: encoding), limits).frame(),
      RenderRequest.render(page: 1, PageTarget(crop, encoding: encoding), limits).frame(),
      RenderReply.opened([PageSize(width: 595.276, height: 841.89), PageSize(width: 0, height: 0)]).frame(),
      RenderReply.page(RenderedPage(image: image, isBlank: false, missingFont: "ISOCPEUR")).frame(),
      RenderReply.failure(ItemFailure(.render, .corruptDocument, "Page 1 cannot be read.")).frame(),
    ]
    return frames.compactMap { $0.map { Array($0.dropFirst(4)) } }
  }
}

/// What is decided from the sizes that a helper announced.
private func plan(_ pages: DocumentPages, _ sizes: [PageSize]) {
  let options: [(maxSide: Int?, tiles: Recipe.Render.Tiles?)] = [(nil, nil), (1024, nil), (1024, .auto)]
  for (maxSide, tiles) in options {
    var image = Recipe.Image()
    image.maxSide = maxSide
    do throws(ItemFailure) {
      let plan = try PagePlan(pages, of: sizes, dpi: 300, image: image, maxImages: 10, tiles: tiles)
      require(plan.pages.allSatisfy { $0.width > 0 && $0.height > 0 }, "a page without pixels is to be drawn")
      require(plan.pages.allSatisfy { $0.width * $0.height <= image.maxPixels }, "a page above the limit is to be drawn")
      let targets = plan.targets(encoding: ImageEncoding(format: .auto, quality: 90, maxBytes: 10_000_000)).map(\.target)
      require(targets.count <= 10, "more images than the provider takes")
      require(targets.allSatisfy { $0.crop?.isOnPage ?? true }, "a crop beside its page")
      require(plan.need > 0, "pages that need no memory")
    } catch {
      requireSentence(error)
    }
  }
}
