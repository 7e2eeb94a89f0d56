package import PrepCodecs

/// The state of one thread of the render lane: a renderer, and the document that it opened last. Items of one document mostly
/// follow each other, and only the first of them reads and opens the file.
package struct RenderLane {
  package var renderer: any DocumentRenderer
  package var document: OpenDocument?

  package init(_ renderer: any DocumentRenderer) { self.renderer = renderer }
}

/// A document that was opened; the renderer may have closed it since.
package struct OpenDocument: Sendable {
  package var path: String
  package var password: String?
  /// The sizes of all pages.
  package var sizes: [PageSize]
  /// The digest of the document's content, as a trace stores it.
  package var content: UInt64

  package init(path: String, password: String?, sizes: [PageSize], content: UInt64) {
    self.path = path
    self.password = password
    self.sizes = sizes
    self.content = content
  }
}
