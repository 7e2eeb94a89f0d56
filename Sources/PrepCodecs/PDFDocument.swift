import CPrepPoppler
package import PrepCore
package import PrepImage

/// A page's size in points (1/72 inch) as displayed: CropBox, rotation and UserUnit applied.
package struct PageSize: Sendable, Hashable {
  package var width: Double
  package var height: Double

  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// An open PDF document.
///
/// Poppler is not safe on two threads of one process, not even with different documents: its graphics state has unguarded
/// statics, and all documents share one FreeType library. So all use of this type in a process is on one thread at a time.
package struct PDFDocument: ~Copyable {
  private let handle: OpaquePointer
  /// Poppler reads from this memory as long as the document is open.
  private let storage: UnsafeMutableBufferPointer<UInt8>

  /// Opens a document from its bytes.
  /// - Throws: `corrupt_document` or `encrypted_document`.
  package init(bytes: [UInt8], password: String?) throws(ItemFailure) {
    let storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = storage.initialize(fromContentsOf: bytes)
    var message = [CChar](repeating: 0, count: 256)
    var handle: OpaquePointer?
    let status = vp_poppler_open(storage.baseAddress, storage.count, password, &handle, &message, message.count)
    guard let handle else {
      storage.deallocate()
      throw Self.failure(status, message: message, bytes: bytes, hasPassword: password != nil)
    }
    self.handle = handle
    self.storage = storage
  }

  deinit {
    vp_poppler_close(handle)
    storage.deallocate()
  }

  private static func failure(
    _ status: vp_poppler_status, message: [CChar], bytes: [UInt8], hasPassword: Bool
  ) -> ItemFailure {
    switch status {
    case VP_POPPLER_ENCRYPTED:
      return ItemFailure(
        .render, .encryptedDocument,
        hasPassword ? "The password does not open the document." : "The document is encrypted and no password was given.")
    case VP_POPPLER_NO_MEMORY:
      return ItemFailure(.render, .renderMemory, "There is not enough memory to open the document.")
    default:
      let isPDF = bytes.prefix(1024).contains(subsequence: Array("%PDF".utf8))
      let reason = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return ItemFailure(
        .render, .corruptDocument,
        isPDF
          ? "The document cannot be opened: \(reason.isEmpty ? "it is damaged" : reason)."
          : "The file is no PDF: it has no %PDF header in its first 1,024 bytes.")
    }
  }

  /// Loads what the PDF library would load later, in a process that is about to give up the right to load code.
  package static func prepare() { vp_poppler_prepare() }

  package var pageCount: Int { Int(vp_poppler_page_count(handle)) }

  /// - Parameter index: 0-based.
  package func pageSize(_ index: Int) throws(ItemFailure) -> PageSize {
    var width = 0.0
    var height = 0.0
    var unit = 1.0
    guard vp_poppler_page_size(handle, Int32(index), &width, &height, &unit) == VP_POPPLER_OK,
      width.isFinite, height.isFinite, width > 0, height > 0
    else {
      throw ItemFailure(.render, .corruptDocument, "Page \(index + 1) cannot be read.")
    }
    return PageSize(width: width, height: height)
  }

  /// Draws a page onto white, filling `width` x `height` pixels.
  /// - Parameter spare: memory of an earlier page, which is used again when it is large enough.
  package func render(
    _ index: Int, width: Int, height: Int, reusing spare: consuming [UInt8]
  ) throws(ItemFailure) -> DrawingSurface {
    guard width >= 1, height >= 1, width <= Limits.maxPageSide, height <= Limits.maxPageSide else {
      throw ItemFailure(
        .render, .pageTooLarge, "Page \(index + 1) is \(width) x \(height) pixels; a side may have \(Limits.maxPageSide).")
    }
    var status = VP_POPPLER_OK
    let surface = DrawingSurface(width: width, height: height, reusing: consume spare) { pixels in
      status = vp_poppler_render(handle, Int32(index), Int32(width), Int32(height), pixels)
    }
    switch status {
    case VP_POPPLER_OK: return surface
    case VP_POPPLER_NO_MEMORY:
      throw ItemFailure(.render, .renderMemory, "There is not enough memory to draw page \(index + 1).")
    default:
      throw ItemFailure(.render, .corruptDocument, "Page \(index + 1) cannot be drawn.")
    }
  }
}

extension PDFDocument {
  /// The name of a font of the page that is neither in the document nor installed, so that another one is drawn in its place. Nil
  /// when there is no such font; empty for a font without a name.
  ///
  /// The 14 standard fonts, which documents may leave out, do not count: fonts with the same metrics replace them.
  package func missingFont(onPage index: Int) -> String? {
    var name = [CChar](repeating: 0, count: 256)
    guard vp_poppler_missing_font(handle, Int32(index), &name, name.count) != 0 else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

extension Sequence<UInt8> {
  /// Whether `word` occurs somewhere in the bytes; for short words.
  fileprivate func contains(subsequence word: [UInt8]) -> Bool {
    let bytes = Array(self)
    guard bytes.count >= word.count else { return false }
    return (0...bytes.count - word.count).contains { bytes[$0..<$0 + word.count].elementsEqual(word) }
  }
}

/// The versions of the libraries behind ``PDFDocument``.
package enum PDFVersions {
  package static var all: [(name: String, version: String)] {
    [
      ("poppler", String(cString: vp_poppler_version())),
      ("cairo", String(cString: vp_poppler_cairo_version())),
      ("qpdf", String(cString: vp_poppler_qpdf_version())),
    ]
  }
}
