import PrepCore
import PrepJSON
import TestSupport
import Testing

@testable import PrepExport

@Suite("Texts survive every format")
struct SurvivalTests {
  @Test(
    "Controls, quotes, combining marks, numbers: what a record says stands in the export, to the byte",
    arguments: ExportTarget.allCases)
  func texts(target: ExportTarget) throws {
    guard target != .webdataset else { return }
    var numbers = Seeded(7)
    var told = 0
    for _ in 0..<40 {
      let (user, answer) = (numbers.nastyText() + "?", "{\"n\":1.50,\"text\":\(ExampleLines.quoted(numbers.nastyText()))}")
      let line = ExampleLines.line(images: [ExampleLines.png], user: user, answer: answer)
      let record: String
      do {
        record = try ExampleLines.record(line, target, prefix: prefix(target))
      } catch let fault as ExportFault {
        #expect(fault.code == .reservedWord)
        continue
      }
      told += 1
      let texts = strings(try JSONValue(Array(record.utf8)))
      #expect(texts.contains(answer))
      #expect(texts.contains { $0.contains(user) })
    }
    #expect(told > 30)
  }

  @Test("Lines that were tampered with cost a row and nothing else", arguments: ExportTarget.allCases)
  func tampered(target: ExportTarget) throws {
    var numbers = Seeded(11)
    let original = Array(ExampleLines.line(images: [ExampleLines.png]).utf8)
    for _ in 0..<30 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        let place = Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0..<3, using: &numbers) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
        case 1: bytes.remove(at: place)
        default: bytes.insert(contentsOf: bytes[place...].prefix(3), at: place)
        }
      }
      let folder = try TemporaryFolder()
      let export = RecordExport(
        format: exportFormat(target), folder: try ExportFolder("\(folder.path)/out", fresh: false), prefix: prefix(target))
      switch export.run(ExportJob(split: .train, file: "train.jsonl", line: 1, id: "1", bytes: bytes)) {
      case .made(let made):
        if target != .webdataset { #expect(throws: Never.self) { try JSONValue(made.bytes) } }
      case .fault(let fault): #expect(!fault.message.isEmpty && fault.message.utf8.count < 1000)
      case .error(let error): throw error
      }
    }
  }

  private func prefix(_ target: ExportTarget) -> String {
    if case .address(let schemes) = exportFormat(target).prefix { "\(schemes[0])b/" } else { "" }
  }

  /// All texts of a value.
  private func strings(_ value: JSONValue) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(strings)
    case .object(let members): members.flatMap { strings($0.value) }
    case .null, .bool, .number: []
    }
  }
}
