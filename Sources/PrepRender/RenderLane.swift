package import PrepCodecs

/// What one thread of the render lane works with: a renderer, and what is known of the document that it was given last. Of the items of one
/// document, which mostly follow each other, only the first reads the file and opens it.
package struct RenderLane {
  package var renderer: any DocumentRenderer
  package var document: OpenDocument?

  package init(_ renderer: any DocumentRenderer) { self.renderer = renderer }
}

/// A document that was opened, whether the renderer still has it open or not.
package struct OpenDocument: Sendable {
  package var path: String
  package var password: String?
  /// Of all pages.
  package var sizes: [PageSize]
  /// What its bytes are in a trace.
  package var content: UInt64

  package init(path: String, password: String?, sizes: [PageSize], content: UInt64) {
    self.path = path
    self.password = password
    self.sizes = sizes
    self.content = content
  }
}
