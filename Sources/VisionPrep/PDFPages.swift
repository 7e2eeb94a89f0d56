import PrepRender
import PrepSystem

/// Draws pages of a PDF document with the engine of ``Preparation``: `visionprep render` as a value.
public struct PDFPages: Sendable {
  /// How pages are drawn.
  public struct Options: Sendable, Hashable {
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

    /// - Parameters:
    ///   - pages: who draws them.
    ///   - jobs: by default the processors that this process may use.
    public init(pages: PageRendering = .inProcess, jobs: Int? = nil) {
      self.pages = pages
      self.jobs = max(1, jobs ?? Machine.processors)
    }
  }

  /// How many pages were drawn.
  public struct Summary: Sendable, Hashable {
    public var drawn = 0
    public var failed = 0
  }

  private enum Source: Sendable {
    case bytes([UInt8])
    case file(String)
  }

  private let source: Source
  private let selection: PageSelection
  private let options: Options

  /// - Parameters:
  ///   - bytes: the document.
  ///   - selection: which of its pages.
  public init(bytes: [UInt8], _ selection: PageSelection = .all, options: Options = Options()) {
    (source, self.selection, self.options) = (.bytes(bytes), selection, options)
  }

  /// - Parameter path: the document's file; it is read when pages are drawn.
  public init(contentsOf path: String, _ selection: PageSelection = .all, options: Options = Options()) {
    (source, self.selection, self.options) = (.file(path), selection, options)
  }

  /// Draws the pages, as many at a time as the options say. Cancelling the task gives up those in flight.
  /// - Parameter progress: is told ``RunProgress/page(_:)`` or ``RunProgress/failedPage(_:_:)`` once for each page.
  /// - Returns: the counts. A page that cannot be drawn is no error.
  /// - Throws: `document` for one that cannot be read or opened, or has none of the pages, with the failure that says why; that the task
  ///   was cancelled.
  @discardableResult
  public func run(progress: @escaping RunProgress.Handler = { _ in }) async throws(RunError) -> Summary {
    try await draw(selection, progress)
  }

  /// Draws one page.
  /// - Parameter index: 0-based.
  /// - Throws: as ``run(progress:)``, and `document` for a page that cannot be drawn.
  public func page(_ index: Int) async throws(RunError) -> PageImage {
    let slot = Monitor<Result<PageImage, ItemFailure>?>(nil)
    try await draw(.ranges([(index + 1)...(index + 1)])) { progress in
      switch progress {
      case .page(let page): slot.change { $0 = .success(page) }
      case .failedPage(_, let failure): slot.change { $0 = .failure(failure) }
      default: break
      }
    }
    do throws(ItemFailure) {
      guard let result = slot.read({ $0 }) else { throw ItemFailure(.render, .noPages, "The document has no page \(index + 1).") }
      return try result.get()
    } catch {
      throw RunError(error)
    }
  }

  @discardableResult
  private func draw(
    _ selection: PageSelection, _ progress: @escaping RunProgress.Handler
  ) async throws(RunError) -> Summary {
    let (source, options) = (source, options)
    return try await NamedThread.result("vp-document") { (isStopped) throws(RunError) in
      do throws(ItemFailure) {
        let counts = Monitor(Summary())
        try Self.rendering(of: source, options).draw(selection, isStopped: isStopped) { index, result in
          switch result {
          case .success(let page):
            counts.change { $0.drawn += 1 }
            progress(.page(PageImage(index: index, page)))
          case .failure(let failure):
            counts.change { $0.failed += 1 }
            progress(.failedPage(index, failure))
          }
        }
        return isStopped() ? nil : counts.read { $0 }
      } catch {
        throw isStopped() ? .cancelled : RunError(error)
      }
    }
  }

  private static func rendering(of source: Source, _ options: Options) throws(ItemFailure) -> DocumentRendering {
    var image = Recipe.Image()
    image.format = options.format
    image.quality = options.quality
    image.maxSide = options.maxSide
    var render = Recipe.Render()
    render.dpi = options.dpi
    render.timeout = options.timeout
    let bytes: [UInt8]
    switch source {
    case .bytes(let given): bytes = given
    case .file(let path): bytes = try SourceFile.read(path, name: path, maxBytes: Limits().maxBytes)
    }
    return DocumentRendering(
      bytes: bytes, password: options.password, image: image, render: render, pages: options.pages,
      jobs: max(1, options.jobs))
  }
}

extension PageImage {
  fileprivate init(index: Int, _ page: DocumentRendering.Page) {
    self.init(
      index: index, bytes: page.bytes, format: page.format, width: page.width, height: page.height, isBlank: page.isBlank)
  }
}

extension RunError {
  /// What is wrong with a document, as what ends the drawing of its pages.
  fileprivate init(_ failure: ItemFailure) {
    self.init(.document, failure.message, remedy: failure.code.explanation?.remedy ?? "Look at the document.")
    self.failure = failure
  }
}
