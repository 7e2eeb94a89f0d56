package import PrepCore
package import PrepDataset
import PrepEvaluation
import PrepJSON
import PrepSystem

/// Reads the items of a test set in their order: from a prepared folder, from JSON Lines with chat records, or from JSON Lines with `id` and
/// `expected`.
///
/// Of a chat record the last message of the assistant is the right answer. Its id is that of its item in the folder; of a single file it is
/// the file's name and the line, `test.jsonl#12`.
package struct TestItemSource: ~Copyable {
  private let files: [DatasetInput.File]
  /// The files that were opened.
  private var opened = 0
  private var lines: ByteWindow<InputFile>?
  private var number = 0
  private var ids: RecordIDs?
  /// The folder that ``ids`` are of.
  private var folder: String?
  private let wantsInput: Bool

  private static let longestLine = 1 << 30

  /// - Parameters:
  ///   - files: the files of the split that is judged.
  ///   - wantsInput: whether the questions are needed.
  package init(_ files: [DatasetInput.File], wantsInput: Bool) {
    self.files = files
    self.wantsInput = wantsInput
  }

  /// The next item; nil at the end.
  /// - Throws: a line that is no item: without its truth, nothing can be said about it.
  package mutating func next() throws(RunError) -> TestItem? {
    while true {
      if lines == nil {
        guard opened < files.count else { return nil }
        try open(files[opened])
        opened += 1
      }
      let file = files[opened - 1]
      guard let line = try nextLine(of: file.path) else {
        lines = nil
        continue
      }
      if line.isEmpty { continue }
      return try item(line, file)
    }
  }

  private mutating func open(_ file: DatasetInput.File) throws(RunError) {
    do throws(FileFault) {
      lines = ByteWindow(try InputFile(file.path))
    } catch {
      throw .input(file.path, error, remedy: "name a prepared folder, or a JSON Lines file with the right answers")
    }
    number = 0
    if file.folder != folder {
      folder = file.folder
      ids = folder.flatMap { RecordIDs(folder: $0) }
    }
  }

  private mutating func nextLine(of path: String) throws(RunError) -> [UInt8]? {
    do throws(FileFault) {
      guard let line = try lines?.nextLine(longest: Self.longestLine) else { return nil }
      number += 1
      guard case .whole(let bytes) = line else { throw FileFault(.tooLarge(bytes: Self.longestLine, most: Self.longestLine)) }
      return bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } ? [] : Array(bytes)
    } catch {
      throw .input(path, error, remedy: "check the file and the disk it lies on")
    }
  }

  private mutating func item(_ line: [UInt8], _ file: DatasetInput.File) throws(RunError) -> TestItem {
    let place = EvaluatedItem.Place(file: file.path, line: number)
    let said = ChatRecord.read(line) { [wantsInput] messages, reader throws(JSONFault) in
      try Self.conversation(messages, reader, wantsInput: wantsInput)
    }
    if let said {
      guard let answer = said.answer else {
        throw Self.fault(place, "has no message of the assistant with a text, which would be the right answer")
      }
      var item = TestItem(id: "\(file.name)#\(number)", truth: .text(answer), place: place)
      if let id = try ids?.id(file: file.name, line: number) { item.id = id }
      item.input = said.question
      item.hasPictures = said.hasPictures
      return item
    }
    let value: JSONValue
    do throws(JSONFault) {
      value = try JSONValue(line)
    } catch {
      throw Self.fault(place, "is not JSON: \(error.message)")
    }
    guard let id = value["id"]?.text, let expected = value["expected"], expected != .null else {
      throw Self.fault(place, "has neither messages nor id and expected")
    }
    let truth: Truth = if case .string(let text) = expected { .text(text) } else { .json(expected) }
    var item = TestItem(id: id, truth: truth, place: place)
    item.group = value["group"]?.text
    if wantsInput { item.input = value["input"]?.text }
    return item
  }

  /// The last message of the assistant, and the texts before it.
  private static func conversation(
    _ messages: [ChatRecord.Message], _ reader: JSONReader<JSONSpan>, wantsInput: Bool
  ) throws(JSONFault) -> (answer: String?, question: String?, hasPictures: Bool) {
    guard let last = messages.lastIndex(where: { $0.role == .assistant && !$0.texts.isEmpty }) else { return (nil, nil, false) }
    var answer = ""
    for range in messages[last].texts { answer += try reader.string(range) }
    guard wantsInput else { return (answer, nil, false) }
    var question: [String] = []
    for message in messages[..<last] where message.role == .user {
      for range in message.texts { question.append(try reader.string(range)) }
    }
    return (answer, question.joined(separator: "\n"), messages.contains { !$0.images.isEmpty })
  }

  private static func fault(_ place: EvaluatedItem.Place, _ words: String) -> RunError {
    RunError(
      .input, "\(place.file), line \(place.line) \(words)",
      remedy: "give chat records, or rows such as {\"id\": \"a\", \"expected\": \"...\"}")
  }
}
