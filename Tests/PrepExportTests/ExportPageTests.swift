import Foundation
import PrepCore
import Testing

@Suite("The page Export names everything that an export can say")
struct ExportPageTests {
  private func page() throws -> String {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: package.appending(path: "Sources/VisionPrep/VisionPrep.docc/Export.md"), encoding: .utf8)
  }

  @Test("Formats, each with its command")
  func formats() throws {
    let page = try page()
    for target in ExportTarget.allCases where target != .openai {
      #expect(page.contains("--to \(target.rawValue) "), "\(target)")
    }
    for target in ExportTarget.allCases { #expect(page.contains("`\(target.rawValue)`"), "\(target)") }
  }

  @Test("Codes")
  func codes() throws {
    let page = try page()
    for code in ExportCode.allCases { #expect(page.contains("`\(code.rawValue)`"), "\(code)") }
  }
}
