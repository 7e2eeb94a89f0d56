package import PrepCore

/// How a model turns an image into tokens: how large it sees the image, and what it counts on that.
///
/// Source: OpenAI, "Images and vision", calculating costs. All arithmetic is in whole numbers. A side that comes out between two pixels
/// is rounded up; so the tiles and patches that cover the seen image are those that cover the exact one.
package enum ImageTokenRule: Sendable, Hashable {
  case tiles(TileRule)
  case patches(PatchRule)

  /// The size in which the model sees an image; never larger than the image. An image of that size is seen as it is, and has the same
  /// number of tokens.
  ///
  /// Where the rule does not say what `detail: low` does, it is the size for `high`: more than the model sees, never less.
  package func seenSize(_ size: PixelSize, detail: ImageDetail = .high) -> PixelSize {
    switch self {
    case .tiles(let rule): rule.seenSize(size, detail: detail)
    case .patches(let rule): rule.seenSize(size)
    }
  }

  /// The number of tokens of an image; nil where the rule does not say it.
  package func tokens(_ size: PixelSize, detail: ImageDetail) -> Int? {
    switch self {
    case .tiles(let rule): rule.tokens(size, detail: detail)
    case .patches(let rule): rule.tokens(size, detail: detail)
    }
  }
}

/// How closely a model looks, from the record. `auto`, and no word, count as `high`: the model chooses, and cannot take more.
package enum ImageDetail: Sendable, Hashable {
  case low, high
}

/// Tiles of 512 x 512 pixels: the image is fitted into 2048 x 2048, then its short side is brought down to 768, and the tiles that
/// cover it are counted. With `detail: low` it is fitted into one tile.
package struct TileRule: Sendable, Hashable {
  /// Tokens of any image; with `detail: low` its only ones.
  package let base: Int
  /// Tokens of a tile.
  package let tile: Int

  static let side = 512
  static let longest = 2048
  static let shortest = 768

  package init(base: Int, tile: Int) {
    self.base = base
    self.tile = tile
  }

  func seenSize(_ size: PixelSize, detail: ImageDetail) -> PixelSize {
    switch detail {
    case .low: fitted(size, longest: Self.side, shortest: Self.side)
    case .high: fitted(size, longest: Self.longest, shortest: Self.shortest)
    }
  }

  private func fitted(_ size: PixelSize, longest: Int, shortest: Int) -> PixelSize {
    let long = max(size.width, size.height)
    let short = min(size.width, size.height)
    // Of the two factors, longest / long and shortest / short, the smaller one holds, when it makes the image smaller.
    let seen: (long: Int, short: Int)
    if longest * short <= shortest * long {
      seen = long <= longest ? (long, short) : (longest, roundedUp(short * longest, over: long))
    } else {
      seen = short <= shortest ? (long, short) : (roundedUp(long * shortest, over: short), shortest)
    }
    return size.width >= size.height
      ? PixelSize(width: seen.long, height: seen.short) : PixelSize(width: seen.short, height: seen.long)
  }

  func tokens(_ size: PixelSize, detail: ImageDetail) -> Int {
    if detail == .low { return base }
    let seen = seenSize(size, detail: .high)
    return base + tile * roundedUp(seen.width, over: Self.side) * roundedUp(seen.height, over: Self.side)
  }
}

/// Patches of 32 x 32 pixels, at most as many as the budget: an image that has more is made smaller until it fits, and then once more until
/// whole patches cover one of its sides.
package struct PatchRule: Sendable, Hashable {
  /// The most patches.
  package let budget: Int
  /// Tokens of 1,000 patches; nil when it is not known.
  package let tokensPerThousand: Int?

  static let side = 32

  package init(budget: Int, tokensPerThousand: Int?) {
    self.budget = budget
    self.tokensPerThousand = tokensPerThousand
  }

  /// The rule's formula is r = √(32² budget / (w h)), then r times the smaller of ⌊w r / 32⌋ / (w r / 32) and the same of h. Since
  /// w r / 32 = √(budget w / h), both are found without a fraction: with columns = ⌊√(budget w / h)⌋ and rows = ⌊√(budget h / w)⌋ one
  /// side becomes 32 columns or 32 rows, whichever makes the image smaller.
  func seenSize(_ size: PixelSize) -> PixelSize {
    guard patches(size) > budget else { return size }
    // The formula ends at nothing for an image 1,500 times as long as it is wide; there the long side takes the whole budget.
    let columns = min(budget, squareRoot(budget * size.width / size.height))
    let rows = min(budget, squareRoot(budget * size.height / size.width))
    if rows == 0 || columns > 0 && columns * size.height <= rows * size.width {
      return PixelSize(width: Self.side * columns, height: roundedUp(size.height * Self.side * columns, over: size.width))
    }
    return PixelSize(width: roundedUp(size.width * Self.side * rows, over: size.height), height: Self.side * rows)
  }

  func tokens(_ size: PixelSize, detail: ImageDetail) -> Int? {
    // What the smaller picture of `detail: low` costs is published for tiles alone.
    guard detail == .high, let tokensPerThousand else { return nil }
    return roundedUp(patches(seenSize(size)) * tokensPerThousand, over: 1000)
  }

  /// The patches that cover an image of this size.
  package func patches(_ size: PixelSize) -> Int {
    roundedUp(size.width, over: Self.side) * roundedUp(size.height, over: Self.side)
  }
}

private func roundedUp(_ value: Int, over divisor: Int) -> Int { (value + divisor - 1) / divisor }

/// The largest whole number whose square is not above a value.
private func squareRoot(_ value: Int) -> Int {
  var root = Int(Double(value).squareRoot())
  while root * root > value { root -= 1 }
  while (root + 1) * (root + 1) <= value { root += 1 }
  return root
}
