import PrepImage
import Testing

@Suite("fitted size")
struct FitTests {
  @Test("the long side becomes the limit, the short side follows, rounded to nearest")
  func rounds() {
    #expect(fittedSize(width: 4000, height: 3000, maxSide: 1024) == (1024, 768))
    #expect(fittedSize(width: 3000, height: 4000, maxSide: 1024) == (768, 1024))
    #expect(fittedSize(width: 1001, height: 333, maxSide: 500) == (500, 166))
    #expect(fittedSize(width: 200, height: 101, maxSide: 100) == (100, 51))
  }

  @Test("an image is never enlarged, and no side vanishes")
  func edges() {
    #expect(fittedSize(width: 10, height: 20, maxSide: 100) == (10, 20))
    #expect(fittedSize(width: 100, height: 7, maxSide: 100) == (100, 7))
    #expect(fittedSize(width: 65_000, height: 1, maxSide: 100) == (100, 1))
    #expect(fittedSize(width: 9, height: 5, maxSide: 1) == (1, 1))
  }
}
