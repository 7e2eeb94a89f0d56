import PrepEvaluation
import Testing

@Suite("Errors of numbers")
struct NumberErrorTests {
  @Test("MAE, MAPE, bias and the share within the tolerance; zero truths are left out of MAPE and counted")
  func figures() throws {
    var errors = NumberErrors()
    for (truth, answer) in [(10.0, 12.0), (-20, -15), (0, 1), (8, 8)] {
      errors.add(try #require(NumberError(truth: truth, answer: answer)), isWithin: abs(truth - answer) <= 1)
    }
    #expect(errors.count == 4)
    #expect(errors.mae == 2)
    #expect(errors.bias == 2)
    #expect(agree(errors.mape ?? 0, 0.15, within: 1e-15))
    #expect(errors.zeroTruths == 1)
    #expect(errors.shareWithin == 0.5)
  }

  @Test("No number has no figure, and truths that are all zero have no relative one")
  func nothing() throws {
    var errors = NumberErrors()
    #expect(errors.mae == nil && errors.mape == nil && errors.bias == nil && errors.shareWithin == nil)
    errors.add(try #require(NumberError(truth: 0, answer: -3)), isWithin: false)
    #expect(errors.mae == 3 && errors.bias == -3 && errors.mape == nil && errors.zeroTruths == 1)
  }

  @Test(
    "NaN, infinities and numbers that no sum holds have no error",
    arguments: [
      (1, Double.nan), (Double.nan, 1), (1, .infinity), (-.infinity, 1), (1e308, -1e308), (1, 1e101), (1e-200, 1),
    ])
  func invalid(truth: Double, answer: Double) {
    #expect(NumberError(truth: truth, answer: answer) == nil)
  }

  @Test("Parts added up are the whole")
  func parts() throws {
    var (whole, first, second) = (NumberErrors(), NumberErrors(), NumberErrors())
    for number in 0..<10 {
      let error = try #require(NumberError(truth: Double(number), answer: Double(number * number)))
      whole.add(error, isWithin: number < 3)
      if number < 4 { first.add(error, isWithin: number < 3) } else { second.add(error, isWithin: false) }
    }
    first.add(second)
    #expect(first.mae == whole.mae && first.bias == whole.bias && first.shareWithin == whole.shareWithin)
    #expect(first.zeroTruths == 1)
  }
}
