import Foundation
import Testing

@Suite("The library serves a client that imports nothing else")
struct ClientTests {
  @Test("Prepare, cancel, go on, check, estimate and report")
  func client() async throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let output = NSTemporaryDirectory() + "visionprep-client-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: output) }
    let recipe = package.appendingPathComponent("fixtures/samples/watches/watches.yaml").path
    let lines = try await makeDataset(recipe: recipe, output: output)
    #expect(lines.first?.hasPrefix("first ") == true)
    // A small dataset may be complete before it is cancelled.
    #expect(["cancelled interrupted", "cancelled complete"].contains(lines[1]))
    #expect(lines[2].hasSuffix(" of 70, complete"))
    #expect(lines.contains { $0.hasPrefix("check openai ") })
    #expect(lines.contains { $0.hasPrefix("estimate ") })
    #expect(lines.contains { $0.hasPrefix("report ") })
    #expect(lines.last?.hasPrefix("error ") == true)
    #expect(FileManager.default.fileExists(atPath: output + "/report.html"))
  }
}
