import Foundation
import PrepCore
import TestSupport
import Testing

@testable import PrepPlan

@Suite("Patterns of paths")
struct GlobPatternTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in [
      "a.pdf", "b.pdf", "B.pdf", "ab.pdf", "c.PDF", "note.txt", "x[1].pdf", ".hidden.pdf", "sub/a.pdf", "sub/deep/er/d.pdf",
      "sub/deep/d.txt",
      ".secret/e.pdf", "é.pdf", "other/Z.PdF", "folder.pdf/inner.pdf",
    ] {
      try folder.write("", to: name)
    }
  }

  private func matches(_ pattern: String, isFolder: Bool = false, in sub: String? = nil) throws -> [String] {
    try GlobPattern(pattern, isFolder: isFolder).matches(in: sub.map { "\(folder.path)/\($0)" } ?? folder.path)
  }

  @Test(
    "Wildcards match within a name, and the result is in byte order",
    arguments: [
      ("*.pdf", ["B.pdf", "a.pdf", "ab.pdf", "b.pdf", "c.PDF", "x[1].pdf", "é.pdf"]),
      ("?.pdf", ["B.pdf", "a.pdf", "b.pdf", "c.PDF"]),
      ("[ab].pdf", ["a.pdf", "b.pdf"]), ("[!ab].pdf", ["B.pdf", "c.PDF"]), ("[a-b]*.pdf", ["a.pdf", "ab.pdf", "b.pdf"]),
      ("a.pdf", ["a.pdf"]),
      ("./a.pdf", ["a.pdf"]), ("x[[]1].pdf", ["x[1].pdf"]),
      ("*", ["B.pdf", "a.pdf", "ab.pdf", "b.pdf", "c.PDF", "note.txt", "x[1].pdf", "é.pdf"]),
      ("sub/*.pdf", ["sub/a.pdf"]), ("*/a.pdf", ["sub/a.pdf"]), ("s?b/*/*/*.pdf", ["sub/deep/er/d.pdf"]), ("*.png", []),
      ("missing/*.pdf", []),
      ("a.pdf/*.pdf", []), ("A.pdf", []),
    ])
  func wildcards(pattern: String, expected: [String]) throws {
    #expect(try matches(pattern) == expected)
  }

  @Test("Two stars stand for any number of folders, and each file comes once")
  func anyDepth() throws {
    #expect(try matches("sub/**/*.pdf") == ["sub/a.pdf", "sub/deep/er/d.pdf"])
    #expect(try matches("**/d.*") == ["sub/deep/d.txt", "sub/deep/er/d.pdf"])
    #expect(try matches("**/**/**/a.pdf") == ["a.pdf", "sub/a.pdf"])
    #expect(try matches("sub/**/er/*.pdf") == ["sub/deep/er/d.pdf"])
  }

  @Test("Hidden files and folders are found only by their dot")
  func hidden() throws {
    #expect(try matches(".*.pdf") == [".hidden.pdf"])
    #expect(try matches(".secret/*.pdf") == [".secret/e.pdf"])
    #expect(try !matches("**/*.pdf").contains { $0.contains("hidden") || $0.contains("secret") })
  }

  @Test("A folder means every PDF below it, in any case")
  func wholeFolder() throws {
    #expect(try matches("sub", isFolder: true) == ["sub/a.pdf", "sub/deep/er/d.pdf"])
    #expect(try matches("other/", isFolder: true) == ["other/Z.PdF"])
    let all = try matches(".", isFolder: true)
    #expect(
      all == [
        "B.pdf", "a.pdf", "ab.pdf", "b.pdf", "c.PDF", "folder.pdf/inner.pdf", "other/Z.PdF", "sub/a.pdf", "sub/deep/er/d.pdf",
        "x[1].pdf",
        "é.pdf",
      ])
  }

  @Test("A pattern may go up, and may be absolute")
  func upAndAbsolute() throws {
    #expect(try matches("../a.pdf", in: "sub") == ["../a.pdf"])
    #expect(try matches("../sub/*.pdf", in: "other") == ["../sub/a.pdf"])
    #expect(try matches("\(folder.path)/sub/*.pdf", in: "other") == ["\(folder.path)/sub/a.pdf"])
  }

  @Test("Links that lead into a circle do not hold the search")
  func circle() throws {
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/sub/again", withDestinationPath: "\(folder.path)/sub")
    #expect(try matches("sub/**/*.pdf") == ["sub/a.pdf", "sub/deep/er/d.pdf"])
    #expect(try matches("sub/again/*.pdf") == ["sub/again/a.pdf"])
  }
}
