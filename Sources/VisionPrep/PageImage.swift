import PrepPipeline
import PrepRender
import PrepSystem

/// A page of a PDF document as an encoded image.
public struct PageImage: Sendable, Hashable {
  /// 0-based.
  public var index: Int
  public var bytes: [UInt8]
  public var format: ImageFormat
  /// Pixels.
  public var width: Int
  public var height: Int
  /// True when the page has no mark on it.
  public var isBlank: Bool

  init(index: Int, _ page: DocumentRendering.Page) {
    self.index = index
    bytes = page.bytes
    format = page.format
    width = page.width
    height = page.height
    isBlank = page.isBlank
  }
}

/// How pages are drawn outside a run.
public struct PageOptions: Sendable, Hashable {
  public var pages: PageRendering
  /// Dots per inch: a page's pixels are its points x dpi / 72.
  public var dpi = 300.0
  /// `auto` takes PNG for flat graphics and JPEG for photos.
  public var format = Recipe.Image.Format.png
  /// JPEG quality, 1 to 100.
  public var quality = 90
  /// The longest side in pixels; nil for what the DPI gives.
  public var maxSide: Int?
  public var password: String?
  /// Seconds that one page may take, in a helper process.
  public var timeout = 120.0
  /// Pages that are drawn at a time, in helper processes.
  public var jobs: Int

  public init(pages: PageRendering, jobs: Int? = nil) {
    self.pages = pages
    self.jobs = max(1, jobs ?? Machine.processors)
  }
}

/// A PDF document, for drawing its pages with the engine of ``Preparation``.
public struct Document: Sendable {
  private let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// - Throws: `not_found`, `unreadable` or `too_many_bytes`.
  public init(contentsOf path: String) throws(Failure) {
    bytes = try SourceFile.read(path, name: path, maxBytes: Limits().maxBytes)
  }

  /// Draws one page.
  /// - Parameters:
  ///   - index: 0-based.
  ///   - options: how, and by whom.
  /// - Throws: what is wrong with the document or the page.
  public func page(_ index: Int, options: PageOptions) async throws(Failure) -> PageImage {
    let pages = PageSelection.ranges([(index + 1)...(index + 1)])
    let slot = Monitor<Result<PageImage, Failure>?>(nil)
    try await draw(pages, options: options) { _, result in slot.change { $0 = result } }
    guard let result = slot.read({ $0 }) else { throw Failure(.render, .noPages, "The document has no page \(index + 1).") }
    return try result.get()
  }

  /// Draws several pages, `options.jobs` at a time.
  /// - Parameters:
  ///   - pages: which of the document's pages.
  ///   - options: how, and by whom.
  ///   - each: called once for each page with its 0-based index, from several threads, in no order.
  /// - Throws: a document that cannot be opened, or has none of the pages.
  public func draw(
    _ pages: PageSelection, options: PageOptions, each: @escaping @Sendable (Int, Result<PageImage, Failure>) -> Void
  ) async throws(Failure) {
    var image = Recipe.Image()
    image.format = options.format
    image.quality = options.quality
    image.maxSide = options.maxSide
    var render = Recipe.Render()
    render.dpi = options.dpi
    render.timeout = options.timeout
    let rendering = DocumentRendering(
      bytes: bytes, password: options.password, image: image, render: render, renderer: options.pages.renderer,
      jobs: options.jobs)
    let result: Result<Void, Failure> = await withCheckedContinuation { continuation in
      do throws(RunError) {
        _ = try NamedThread("vp-document") {
          continuation.resume(
            returning: Result { () throws(Failure) in
              try rendering.draw(pages) { index, result in each(index, result.map { PageImage(index: index, $0) }) }
            })
        }
      } catch {
        continuation.resume(returning: .failure(Failure(.render, .renderMemory, "\(error.message).")))
      }
    }
    try result.get()
  }
}
