import Foundation
import Testing
import VisionPrep

@Suite("The documentation says what is so")
struct ReadmeTests {
  static let packageFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.packageFolder.appendingPathComponent(path), encoding: .utf8)
  }

  @Test("The README's example is the one that is compiled")
  func example() throws {
    let source = try text("Tests/VisionPrepTests/ReadmeExample.swift")
    let begin = try #require(source.range(of: "// README begin\n"))
    let end = try #require(source.range(of: "// README end"))
    let example = source[begin.upperBound..<end.lowerBound]
    #expect(try text("README.md").contains("```swift\n\(example)```"))
  }

  @Test("The program in the library's page is the one that is compiled and run")
  func client() throws {
    let page = try text("Sources/VisionPrep/VisionPrep.docc/UsingTheLibrary.md")
    #expect(page.contains("```swift\n\(try text("Tests/LibraryClient/Client.swift"))```"))
  }

  @Test("The README names the two commands, and both are there")
  func commands() throws {
    let readme = try text("README.md")
    for command in ["tools/demo", "tools/test"] {
      #expect(readme.contains(command))
      #expect(FileManager.default.isExecutableFile(atPath: Self.packageFolder.appendingPathComponent(command).path))
    }
  }

  @Test("Every failure code is in the catalogue, with its remedy")
  func failures() throws {
    let article = try text("Sources/VisionPrep/VisionPrep.docc/Failures.md")
    for failure in FailureCode.all {
      #expect(article.contains("`\(failure.code)`"), "\(failure.code)")
      #expect(article.contains(failure.remedy), "\(failure.code): \(failure.remedy)")
    }
  }

  @Test("Every code of a check is in the catalogue, with its severity, cause and remedy")
  func checks() throws {
    let article = try text("Sources/VisionPrep/VisionPrep.docc/CheckingFiles.md")
    for code in CheckCode.allCases {
      let explanation = code.explanation
      let row = "| `\(code)` | \(explanation.severity) | \(explanation.cause) | \(explanation.remedy) |"
      #expect(article.contains(row), "\(row)")
    }
  }
}
