import PrepCore
import PrepTokens
import TestSupport
import Testing

@Suite("Tokens of images")
struct ImageTokenTests {
  private static let gpt4o = ImageTokenRule.tiles(TileRule(base: 85, tile: 170))
  private static let gpt4oMini = ImageTokenRule.tiles(TileRule(base: 2833, tile: 5667))
  private static let patches = ImageTokenRule.patches(PatchRule(budget: 1536, tokensPerThousand: 1000))

  private func size(_ width: Int, _ height: Int) -> PixelSize { PixelSize(width: width, height: height) }

  @Test("Tiles count as in the provider's examples")
  func tiles() {
    #expect(Self.gpt4o.tokens(size(1024, 1024), detail: .high) == 765)
    #expect(Self.gpt4o.tokens(size(2048, 4096), detail: .high) == 1105)
    #expect(Self.gpt4o.tokens(size(4096, 8192), detail: .low) == 85)
    #expect(Self.gpt4oMini.tokens(size(1024, 1024), detail: .high) == 25_501)
    #expect(Self.gpt4oMini.tokens(size(1024, 1024), detail: .low) == 2833)
    #expect(Self.gpt4o.tokens(size(1, 1), detail: .high) == 255)
    #expect(Self.gpt4o.tokens(size(512, 512), detail: .high) == 255)
    #expect(Self.gpt4o.tokens(size(513, 512), detail: .high) == 425)
  }

  @Test("Pages at 300 DPI are seen at a fraction of their size")
  func pages() {
    #expect(Self.gpt4o.seenSize(size(2550, 3300)) == size(768, 994))
    #expect(Self.gpt4o.seenSize(size(3300, 2550)) == size(994, 768))
    // A0 as four times A4 (2480 x 3508 pixels) on each side.
    #expect(Self.gpt4o.seenSize(size(14_032, 9920)) == size(1087, 768))
    #expect(Self.gpt4o.seenSize(size(2048, 4096)) == size(768, 1536))
    #expect(Self.gpt4o.seenSize(size(8000, 1000)) == size(2048, 256))
    #expect(Self.gpt4o.seenSize(size(100_000, 1)) == size(2048, 1))
  }

  @Test("With detail: low the model sees one tile; where that is not published, the size is not taken for smaller")
  func lowDetail() {
    #expect(Self.gpt4o.seenSize(size(2550, 3300), detail: .low) == size(396, 512))
    #expect(Self.gpt4o.seenSize(size(512, 300), detail: .low) == size(512, 300))
    #expect(Self.gpt4o.seenSize(size(100_000, 1), detail: .low) == size(512, 1))
    #expect(Self.patches.seenSize(size(1800, 2400), detail: .low) == size(1056, 1408))
  }

  @Test("Patches count as in the provider's example")
  func patchExample() {
    #expect(Self.patches.seenSize(size(1800, 2400)) == size(1056, 1408))
    #expect(Self.patches.tokens(size(1800, 2400), detail: .high) == 1452)
    #expect(Self.patches.tokens(size(1024, 1024), detail: .high) == 1024)
    let mini = ImageTokenRule.patches(PatchRule(budget: 1536, tokensPerThousand: 1620))
    // 1,452 x 1.62 = 2,352.24
    #expect(mini.tokens(size(1800, 2400), detail: .high) == 2353)
  }

  @Test("What the rule does not say is not known")
  func unknown() {
    #expect(Self.patches.tokens(size(100, 100), detail: .low) == nil)
    #expect(ImageTokenRule.patches(PatchRule(budget: 1536, tokensPerThousand: nil)).tokens(size(100, 100), detail: .high) == nil)
  }

  private static func sizes() -> [PixelSize] {
    var random = Seeded(3)
    let sides = [1, 2, 31, 32, 33, 511, 512, 513, 767, 768, 769, 1535, 1536, 1537, 2047, 2048, 2049, 4096, 65_535, 2_147_483_647]
    var sizes = sides.flatMap { width in sides.map { PixelSize(width: width, height: $0) } }
    for _ in 0..<20_000 {
      let limit = 1 << Int.random(in: 1...20, using: &random)
      sizes.append(PixelSize(width: .random(in: 1...limit, using: &random), height: .random(in: 1...(1 << 14), using: &random)))
    }
    return sizes
  }

  /// An image that was made as large as it is seen must not be made smaller again, and must not change its price.
  @Test(
    "An image of the seen size is seen as it is, and has the same tokens", arguments: everyRule, [ImageDetail.high, .low])
  func idempotent(_ rule: ImageTokenRule, detail: ImageDetail) {
    for size in Self.sizes() {
      let seen = rule.seenSize(size, detail: detail)
      #expect(seen.width >= 1 && seen.height >= 1 && seen.width <= size.width && seen.height <= size.height, "\(size)")
      #expect(rule.seenSize(seen, detail: detail) == seen, "\(size)")
      #expect(rule.tokens(seen, detail: detail) == rule.tokens(size, detail: detail), "\(size)")
      let turned = PixelSize(width: size.height, height: size.width)
      #expect(rule.seenSize(turned, detail: detail) == PixelSize(width: seen.height, height: seen.width), "\(size)")
    }
  }

  /// The rules of the models that are known, and of budgets that others have.
  private static let everyRule: [ImageTokenRule] =
    [gpt4o, gpt4oMini, patches, .tiles(TileRule(base: 70, tile: 140)), .tiles(TileRule(base: 75, tile: 150))]
    + [nil, 1620, 1720, 2460].map { .patches(PatchRule(budget: 1536, tokensPerThousand: $0)) }
    + [1, 256, 2500, 10_000].map { .patches(PatchRule(budget: $0, tokensPerThousand: 1000)) }

  @Test("No image has more tokens than the rule allows")
  func bounds() {
    for size in Self.sizes() {
      #expect(255...1445 ~= Self.gpt4o.tokens(size, detail: .high) ?? 0, "\(size)")
      #expect(1...1536 ~= Self.patches.tokens(size, detail: .high) ?? 0, "\(size)")
    }
  }

  /// The formula in floating point, which is right except where it comes to a whole number.
  @Test("Patches are those of the provider's formula")
  func formula() {
    let budget = 1536.0
    for size in Self.sizes() where min(size.width, size.height) > 64 && max(size.width, size.height) < 60_000 {
      let (width, height) = (Double(size.width), Double(size.height))
      var tokens = (width / 32).rounded(.up) * (height / 32).rounded(.up)
      if tokens > budget {
        var scale = (1024 * budget / (width * height)).squareRoot()
        let columns = width * scale / 32
        let rows = height * scale / 32
        guard columns >= 1, rows >= 1 else { continue }
        scale *= min(columns.rounded(.down) / columns, rows.rounded(.down) / rows)
        let exact = [width * scale / 32, height * scale / 32]
        tokens = exact.reduce(1) { $0 * ($1 - 1e-9).rounded(.up) }
        if [columns, rows].contains(where: { abs($0 - $0.rounded()) < 1e-9 }) { continue }
      }
      #expect(Self.patches.tokens(size, detail: .high) == Int(tokens), "\(size)")
    }
  }
}
