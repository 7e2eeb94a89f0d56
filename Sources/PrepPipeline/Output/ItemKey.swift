import PrepCore
import PrepDigest
import PrepPlan
import PrepProviders

/// The digests of everything that determines an item's outcome, except the content of its files. Two items with equal keys have
/// equal outcomes, whatever their position, their split, or the rest of the recipe.
struct ItemKey: Sendable, Hashable {
  /// Half of a SHA-256 digest.
  struct Half: Sendable, Hashable {
    var a: UInt64 = 0
    var b: UInt64 = 0

    static let zero = Half()
  }

  /// The digest of the id (when the input has one), the sources, and the image settings. It is equal for items that differ only
  /// in their texts, except for items that consist of texts alone.
  var images: Half
  /// The digest of the texts.
  var texts: Half

  /// The key of an item whose source is not known, such as one from a merge.
  static let unknown = ItemKey(images: .zero, texts: .zero)
}

extension ItemKey.Half {
  init(_ digest: SHA256Digest) { self.init(a: digest.words.0, b: digest.words.1) }
}

/// Makes the keys of a recipe's items.
struct ItemKeys: Sendable {
  private let options: SHA256Digest
  private let fetch: [String]
  /// Whether ids come from the input. Ids that are derived from a row's content change whenever its text does.
  private let hasOwnIDs: Bool
  private let detail: String

  init(_ recipe: Recipe, profile: ProviderProfile, versions: String) {
    var hasher = SHA256Hasher()
    let formats = profile.formats.map(\.rawValue).sorted().joined(separator: " ")
    let limits = [profile.name, profile.collected, "\(profile.maxImagesPerExample)", "\(profile.maxImageBytes)", formats]
    for field in ["images 1", versions] + limits + recipe.imageFields { hasher.update(field: field) }
    options = hasher.finish()
    fetch = recipe.fetchFields
    hasOwnIDs =
      switch recipe.source {
      case .table(_, let id, _), .sqlite(_, _, let id, _): id != nil
      case .documents: true
      }
    detail = recipe.image.detail?.rawValue ?? ""
  }

  func key(of item: Item) -> ItemKey {
    var images = SHA256Hasher()
    images.update(field: options.hex)
    if hasOwnIDs { images.update(field: item.id) }
    for source in item.sources {
      switch source {
      case .file(let path): images.update(field: "file \(path)")
      case .url(let address):
        for field in ["url \(address)"] + fetch { images.update(field: field) }
      case .document(let path, let pages, let password):
        images.update(field: "document \(path)")
        images.update(field: "\(pages)")
        images.update(field: password ?? "")
      }
    }
    let texts = SHA256Digest.of(
      fields: detail, item.conversation.system.map { "=\($0)" } ?? "-", item.conversation.user, item.conversation.assistant)
    if item.sources.isEmpty { images.update(field: texts.hex) }
    return ItemKey(images: ItemKey.Half(images.finish()), texts: ItemKey.Half(texts))
  }
}
