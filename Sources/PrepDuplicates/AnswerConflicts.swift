import PrepCore
import PrepDataset
import PrepJSON
import PrepProviders
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
    guard let value = try? JSONValue(ChatRecord.withoutImages(record)), case .array(let messages)? = value["messages"],
      let answer = messages.last?["content"]?.text
    else { return nil }
    return (messages.dropLast().map(question).joined(separator: "\n"), answer)
  }

  /// The role and the content of a message. Its images are compared by appearance, not by format.
  private static func question(_ message: JSONValue) -> String {
    var texts = [message["role"]?.text ?? ""]
    if case .array(let parts)? = message["content"] {
      texts += parts.compactMap { $0["text"]?.text }
    } else {
      texts.append(message["content"]?.text ?? "")
    }
    return JSONValue.array(texts.map(JSONValue.string)).compactJSON
  }
}
