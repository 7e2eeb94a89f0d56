/// How far a number in an answer is from the truth.
package struct NumberError: Sendable, Hashable {
  /// The answer less the truth: positive when the answer is too large.
  package let signed: Double
  /// The size of the error in relation to the truth's size; nil when the truth is zero.
  package let relative: Double?

  package var size: Double { abs(signed) }

  /// Nil unless both numbers and their error are numbers of a size that is measured: no NaN, no infinity, nothing beyond 1e100. So
  /// no such value reaches a sum.
  package init?(truth: Double, answer: Double) {
    signed = answer - truth
    guard Measurement.isValid(truth), Measurement.isValid(answer), Measurement.isValid(signed) else { return nil }
    guard truth != 0 else {
      relative = nil
      return
    }
    let relative = abs(signed / truth)
    guard Measurement.isValid(relative) else { return nil }
    self.relative = relative
  }
}
