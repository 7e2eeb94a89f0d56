/// A part of a page: where it lies on the page as it was drawn, in pixels from the top left corner.
public struct PageCrop: Sendable, Hashable {
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int
  /// Pixels of the whole page at the crop's scale.
  public var page: PixelSize

  package init(x: Int, y: Int, width: Int, height: Int, page: PixelSize) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    self.page = page
  }

  /// Whether it has pixels, and all of them lie on the page.
  package var isOnPage: Bool {
    x >= 0 && y >= 0 && width > 0 && height > 0 && x <= page.width && y <= page.height && width <= page.width - x
      && height <= page.height - y
  }
}
