/// chrF2 between two texts, as sacreBLEU computes it for one sentence by default: character n-grams of 1 to 6 code points without
/// white space, beta 2, no words, no smoothing. From 0 to 1, where sacreBLEU gives 0 to 100.
///
/// Both texts are in Unicode's normal form C. For each n, precision is the share of the answer's n-grams that the truth has, each
/// as often as the truth has it; recall is the share of the truth's that the answer has. Both are averaged over all n for which
/// both texts have n-grams, and the score is 5 P R / (4 P + R). Texts that are equal without white space score 1, also empty ones;
/// otherwise it is 0 when P and R are.
///
/// Source: Popović, "chrF: character n-gram F-score for automatic MT evaluation" (2015); sacrebleu/metrics/chrf.py.
struct CharacterFScore: Sendable, Hashable {
  private static let order = 6
  private let truth: [Unicode.Scalar]
  /// How often the truth has each n-gram, by n - 1.
  private let counts: [[UInt128: Int32]]

  init(truth: String) {
    let scalars = Self.scalars(of: truth)
    self.truth = scalars
    counts = (1...Self.order).map { length in
      var counts: [UInt128: Int32] = [:]
      Self.forEachGram(of: scalars, length) { counts[$0, default: 0] += 1 }
      return counts
    }
  }

  func score(of answer: String) -> Double {
    let answer = Self.scalars(of: answer)
    if answer == truth { return 1 }
    var (precision, recall, orders) = (0.0, 0.0, 0.0)
    for length in 1...Self.order where answer.count >= length && truth.count >= length {
      var left = counts[length - 1]
      var matches = 0
      Self.forEachGram(of: answer, length) { gram in
        guard let place = left.index(forKey: gram), left.values[place] > 0 else { return }
        left.values[place] -= 1
        matches += 1
      }
      precision += Double(matches) / Double(answer.count - length + 1)
      recall += Double(matches) / Double(truth.count - length + 1)
      orders += 1
    }
    guard orders > 0 else { return 0 }
    precision /= orders
    recall /= orders
    guard precision + recall > 0 else { return 0 }
    return 5 * precision * recall / (4 * precision + recall)
  }

  private static func scalars(of text: String) -> [Unicode.Scalar] { text.composedScalars.filter { !$0.isSpace } }

  /// Code points have 21 bits, so six of them fit into 128 bits and no two n-grams have one key.
  private static func forEachGram(of text: [Unicode.Scalar], _ length: Int, _ body: (UInt128) -> Void) {
    let mask = (1 as UInt128) << UInt128(21 * length) - 1
    var gram: UInt128 = 0
    for (index, scalar) in text.enumerated() {
      gram = (gram << 21 | UInt128(scalar.value)) & mask
      if index >= length - 1 { body(gram) }
    }
  }
}
