import PrepCodecs

/// What one thread of the render lane works with: a renderer, and what is known of the document that it was given last. Of the items of one
/// document, which mostly follow each other, only the first reads the file and opens it.
struct RenderLane {
  var renderer: any DocumentRenderer
  var document: OpenDocument?

  init(_ renderer: any DocumentRenderer) { self.renderer = renderer }
}

/// A document that was opened, whether the renderer still has it open or not.
struct OpenDocument: Sendable {
  var path: String
  var password: String?
  /// Of all pages.
  var sizes: [PageSize]
  /// What its bytes are in a trace.
  var content: UInt64
}
