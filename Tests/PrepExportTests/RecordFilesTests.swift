import PrepCore
import TestSupport
import Testing

@testable import PrepExport

@Suite("Files of records are cut at the limit, and framed as the format wants")
struct RecordFilesTests {
  /// Records as they come, with a limit.
  private struct Plain: ExportFormat {
    var limits: ExportLimits
    var framing: RecordFraming

    func fileName(_ split: Split, number: Int) -> String { "\(split.rawValue)-\(number)" }
    func record(_ example: ChatExample, _ context: RecordContext) -> [UInt8] { context.line }
  }

  private func write(_ records: [String], _ framing: RecordFraming, most: Int?) throws -> [String] {
    let folder = try TemporaryFolder()
    var limits = ExportLimits(title: "plain")
    limits.maxFileBytes = most
    let export = try ExportFolder("\(folder.path)/out", fresh: false)
    let files = RecordFiles(.train, format: Plain(limits: limits, framing: framing), folder: export)
    for record in records { try files.append(Array(record.utf8)) }
    try files.finish()
    return try files.files.map { file in
      let bytes = try folder.read("out/.visionprep-export/\(file.name)")
      #expect(bytes.count == file.bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  @Test("Lines")
  func lines() throws {
    #expect(try write(["aaa", "bb", "c"], .lines, most: nil) == ["aaa\nbb\nc\n"])
    #expect(try write(["aaa", "bb", "c"], .lines, most: 7) == ["aaa\nbb\n", "c\n"])
    #expect(try write(["aaa", "bb", "c"], .lines, most: 6) == ["aaa\n", "bb\nc\n"])
    #expect(try write([], .lines, most: 6) == [])
  }

  @Test("An array")
  func array() throws {
    #expect(try write(["1"], .array, most: nil) == ["[\n1\n]\n"])
    #expect(try write(["1", "2", "3"], .array, most: nil) == ["[\n1,\n2,\n3\n]\n"])
  }

  @Test("An end counts")
  func end() throws {
    let framing = RecordFraming(end: Array("..".utf8))
    #expect(try write(["aaa", "bb"], framing, most: 7) == ["aaabb.."])
    #expect(try write(["aaa", "bb"], framing, most: 6) == ["aaa..", "bb.."])
  }
}
