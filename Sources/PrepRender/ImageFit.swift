package import PrepCore
import PrepImage
package import PrepTokens

/// The size limit for images: the recipe's limit, and with `image.fit: model` also the size at which the model sees them.
package struct ImageFit: Sendable, Hashable {
  private let maxSide: Int
  private let rule: ImageTokenRule?
  private let detail: ImageDetail

  /// - Parameter rule: the rule of the recipe's model; it is used only when the recipe asks for it.
  package init(_ image: Recipe.Image, rule: ImageTokenRule?) {
    maxSide = image.maxSide ?? .max
    self.rule = image.fit == .model ? rule : nil
    detail = image.detail == .low ? .low : .high
  }

  /// The size in pixels that an image is scaled to; never more than it has. An image that already has this size is unchanged.
  /// - Parameter size: as displayed.
  package func size(of size: PixelSize) -> PixelSize {
    let fitted = fittedSize(width: size.width, height: size.height, maxSide: maxSide)
    let largest = PixelSize(width: fitted.width, height: fitted.height)
    return rule?.seenSize(largest, detail: detail) ?? largest
  }
}
