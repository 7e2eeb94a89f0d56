import PrepCore
import PrepImage
import PrepTokens

extension ImageTokenRule {
  /// The size in which the model sees an image of a record. With `detail: low` it is given a version of 512 pixels, whatever the rule.
  ///
  /// Source: OpenAI, "Images and vision", specifying image detail level.
  func seenSize(_ size: PixelSize, isLowDetail: Bool) -> PixelSize {
    guard isLowDetail else { return seenSize(size) }
    let seen = fittedSize(width: size.width, height: size.height, maxSide: 512)
    return PixelSize(width: seen.width, height: seen.height)
  }
}
