package import PrepCore
import PrepImage
package import PrepTokens

/// How large images may be: as large as the recipe says, and with `image.fit: model` no larger than the model sees them.
package struct ImageFit: Sendable, Hashable {
  private let maxSide: Int
  private let rule: ImageTokenRule?
  private let detail: ImageDetail

  /// - Parameter rule: of the recipe's model; it is heeded when the recipe says so.
  package init(_ image: Recipe.Image, rule: ImageTokenRule?) {
    maxSide = image.maxSide ?? .max
    self.rule = image.fit == .model ? rule : nil
    detail = image.detail == .low ? .low : .high
  }

  /// The pixels that an image is given; never more than it has. An image of this size keeps it.
  /// - Parameter size: as displayed.
  package func size(of size: PixelSize) -> PixelSize {
    let fitted = fittedSize(width: size.width, height: size.height, maxSide: maxSide)
    let largest = PixelSize(width: fitted.width, height: fitted.height)
    return rule?.seenSize(largest, detail: detail) ?? largest
  }
}
