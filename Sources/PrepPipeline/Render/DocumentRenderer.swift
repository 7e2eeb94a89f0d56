import CPrepCage
import PrepCodecs
import PrepCore
import PrepImage

/// Opens documents and turns their pages into encoded images; one document at a time.
protocol DocumentRenderer {
  /// The path of the document that is open.
  var opened: String? { get }
  /// The sizes of all pages; a page that cannot be read has a size of 0 x 0.
  mutating func open(_ bytes: [UInt8], path: String, password: String?) throws(Failure) -> [PageSize]
  /// - Parameter page: the 0-based page of the document that was opened last.
  mutating func render(page: Int, _ target: PageTarget) throws(Failure) -> RenderedPage
  /// Ends what the renderer holds.
  mutating func close()
}

/// Renders on the calling thread.
struct LocalRenderer: DocumentRenderer {
  /// `PDFDocument` is not copyable and this value is.
  private final class Box {
    let document: PDFDocument
    init(_ document: consuming PDFDocument) { self.document = document }
  }

  private var box: Box?
  private(set) var opened: String?

  mutating func open(_ bytes: [UInt8], path: String, password: String?) throws(Failure) -> [PageSize] {
    close()
    let document = try PDFDocument(bytes: bytes, password: password)
    let sizes = (0..<document.pageCount).map { index in
      (try? document.pageSize(index)) ?? PageSize(width: 0, height: 0)
    }
    box = Box(document)
    opened = path
    return sizes
  }

  mutating func render(page: Int, _ target: PageTarget) throws(Failure) -> RenderedPage {
    guard let box else { throw Failure(.render, .corruptDocument, "No document is open.") }
    // An allocation that fails would end the process: ask before.
    guard vp_cage_has_room(UInt64(target.width) * UInt64(target.height) * UInt64(PagePlan.bytesPerPixel)) != 0 else {
      throw Failure(
        .render, .renderMemory,
        "There is not enough memory to draw page \(page + 1) with \(target.width) x \(target.height) pixels.")
    }
    let pixels = try box.document.render(page, width: target.width, height: target.height)
    return RenderedPage(
      image: try target.encoding.fit(pixels), isBlank: isWhite(pixels),
      missingFont: target.looksAtFonts ? box.document.missingFont(onPage: page) : nil)
  }

  mutating func close() {
    box = nil
    opened = nil
  }

  /// A page of one other colour has a mark: the colour.
  private func isWhite(_ pixels: PixelBuffer) -> Bool {
    pixels.bytes.prefix(3).allSatisfy { $0 == 255 } && isBlank(pixels)
  }
}

/// A renderer in the caller's own process, for library callers without a helper executable. All of a process share one lock,
/// since poppler is not safe on two threads.
struct InProcessRenderer: DocumentRenderer {
  private static let turn = Monitor(())
  private var local = LocalRenderer()

  var opened: String? { local.opened }

  mutating func open(_ bytes: [UInt8], path: String, password: String?) throws(Failure) -> [PageSize] {
    try Self.turn.locked { () throws(Failure) in try local.open(bytes, path: path, password: password) }
  }

  mutating func render(page: Int, _ target: PageTarget) throws(Failure) -> RenderedPage {
    try Self.turn.locked { () throws(Failure) in try local.render(page: page, target) }
  }

  mutating func close() { Self.turn.locked { local.close() } }
}
