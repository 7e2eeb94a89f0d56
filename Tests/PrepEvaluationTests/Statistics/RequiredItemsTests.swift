import PrepEvaluation
import TestSupport
import Testing

@Suite("What a test set can show")
struct RequiredItemsTests {
  @Test("Twenty of twenty prove 84 %, and none prove nothing")
  func proven() {
    #expect(agree(TestSetPower.provenByAllRight(of: 20) ?? 0, 0.8388748419471806, within: 1e-12))
    #expect(TestSetPower.provenByAllRight(of: 0) == nil)
  }

  @Test("With the items for a share Wilson's interval clears the threshold, and with one less it does not")
  func share() throws {
    var random = Seeded(1)
    for _ in 0..<300 {
      let items = Int.random(in: 1...60, using: &random)
      let share = Double(Int.random(in: 0...items, using: &random)) / Double(items)
      let threshold = Double(Int.random(in: 1..<100, using: &random)) / 100
      guard share != threshold else { continue }
      let needed = try #require(RequiredItems.share(share, against: threshold))
      // The score test is the interval, and takes a share of any number of items.
      func clears(_ count: Int) -> Bool {
        let z = NormalDistribution.critical(level: 0.95)
        return Double(count) * (share - threshold) * (share - threshold) >= z * z * threshold * (1 - threshold) * (1 - 1e-9)
      }
      #expect(clears(needed))
      #expect(needed == 1 || !clears(needed - 1))
      // A multiple has a whole number of right items: there the interval itself is asked.
      let multiple = (needed + items - 1) / items * items
      let right = Int((share * Double(multiple)).rounded())
      let interval = try #require(WilsonInterval.of(right, of: multiple))
      if share > threshold {
        #expect(try #require(interval.lower) >= threshold - 1e-12)
      } else {
        #expect(try #require(interval.upper) <= threshold + 1e-12)
      }
    }
  }

  @Test("What no number of items decides has none")
  func never() {
    #expect(RequiredItems.share(0.8, against: 0.8) == nil)
    #expect(RequiredItems.share(0.9, against: 1) == nil)
    #expect(RequiredItems.share(0.8 + 1e-9, against: 0.8) == nil)
    #expect(RequiredItems.interval(items: 50, value: 0.1, bound: 0.05, threshold: 0.1) == nil)
    #expect(RequiredItems.interval(items: 50, value: 0.1, bound: 0.05, threshold: 0.2) == nil)
    #expect(RequiredItems.interval(items: 50, value: 0.1, bound: 0.1, threshold: 0) == nil)
    #expect(RequiredItems.difference(0.1, discordant: 0.3, threshold: 0.1) == nil)
    #expect(RequiredItems.difference(0.3, discordant: 0.2) == nil)
    #expect(TestSetPower.detectableDifference(items: 5, discordant: 0.1) == nil)
    #expect(TestSetPower.detectableDifference(items: 0, discordant: 0.5) == nil)
  }

  @Test("Intervals shrink with the square root: half the reach needs four times the items")
  func interval() {
    #expect(RequiredItems.interval(items: 50, value: 0.2, bound: 0, threshold: 0.1) == 200)
    #expect(RequiredItems.interval(items: 50, value: 3, bound: 5, threshold: 4) == 200)
    #expect(RequiredItems.interval(items: 50, value: 0.2, bound: 0.15, threshold: 0.1) == 13)
  }

  @Test("Items that belong together count for less")
  func designEffect() throws {
    let alone = try #require(RequiredItems.share(0.9, against: 0.8))
    let together = try #require(RequiredItems.share(0.9, against: 0.8, designEffect: 3))
    #expect(abs(together - 3 * alone) <= 3)
    #expect(RequiredItems.share(0.9, against: 0.8, designEffect: 0.2) == alone)
  }

  // Python: ceil(((1.959964 * sqrt(d - T**2) + 0.841621 * sqrt(d - D**2)) / (D - T))**2)
  @Test(
    "The items for a difference are Connor's",
    arguments: [(0.1, 0.3, 0, 234), (0.2, 0.3, 0.1, 221), (0.05, 0.1, 0, 312), (0.3, 0.4, 0.1, 72)])
  func difference(difference: Double, discordant: Double, threshold: Double, items: Int) throws {
    #expect(RequiredItems.difference(difference, discordant: discordant, threshold: threshold) == items)
    // The difference that so many items detect is the one that needs so many.
    let detectable = try #require(
      TestSetPower.detectableDifference(items: items, discordant: discordant, threshold: threshold))
    #expect(detectable <= difference && detectable > difference * 0.99)
  }
}
