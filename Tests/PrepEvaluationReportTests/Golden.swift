import Foundation
import Testing

/// Files that were looked at once and are kept. `VISIONPREP_RECORD=1` writes them anew.
enum Golden {
  static func expect(_ text: String, _ name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens/\(name)")
    if ProcessInfo.processInfo.environment["VISIONPREP_RECORD"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let difference = zip(golden.split(separator: "\n"), text.split(separator: "\n")).first { $0 != $1 }
    #expect(golden == text, "\(name) differs: \(difference.map { "\n- \($0.0)\n+ \($0.1)" } ?? "one is longer")")
  }
}
