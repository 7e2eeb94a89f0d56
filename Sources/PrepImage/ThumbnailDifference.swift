/// How far two thumbnails are from each other. Hashes say which pictures may be one; this says which are.
///
/// A hash knows only signs: two drawings in the same frame agree in most of them. What differs between a picture and its copy is
/// small beside what the picture shows, and nowhere large.
package struct ThumbnailDifference: Sendable, Hashable {
  /// Pearson's correlation of the lumas of all areas, in thousandths; 0 when one of the two shows nothing.
  package let correlation: Int
  /// The largest difference of luma of an area, of 255.
  package let largest: Int
  /// The largest difference of colour of an area, of 255.
  package let colour: Int

  package init(_ a: PictureThumbnail, _ b: PictureThumbnail) {
    // Sums of whole numbers, which doubles hold exactly; only the last two steps round, and those alike on every processor.
    var (sumA, sumB, squaresA, squaresB, products, largest) = (0, 0, 0, 0, 0, 0)
    for index in a.luma.indices {
      let (one, other) = (Int(a.luma[index]), Int(b.luma[index]))
      sumA += one
      sumB += other
      squaresA += one * one
      squaresB += other * other
      products += one * other
      largest = max(largest, abs(one - other))
    }
    let count = a.luma.count
    let (varianceA, varianceB) = (count * squaresA - sumA * sumA, count * squaresB - sumB * sumB)
    let scale = (Double(varianceA) * Double(varianceB)).squareRoot()
    correlation = scale == 0 ? 0 : Int(1000 * Double(count * products - sumA * sumB) / scale)
    self.largest = largest
    var colour = 0
    for index in a.blueness.indices {
      colour = max(
        colour, abs(Int(a.blueness[index]) - Int(b.blueness[index])), abs(Int(a.redness[index]) - Int(b.redness[index])))
    }
    // Differences of colour are stored halved.
    self.colour = 2 * colour
  }
}
