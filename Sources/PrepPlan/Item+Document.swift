package import PrepCore

extension Item {
  /// The document that the item's images are pages of; nil when they are files and addresses.
  package var document: (path: String, pages: DocumentPages, password: String?)? {
    if case .document(let path, let pages, let password)? = sources.first { (path, pages, password) } else { nil }
  }
}
