import PrepCodecs
package import PrepCore
import PrepSystem

/// Draws the pages of one document, several at a time, outside a run.
package struct DocumentRendering: Sendable {
  private let bytes: [UInt8]
  private let password: String?
  private let image: Recipe.Image
  private let dpi: Double
  private let timeout: Double
  private let pages: PageRendering
  private let jobs: Int

  /// A page as an encoded image.
  package struct Page: Sendable {
    package var bytes: [UInt8]
    package var format: ImageFormat
    package var width: Int
    package var height: Int
    package var isBlank: Bool
  }

  /// - Parameters:
  ///   - image: format, quality and largest side; `minSide` is not looked at.
  ///   - pages: who draws them.
  package init(
    bytes: [UInt8], password: String?, image: Recipe.Image, render: Recipe.Render, pages: PageRendering, jobs: Int
  ) {
    self.bytes = bytes
    self.password = password
    self.image = image
    dpi = render.dpi
    timeout = render.timeout
    self.pages = pages
    self.jobs = pages == .inProcess ? 1 : jobs
  }

  private func makeRenderer(
    _ template: HelperTemplate?, _ isStopped: @escaping @Sendable () -> Bool
  ) -> any DocumentRenderer {
    guard let template else { return InProcessRenderer() }
    return HelperRenderer(timeout: timeout, isCancelled: isStopped, start: template.start)
  }

  /// Draws the selected pages.
  /// - Parameters:
  ///   - isStopped: asked while pages are drawn; true gives up those in flight and begins no more.
  ///   - each: called once for each page with its 0-based index, from several threads, in no order.
  /// - Throws: a document that cannot be opened, or has none of the pages.
  package func draw(
    _ selection: PageSelection, isStopped: @escaping @Sendable () -> Bool = { false },
    each: @escaping @Sendable (Int, Result<Page, ItemFailure>) -> Void
  ) throws(ItemFailure) {
    let template = self.pages.template
    defer { template?.close() }
    var first = makeRenderer(template, isStopped)
    let sizes: [PageSize]
    do throws(ItemFailure) {
      sizes = try first.open(bytes, password: password)
    } catch {
      first.close()
      throw error
    }
    let indices = selection.indices(ofPages: sizes.count)
    guard !indices.isEmpty else {
      first.close()
      throw ItemFailure(
        .render, .noPages,
        sizes.isEmpty
          ? "The document has no pages." : "The document has \(counted(sizes.count, "page")), and none of the wanted ones.")
    }
    let queue = WorkQueue<Int>()
    for index in indices { queue.push(index) }
    queue.close()
    // The other lanes open the document for themselves.
    let others = (1..<max(1, min(jobs, indices.count))).compactMap { number in
      // Where the system gives no more threads, this one does all the work.
      try? NamedThread("vp-render-\(number)") { [self] in
        var renderer = makeRenderer(template, isStopped)
        drain(queue, with: &renderer, sizes: sizes, isStopped, each: each)
        renderer.close()
      }
    }
    drain(queue, with: &first, sizes: sizes, isStopped, each: each)
    first.close()
    for other in others { other.join() }
  }

  private func drain(
    _ queue: WorkQueue<Int>, with renderer: inout any DocumentRenderer, sizes: [PageSize], _ isStopped: () -> Bool,
    each: (Int, Result<Page, ItemFailure>) -> Void
  ) {
    while !isStopped(), let index = queue.pop() {
      do throws(ItemFailure) {
        // A renderer that died on the page before has to open the document again.
        if !renderer.isOpen { _ = try renderer.open(bytes, password: password) }
        var unlimited = image
        unlimited.minSide = nil
        let plan = try PagePlan(.single(index), of: sizes, dpi: dpi, image: unlimited, maxImages: 1)
        let encoding = ImageEncoding(format: image.format, quality: image.quality, maxBytes: image.maxBytes?.bytes ?? .max)
        for page in plan.pages {
          let drawn = try renderer.render(
            page: index, PageTarget(width: page.width, height: page.height, encoding: encoding))
          each(
            index,
            .success(
              Page(
                bytes: drawn.image.bytes, format: drawn.image.format, width: drawn.image.width, height: drawn.image.height,
                isBlank: drawn.isBlank)))
        }
      } catch {
        // What was given up is no fault of the page.
        if !isStopped() { each(index, .failure(error)) }
      }
    }
  }
}
