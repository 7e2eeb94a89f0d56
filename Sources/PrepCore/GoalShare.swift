/// A part of a whole as people write it: `20%` or `0.2`.
///
/// Held in millionths, so that counts are compared with it exactly.
public struct GoalShare: Sendable, Hashable, Comparable {
  /// 0 to 1,000,000.
  public var millionths: Int

  /// The whole.
  public static let whole = GoalShare(millionths: million)
  package static let million = 1_000_000

  public init(millionths: Int) { self.millionths = millionths }

  /// Parses a number of percent with its sign, or a number from 0 to 1. Nil for anything else, such as `20` or `120%`.
  public init?(parsing text: String) {
    let isPercent = text.hasSuffix("%")
    var digits = isPercent ? text.dropLast() : text[...]
    if isPercent, digits.last == " " { digits.removeLast() }
    guard digits.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }), let number = Double(digits) else {
      return nil
    }
    let millionths = (number * (isPercent ? 1e4 : 1e6)).rounded()
    guard millionths <= 1e6 else { return nil }
    self.init(millionths: Int(millionths))
  }

  public static func < (lhs: GoalShare, rhs: GoalShare) -> Bool { lhs.millionths < rhs.millionths }
}

extension GoalShare: CustomStringConvertible {
  /// The share for people, with at most two decimals: `20 %`, `33.33 %`.
  public var description: String {
    let hundredths = (millionths + 50) / 100
    let fraction = hundredths % 100
    let decimals =
      fraction == 0 ? "" : fraction % 10 == 0 ? ".\(fraction / 10)" : fraction < 10 ? ".0\(fraction)" : ".\(fraction)"
    return "\(hundredths / 100)\(decimals) %"
  }
}

extension GoalShare {
  /// The share of a count in a total, to the nearest millionth; 0 when both are 0.
  package init(of count: Int, in total: Int) {
    self.init(millionths: total == 0 ? 0 : (2 * count * Self.million + total) / (2 * total))
  }
}
