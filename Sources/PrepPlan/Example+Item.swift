package import PrepCore
package import PrepStatistics

extension Example {
  /// An item of a plan, before any work on it.
  /// - Parameter values: the values of the counted columns.
  package init(of item: Item, _ recipe: Recipe, values: [[String]?]) {
    self.init(
      split: item.split, failure: item.failure?.code, imageCount: Self.imageCount(item.sources, recipe.render), values: values)
  }

  init(split: Split, draft: ItemComposer.Draft, _ recipe: Recipe, values: [[String]?]) {
    self.init(
      split: split, failure: draft.failure?.code, imageCount: Self.imageCount(draft.sources, recipe.render), values: values)
  }

  /// The number of images in a record with these sources; nil when a document must be opened to find out.
  private static func imageCount(_ sources: [ImageSource], _ render: Recipe.Render) -> Int? {
    guard case .document(_, let pages, _)? = sources.first else { return sources.count }
    guard render.tiles == nil else { return nil }
    switch pages {
    case .single, .selection(.first): return 1
    case .selection: return nil
    }
  }
}
