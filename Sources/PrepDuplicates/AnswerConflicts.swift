import PrepCore
import PrepDataset
import PrepJSON
import PrepSystem

/// Finds items that show the model the same input but have different answers.
enum AnswerConflicts {
  /// Items whose pictures all belong to the same groups and whose questions are equal, but whose answers differ: each with the
  /// first such item.
  static func find(
    in groups: [PictureReport.Group], of reading: PictureReading, _ folder: FinishedFolder, _ files: FilePool
  ) throws(RunError) -> [PictureReport.Conflict] {
    var groupOf: [String: Int] = [:]
    func key(_ picture: PictureReport.Picture) -> String { "\(picture.ordinal) \(picture.index)" }
    for (number, group) in groups.enumerated() {
      for picture in group.pictures { groupOf[key(picture)] = number }
    }
    /// The first item with these pictures and this question.
    var firsts: [String: (picture: PictureReport.Picture, answer: String)] = [:]
    var conflicts: [PictureReport.Conflict] = []
    for item in reading.items {
      let shownGroups = reading.pictures[item.pictures].compactMap { groupOf[key($0)] }
      guard let picture = reading.pictures[item.pictures].first, shownGroups.count == item.pictures.count else { continue }
      let record = try files.read("\(folder.path)/\(item.file)", at: item.offset, count: item.bytes)
      guard let texts = Self.texts(of: record) else {
        throw folder.changed("the record of \"\(picture.id)\" is not as prepare wrote it")
      }
      let shown = shownGroups.map(String.init).joined(separator: " ") + "\n" + texts.question
      guard let first = firsts[shown] else {
        firsts[shown] = (picture, texts.answer)
        continue
      }
      if first.answer != texts.answer {
        conflicts.append(
          PictureReport.Conflict(first: first.picture, second: picture, firstAnswer: first.answer, secondAnswer: texts.answer))
      }
    }
    return conflicts
  }

  /// The answer of a record, and all its other texts as one question.
  private static func texts(of record: [UInt8]) -> (question: String, answer: String)? {
    let texts = ChatRecord.read(record) { messages, reader throws(JSONFault) -> (question: String, answer: String)? in
      guard case .text(let answer)? = messages.last?.content else { return nil }
      var questions: [String] = []
      for message in messages.dropLast() {
        var texts = [message.role?.rawValue ?? ""]
        for range in message.texts { texts.append(try reader.string(range)) }
        questions.append(JSONValue.array(texts.map(JSONValue.string)).compactJSON)
      }
      return (questions.joined(separator: "\n"), try reader.string(answer))
    }
    return texts ?? nil
  }
}
