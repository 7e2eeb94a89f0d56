package import PrepCore

extension Item {
  /// The document whose pages are the item's images; nil when the images are files and addresses.
  package var document: (path: String, pages: DocumentPages, password: String?)? {
    if case .document(let path, let pages, let password)? = sources.first { (path, pages, password) } else { nil }
  }
}
