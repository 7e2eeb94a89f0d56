import PrepCore
import Testing

@Suite("Dollars")
struct DollarsTests {
  @Test("Tokens cost their price a million")
  func cost() {
    let price = Dollars(millionths: 3_000_000)
    #expect(price.cost(ofTokens: 450_000) == Dollars(millionths: 1_350_000))
    #expect(price.cost(ofTokens: 150_000 * 3).description == "1.35 USD")
    #expect(price.cost(ofTokens: 0) == Dollars(millionths: 0))
    #expect(Dollars(millionths: 300_000).cost(ofTokens: 1) == Dollars(millionths: 0))
    #expect(Dollars(millionths: 300_000).cost(ofTokens: 2) == Dollars(millionths: 1))
    #expect(Dollars(millionths: .max).cost(ofTokens: .max) == Dollars(millionths: .max))
    #expect(Dollars(millionths: .max) + Dollars(millionths: 1) == Dollars(millionths: .max))
  }

  @Test(
    "Amounts are written for people and for programs",
    arguments: [
      (0, "0.00 USD", "0"), (1, "0.000001 USD", "0.000001"), (999, "0.000999 USD", "0.000999"), (3_862, "0.0039 USD", "0.003862"),
      (780_000, "0.78 USD", "0.78"), (999_960, "1.00 USD", "0.99996"), (1_000_000, "1.00 USD", "1"),
      (1_355_000, "1.36 USD", "1.355"),
      (25_000_000, "25.00 USD", "25"), (1_234_567_890, "1234.57 USD", "1234.56789"),
    ])
  func texts(millionths: Int, people: String, decimal: String) {
    #expect(Dollars(millionths: millionths).description == people)
    #expect(Dollars(millionths: millionths).decimal == decimal)
  }
}
