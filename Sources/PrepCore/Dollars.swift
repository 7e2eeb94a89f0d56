/// An amount of US dollars, or a price in them, in whole millionths.
public struct Dollars: Sendable, Hashable {
  public var millionths: Int

  package init(millionths: Int) { self.millionths = millionths }

  /// The cost of a number of tokens, when this is the price of a million of them; to the nearest millionth of a dollar.
  package func cost(ofTokens tokens: Int) -> Dollars {
    let product = millionths.multipliedFullWidth(by: tokens)
    let rounding = product.low.addingReportingOverflow(500_000)
    let high = product.high + (rounding.overflow ? 1 : 0)
    // The result exceeds any amount of money that exists.
    guard 0..<500_000 ~= high else { return Dollars(millionths: .max) }
    return Dollars(millionths: 1_000_000.dividingFullWidth((high, rounding.partialValue)).quotient)
  }

  public static func + (left: Dollars, right: Dollars) -> Dollars {
    let sum = left.millionths.addingReportingOverflow(right.millionths)
    return Dollars(millionths: sum.overflow ? .max : sum.partialValue)
  }

  /// The exact amount as a decimal number, for JSON: `1.35`.
  public var decimal: String { text(millionths, decimals: 6, least: 0) }

  private func text(_ millionths: Int, decimals: Int, least: Int) -> String {
    let unit = (0..<6 - decimals).reduce(1) { unit, _ in unit * 10 }
    let rounded = (millionths / unit + (millionths % unit * 2 >= unit ? 1 : 0)) * unit
    var digits = String(rounded % 1_000_000 + 1_000_000).dropFirst().prefix(decimals)
    while digits.count > least, digits.last == "0" { digits.removeLast() }
    return digits.isEmpty ? "\(rounded / 1_000_000)" : "\(rounded / 1_000_000).\(digits)"
  }
}

extension Dollars: CustomStringConvertible {
  /// The amount for people: `1.35 USD`, and below a dollar `0.0039 USD`.
  public var description: String {
    "\(text(millionths, decimals: millionths >= 1_000_000 ? 2 : millionths >= 1000 ? 4 : 6, least: 2)) USD"
  }
}
