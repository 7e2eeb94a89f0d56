import PrepCodecs
import PrepCore
import PrepDataset
import PrepProviders
import PrepRender

/// An item between two jobs, with everything that it holds.
enum Work: Sendable {
  /// An earlier run has an outcome that may still be valid.
  case earlier(Item, EarlierWork.Found)
  /// No step is done yet.
  case begun(Item)
  /// The downloads of the item's addresses have ended.
  case fetched(Item, Downloaded)
  /// All of the item's images are in memory and their headers were read.
  case measured(Item, [ImagePreparation.Measured])
  /// The sizes of the document's pages are known.
  case paged(Item, DocumentJob)
  /// The item's pages are drawn.
  case rendered(Item, [ImagePreparation.Prepared], content: UInt64)
  case done(PreparedOutcome)

  var item: Item {
    switch self {
    case .earlier(let item, _), .begun(let item), .fetched(let item, _), .measured(let item, _), .paged(let item, _),
      .rendered(let item, _, _):
      item
    case .done(let outcome): outcome.item
    }
  }

  /// The number of bytes that the item holds in this state.
  var holding: Int {
    switch self {
    case .earlier, .begun: 0
    case .fetched(_, let downloaded): downloaded.holding
    case .measured(_, let images): images.reduce(0) { $0 + $1.bytes.count }
    case .paged: 0
    case .rendered(_, let images, _): images.reduce(0) { $0 + $1.image.bytes.count }
    case .done(let outcome): outcome.record?.bytes.count ?? 0
    }
  }
}

/// A document that is ready for rendering.
struct DocumentJob: Sendable {
  var path: String
  var password: String?
  var plan: PagePlan
  /// The digest of the document's content; see ``ItemTracer/content(_:)``.
  var content: UInt64
}
