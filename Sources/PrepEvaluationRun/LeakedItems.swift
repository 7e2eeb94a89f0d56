import PrepAnswers
import PrepCore
import PrepDataset
import PrepEvaluation
import PrepJSON
import PrepSystem

/// Finds test items that the training data holds, too: by their pictures, as a search for duplicates found them, and by their questions.
struct LeakedItems {
  private let pictures: [String: EvaluationResult.Leaks.Leak]
  /// Questions of training records without a picture, and the id of a record that asks each.
  private var questions: [ItemDigest: String] = [:]
  /// In the order of the test set.
  private(set) var found: [EvaluationResult.Leaks.Leak] = []

  private static let longestLine = 1 << 30

  /// - Parameters:
  ///   - pictures: items whose picture was found in the training data; nil when nobody looked, and then nothing is looked for.
  ///   - training: the files of the training data.
  init?(
    _ pictures: [String: EvaluationResult.Leaks.Leak]?, training: [DatasetInput.File], isStopped: () -> Bool
  ) throws(RunError) {
    guard let pictures else { return nil }
    self.pictures = pictures
    var source = TestItemSource(training, wantsInput: true)
    var count = 0
    while let item = try source.next() {
      count += 1
      if count & 1023 == 0, isStopped() { throw .cancelled }
      // Where pictures are asked about, all questions have the same words.
      guard !item.hasPictures, let question = item.input, !question.isEmpty else { continue }
      let digest = ItemDigest(question)
      if questions[digest] == nil { questions[digest] = item.id }
    }
  }

  /// Looks at the next item of the test set.
  /// - Returns: whether the training data holds it.
  mutating func look(at item: EvaluatedItem) -> Bool {
    if let leak = pictures[item.id] {
      found.append(leak)
      return true
    }
    guard let question = item.input, let training = questions[ItemDigest(question)] else { return false }
    found.append(EvaluationResult.Leaks.Leak(id: item.id, training: training, what: "text"))
    return true
  }
}
