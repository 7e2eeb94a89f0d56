import PrepEvaluation
import Testing

@Suite("Classes and sets")
struct ConfusionMatrixTests {
  // Python: precision_recall_fscore_support(truths, answers, labels=[0, 1, 2, 3], zero_division=numpy.nan), and average="macro"
  @Test("Precision, recall and F1 are scikit-learn's")
  func scikitLearn() throws {
    var matrix = ConfusionMatrix(classes: 4)
    for (truth, answer) in zip([0, 0, 0, 1, 1, 2, 2, 2], [0, 0, 1, 1, nil, 2, 0, 2]) { matrix.add(truth: truth, answer: answer) }
    #expect(matrix.total == 8)
    #expect(matrix.accuracy == 0.625)
    #expect(matrix.counts[1] == [0, 1, 0, 0, 1])
    let matches = (0..<4).map(matrix.matches)
    #expect(matches.map(\.precision) == [2.0 / 3, 0.5, 1, nil])
    #expect(matches.map(\.recall) == [2.0 / 3, 0.5, 2.0 / 3, nil])
    #expect(matches.map(\.f1) == [2.0 / 3, 0.5, 0.8, nil])
    #expect(agree(try #require(matrix.macroPrecision), 0.7222222222222222, within: 1e-15))
    #expect(agree(try #require(matrix.macroRecall), 0.611111111111111, within: 1e-15))
    #expect(agree(try #require(matrix.macroF1), 0.6555555555555556, within: 1e-15))
  }

  @Test("Without items nothing is defined; a class that is never answered has F1 of zero and no precision")
  func nothing() {
    let empty = ConfusionMatrix(classes: 2)
    #expect(empty.accuracy == nil && empty.macroF1 == nil && empty.total == 0)
    #expect(ConfusionMatrix(classes: 0).accuracy == nil)
    var matrix = empty
    matrix.add(truth: 0, answer: nil)
    #expect(matrix.accuracy == 0 && matrix.macroF1 == 0 && matrix.macroPrecision == nil && matrix.macroRecall == 0)
  }

  @Test("Matrices of parts add up")
  func parts() {
    var (first, second) = (ConfusionMatrix(classes: 2), ConfusionMatrix(classes: 2))
    first.add(truth: 0, answer: 1)
    second.add(truth: 0, answer: 1)
    second.add(truth: 1, answer: nil)
    first.add(second)
    #expect(first.counts == [[0, 2, 0], [0, 0, 1]])
  }

  @Test("Counts of sets add up to micro averages")
  func micro() {
    var counts = MatchCounts(truePositives: 3, falsePositives: 1, falseNegatives: 0)
    counts += MatchCounts(truePositives: 0, falsePositives: 0, falseNegatives: 2)
    #expect(counts.precision == 0.75 && counts.recall == 0.6 && counts.f1 == 2.0 / 3)
    let none = MatchCounts()
    #expect(none.precision == nil && none.recall == nil && none.f1 == nil)
    #expect(MatchCounts(falsePositives: 1).f1 == 0)
  }
}
