import Foundation
import PrepCore
import PrepDataset
import TestSupport
import Testing

@testable import PrepExport

@Suite("WebDataset: the members of a record stand together")
struct WebDatasetTests {
  /// The members of an archive; tools/verify/export asks Python's tarfile, too.
  private func members(_ archive: [UInt8]) -> [(name: String, content: [UInt8])] {
    var members: [(String, [UInt8])] = []
    var offset = 0
    while offset < archive.count, archive[offset] != 0 {
      let header = archive[offset..<offset + 512]
      let name = String(decoding: header.prefix { $0 != 0 }, as: UTF8.self)
      let size = Int(String(decoding: archive[offset + 124..<offset + 135], as: UTF8.self), radix: 8) ?? -1
      let sum = Int(String(decoding: archive[offset + 148..<offset + 154], as: UTF8.self), radix: 8)
      let blank = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
      #expect(sum == blank, "the checksum of \(name)")
      members.append((name, Array(archive[offset + 512..<offset + 512 + size])))
      offset += 512 + (size + 511) / 512 * 512
    }
    return members
  }

  @Test("JSON and images of two records")
  func records() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      ExampleLines.line(images: [ExampleLines.png, ExampleLines.jpeg]) + "\n" + ExampleLines.line() + "\n", to: "test.jsonl")
    let inputs = [try DatasetInput("\(folder.path)/test.jsonl")]
    let summary = try ExportRun(ExportPlan(inputs, to: .webdataset, output: "\(folder.path)/new")).run { _ in }
    #expect(summary.files.map(\.name) == ["test-000000.tar"])
    let archive = try folder.read("new/test-000000.tar")
    #expect(archive.count % 512 == 0)
    #expect(archive.suffix(1024).allSatisfy { $0 == 0 })
    let members = members(archive)
    #expect(members.map { $0.name.split(separator: ".", maxSplits: 1).last ?? "" } == ["json", "0.png", "1.jpg", "json"])
    let keys = members.map { $0.name.split(separator: ".")[0] }
    #expect(keys[0] == keys[1] && keys[1] == keys[2] && keys[2] != keys[3])
    #expect(members[1].content == (try DataURL.decode(ExampleLines.png)))
    #expect(members[2].content == (try DataURL.decode(ExampleLines.jpeg)))
    #expect(
      String(decoding: members[0].content, as: UTF8.self) == """
        {"id":"test.jsonl:1","messages":[{"role":"system","content":[{"type":"text","text":"Look."}]},\
        {"role":"user","content":[{"type":"text","text":"Which?"},{"type":"image","image":"0.png"},{"type":"image","image":"1.jpg"}]},\
        {"role":"assistant","content":[{"type":"text","text":"{\\"year\\":1.10}"}]}]}
        """)
  }
}
