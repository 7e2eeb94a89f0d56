import CPrepCage
package import PrepCodecs
package import PrepCore
import PrepImage
import PrepSystem

/// Opens documents and renders their pages to encoded images; one document at a time.
package protocol DocumentRenderer {
  /// Whether a document is open.
  var isOpen: Bool { get }
  /// Opens a document and returns the sizes of all pages; a page that cannot be read has a size of 0 x 0.
  mutating func open(_ bytes: [UInt8], password: String?) throws(ItemFailure) -> [PageSize]
  /// - Parameter page: the 0-based page of the document that was opened last.
  mutating func render(page: Int, _ target: PageTarget) throws(ItemFailure) -> RenderedPage
  /// Releases the resources of the renderer.
  mutating func close()
}

/// Renders on the calling thread.
package struct LocalRenderer: DocumentRenderer {
  /// `PDFDocument` is not copyable, but this struct is.
  private final class Box {
    let document: PDFDocument
    init(_ document: consuming PDFDocument) { self.document = document }
  }

  /// A page of the open document whose crops are requested one after another.
  private struct Sheet {
    let page: Int
    let pixels: PixelBuffer
  }

  /// The most bytes of pixels that are kept from one page to the next.
  package var mostKept = 0

  private var box: Box?
  private var sheet: Sheet?
  /// The memory of the last page. It is reused because the system clears new memory, which for a page takes as long as half of
  /// the drawing.
  private var spare: [UInt8] = []
  package var isOpen: Bool { box != nil }

  /// The number of bytes that are kept between two pages.
  package var kept: Int { spare.count }

  package mutating func open(_ bytes: [UInt8], password: String?) throws(ItemFailure) -> [PageSize] {
    close()
    let document = try PDFDocument(bytes: bytes, password: password)
    let sizes = (0..<document.pageCount).map { index in
      (try? document.pageSize(index)) ?? PageSize(width: 0, height: 0)
    }
    box = Box(document)
    return sizes
  }

  package mutating func render(page: Int, _ target: PageTarget) throws(ItemFailure) -> RenderedPage {
    guard let box else { throw ItemFailure(.render, .corruptDocument, "No document is open.") }
    guard let crop = target.crop else {
      sheet = nil
      let surface = try draw(page, of: box.document, target)
      let isBlank = surface.isWhite
      let image: FittedImage
      if target.isDrawnAsItIs {
        image = try target.encoding.fit(surface, leaving: &spare)
        if spare.count > mostKept { spare = [] }
      } else {
        let pixels = surface.pixels()
        image = try target.encoding.fit(pixels.resized(toWidth: target.width, height: target.height), madeFrom: pixels)
      }
      return RenderedPage(
        image: image, isBlank: isBlank, missingFont: target.looksAtFonts ? box.document.missingFont(onPage: page) : nil)
    }
    let sheet = try sheet(page, of: box.document, target)
    let part = sheet.part(x: crop.x, y: crop.y, width: crop.width, height: crop.height)
    return RenderedPage(image: try target.encoding.fit(part, madeFrom: sheet), isBlank: isBlank(part))
  }

  /// The page of a crop. It is drawn once and cut many times, since poppler would read the whole page again for each crop.
  private mutating func sheet(
    _ page: Int, of document: borrowing PDFDocument, _ target: PageTarget
  ) throws(ItemFailure) -> PixelBuffer {
    if let sheet, sheet.page == page, sheet.pixels.width == target.drawn.width, sheet.pixels.height == target.drawn.height {
      return sheet.pixels
    }
    sheet = nil
    let pixels = try draw(page, of: document, target).pixels()
    sheet = Sheet(page: page, pixels: pixels)
    return pixels
  }

  private mutating func draw(
    _ page: Int, of document: borrowing PDFDocument, _ target: PageTarget
  ) throws(ItemFailure) -> DrawingSurface {
    let size = target.drawn
    // A failed allocation would end the process, so this asks first.
    guard vp_cage_has_room(UInt64(target.memory)) != 0 else {
      throw ItemFailure(
        .render, .renderMemory,
        "There is not enough memory to draw page \(page + 1) with \(size.width) x \(size.height) pixels.")
    }
    var memory: [UInt8] = []
    swap(&memory, &spare)
    return try document.render(page, width: size.width, height: size.height, reusing: consume memory)
  }

  package mutating func close() {
    box = nil
    sheet = nil
    spare = []
  }
}

/// A renderer in the caller's own process, for library callers without a helper executable. All such renderers of a process share
/// one lock, since poppler is not thread-safe.
package struct InProcessRenderer: DocumentRenderer {
  private static let turn = Monitor(())
  private var local = LocalRenderer()

  package init() {}

  package var isOpen: Bool { local.isOpen }

  package mutating func open(_ bytes: [UInt8], password: String?) throws(ItemFailure) -> [PageSize] {
    try Self.turn.locked { () throws(ItemFailure) in try local.open(bytes, password: password) }
  }

  package mutating func render(page: Int, _ target: PageTarget) throws(ItemFailure) -> RenderedPage {
    try Self.turn.locked { () throws(ItemFailure) in try local.render(page: page, target) }
  }

  package mutating func close() { Self.turn.locked { local.close() } }
}
