import Foundation
import Testing
import VisionPrep

@Suite("The library speaks to programmers and users, not of a command line")
struct LibraryWordsTests {
  private static let sources = ReadmeTests.packageFolder.appendingPathComponent("Sources")

  /// Style sheets have names such as `--ink`.
  private static let styles = "+Style.swift"

  @Test("No text of the library names an option of the program")
  func options() throws {
    let files = try #require(FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
    // A string literal with an option in it. What stands before it on the line is no comment.
    let option = /^(?:[^\/"]|\/(?!\/))*".*--[a-z]/
    var read = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      guard !file.path.contains("/VisionPrepCommands/"), !file.lastPathComponent.hasSuffix(Self.styles) else { continue }
      read += 1
      var isInText = false
      for (number, line) in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n").enumerated() {
        let trimmed = line.trimmingCharacters(in: .whitespaces)
        let wasInText = isInText
        // A text of several lines begins or ends.
        if trimmed.components(separatedBy: "\"\"\"").count % 2 == 0 { isInText.toggle() }
        if trimmed.hasPrefix("//") && !wasInText { continue }
        let names = wasInText && isInText ? trimmed.contains(/--[a-z]/) : trimmed.contains(option)
        #expect(!names, "\(file.lastPathComponent):\(number + 1): \(trimmed)")
      }
    }
    #expect(read > 300)
  }

  @Test("Every code of an error is in the catalogue, with its cause")
  func codes() throws {
    let page = Self.sources.appendingPathComponent("VisionPrep/VisionPrep.docc/Failures.md")
    let article = try String(contentsOf: page, encoding: .utf8)
    for code in RunError.Code.allCases {
      #expect(article.contains("| `\(code)` | \(code.explanation) |"), "| `\(code)` | \(code.explanation) |")
      #expect(code.rawValue.contains(/^[a-z_]+$/))
    }
  }
}
