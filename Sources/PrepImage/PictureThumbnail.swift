/// A picture made so small that only its main features are left: brightness in ``side`` x ``side`` areas, colour in fewer.
///
/// Areas divide the picture evenly whatever its shape. So a picture and its resized copy have nearly the same thumbnail, and a
/// turned copy has the thumbnail turned. Nothing else is kept of a picture to compare it with others.
///
/// 64 areas a side distinguish a drawing from its next revision where 32 do not: the differences are small and must not be
/// averaged away.
package struct PictureThumbnail: Sendable, Hashable {
  package static let side = 64
  package static let colourSide = 8
  /// Bytes of a stored thumbnail.
  package static let byteCount = side * side + 2 * colourSide * colourSide

  /// Y of BT.601, a byte for each area, rows from the top.
  package let luma: [UInt8]
  /// Blue and red less luma, halved, 128 for no difference; a byte for each area of the coarser grid.
  package let blueness: [UInt8]
  package let redness: [UInt8]

  package init(_ picture: ReducedPicture) {
    luma = picture.pixels.areaMeans(columns: Self.side, rows: Self.side).lumas
    let colours = picture.pixels.areaMeans(columns: Self.colourSide, rows: Self.colourSide)
    let lumas = colours.lumas
    blueness = lumas.indices.map { Self.halfDifference(colours[3 * $0 + 2], lumas[$0]) }
    redness = lumas.indices.map { Self.halfDifference(colours[3 * $0], lumas[$0]) }
  }

  private static func halfDifference(_ colour: UInt8, _ luma: UInt8) -> UInt8 { UInt8((Int(colour) - Int(luma) + 256) / 2) }

  /// The thumbnail from its ``bytes``; nil when there are more or fewer.
  package init?(bytes: ArraySlice<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    let colours = Self.colourSide * Self.colourSide
    luma = Array(bytes.prefix(Self.side * Self.side))
    blueness = Array(bytes.dropLast(colours).suffix(colours))
    redness = Array(bytes.suffix(colours))
  }

  package var bytes: [UInt8] { luma + blueness + redness }

  /// The thumbnail of the picture turned.
  package func oriented(_ orientation: Orientation) -> PictureThumbnail {
    PictureThumbnail(
      luma: Self.turned(luma, Self.side, orientation), blueness: Self.turned(blueness, Self.colourSide, orientation),
      redness: Self.turned(redness, Self.colourSide, orientation))
  }

  private init(luma: [UInt8], blueness: [UInt8], redness: [UInt8]) {
    self.luma = luma
    self.blueness = blueness
    self.redness = redness
  }

  private static func turned(_ values: [UInt8], _ side: Int, _ orientation: Orientation) -> [UInt8] {
    let (transposes, mirrors, flips) = orientation.steps
    return values.indices.map { place in
      let x = mirrors ? side - 1 - place % side : place % side
      let y = flips ? side - 1 - place / side : place / side
      return values[transposes ? x * side + y : y * side + x]
    }
  }
}
