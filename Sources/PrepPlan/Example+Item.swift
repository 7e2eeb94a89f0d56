package import PrepCore
package import PrepStatistics

extension Example {
  /// An item of a plan, before anything is done with it.
  /// - Parameter values: of the columns that are counted.
  package init(of item: Item, _ recipe: Recipe, values: [[String]?]) {
    self.init(
      split: item.split, failure: item.failure?.code, imageCount: Self.imageCount(item.sources, recipe.render), values: values)
  }

  init(split: Split, draft: ItemComposer.Draft, _ recipe: Recipe, values: [[String]?]) {
    self.init(
      split: split, failure: draft.failure?.code, imageCount: Self.imageCount(draft.sources, recipe.render), values: values)
  }

  /// How many images a record with these sources would have; nil when a document must be opened to know.
  private static func imageCount(_ sources: [ImageSource], _ render: Recipe.Render) -> Int? {
    guard case .document(_, let pages, _)? = sources.first else { return sources.count }
    guard render.tiles == nil else { return nil }
    switch pages {
    case .single, .selection(.first): return 1
    case .selection: return nil
    }
  }
}
