import PrepCore
import PrepSystem
import TestSupport
import Testing

@Suite("Files that are there whole or not at all")
struct FileReplacementTests {
  @Test("Two writers of one path do not mix, and leave nothing beside it")
  func twoWriters() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/page.html"
    try FileReplacement.write(to: path) { (outer) throws(RunError) in
      try outer.append(Array("outer, the first half;".utf8))
      try FileReplacement.write(Array("inner".utf8), to: path)
      try outer.append(Array(" the second half".utf8))
    }
    #expect(try InputFile.contents(of: path, most: 100) == Array("outer, the first half; the second half".utf8))
    #expect(Folder.names(in: folder.path) == ["page.html"])
  }

  @Test("What fails leaves the file as it was")
  func failure() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/kept"
    try FileReplacement.write(Array("old".utf8), to: path)
    #expect(throws: RunError.self) {
      try FileReplacement.write(to: path) { (file) throws(RunError) in
        try file.append(Array("new".utf8))
        throw RunError(.system, "no", remedy: "none")
      }
    }
    #expect(try InputFile.contents(of: path, most: 100) == Array("old".utf8))
    #expect(Folder.names(in: folder.path) == ["kept"])
  }
}
