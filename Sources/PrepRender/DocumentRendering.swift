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
  private let renderer: PageRenderer
  private let jobs: Int

  /// A page as an encoded image.
  package struct Page: Sendable {
    package var bytes: [UInt8]
    package var format: ImageFormat
    package var width: Int
    package var height: Int
    package var isBlank: Bool
  }

  /// - Parameter image: format, quality and largest side; `minSide` is ignored.
  package init(
    bytes: [UInt8], password: String?, image: Recipe.Image, render: Recipe.Render, renderer: PageRenderer, jobs: Int
  ) {
    self.bytes = bytes
    self.password = password
    self.image = image
    dpi = render.dpi
    timeout = render.timeout
    self.renderer = renderer
    self.jobs = renderer == .inProcess ? 1 : jobs
  }

  private func makeRenderer(_ template: HelperTemplate?) -> any DocumentRenderer {
    guard let template else { return InProcessRenderer() }
    return HelperRenderer(timeout: timeout, isCancelled: { false }, start: template.start)
  }

  /// Draws the selected pages.
  /// - Parameter each: called once for each page with its 0-based index, from several threads, in no order.
  /// - Throws: when the document cannot be opened or has none of the pages.
  package func draw(_ pages: PageSelection, each: @escaping @Sendable (Int, Result<Page, Failure>) -> Void) throws(Failure) {
    let template = renderer.template
    defer { template?.close() }
    var first = makeRenderer(template)
    let sizes: [PageSize]
    do throws(Failure) {
      sizes = try first.open(bytes, password: password)
    } catch {
      first.close()
      throw error
    }
    let indices = pages.indices(ofPages: sizes.count)
    guard !indices.isEmpty else {
      first.close()
      throw Failure(
        .render, .noPages,
        sizes.isEmpty ? "The document has no pages." : "The document has \(sizes.count) pages, and none of the wanted ones.")
    }
    let queue = WorkQueue<Int>()
    for index in indices { queue.push(index) }
    queue.close()
    // The other lanes each open the document themselves.
    let others = (1..<max(1, min(jobs, indices.count))).compactMap { number in
      // When the system grants no more threads, this one does all the work.
      try? NamedThread("vp-render-\(number)") { [self] in
        var renderer = makeRenderer(template)
        drain(queue, with: &renderer, sizes: sizes, each: each)
        renderer.close()
      }
    }
    drain(queue, with: &first, sizes: sizes, each: each)
    first.close()
    for other in others { other.join() }
  }

  private func drain(
    _ queue: WorkQueue<Int>, with renderer: inout any DocumentRenderer, sizes: [PageSize],
    each: (Int, Result<Page, Failure>) -> Void
  ) {
    while let index = queue.pop() {
      do throws(Failure) {
        // A renderer that died on the previous page must open the document again.
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
        each(index, .failure(error))
      }
    }
  }
}
