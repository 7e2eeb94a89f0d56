/// Where an image of an item comes from, as the input wrote it.
package enum ImageSource: Sendable, Hashable {
  /// A file, by the path that the input holds (absolute, or relative to the recipe's folder).
  case file(String)
  /// An http or https address.
  case url(String)
  /// A PDF document, by its path; its pages become images.
  case document(String, pages: DocumentPages, password: String?)
}

/// Which pages of a document an item takes.
package enum DocumentPages: Sendable, Hashable {
  case selection(PageSelection)
  /// One page, by its 0-based index; the recipe said `per: page`.
  case single(Int)
}

extension ImageSource {
  /// The source as it is written into rows and messages: an address without its credentials.
  package var name: String {
    switch self {
    case .file(let path), .document(let path, _, _): path
    case .url(let address): RedactedAddress(address).description
    }
  }
}
