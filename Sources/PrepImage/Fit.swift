/// The size of an image after shrinking it, in proportion, until its long side is `maxSide`. Never enlarges.
///
/// The short side is rounded to the nearest pixel (halves up) in integers, and is at least 1.
/// - Precondition: all three are at least 1.
package func fittedSize(width: Int, height: Int, maxSide: Int) -> (width: Int, height: Int) {
  precondition(width > 0 && height > 0 && maxSide > 0, "sizes start at 1")
  let long = max(width, height)
  guard long > maxSide else { return (width, height) }
  func scaled(_ side: Int) -> Int { max(1, (2 * side * maxSide + long) / (2 * long)) }
  return (scaled(width), scaled(height))
}
