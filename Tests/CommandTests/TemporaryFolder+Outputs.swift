import Foundation
import TestSupport

/// What the program wrote.
extension TemporaryFolder {
  func lines(_ name: String) throws -> [String] {
    String(decoding: try read(name), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// The JSON objects of a JSON Lines file.
  func objects(_ name: String) throws -> [[String: Any]] {
    try lines(name).map { line in
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
    }
  }

  /// Every file of an output folder but the state, by name.
  func outputs(_ folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try names(in: folder) where name != ".visionprep" { files[name] = try read("\(folder)/\(name)") }
    return files
  }

  /// Copies a folder of the project's fixtures.
  func copyFixtures(_ name: String, to target: String) throws {
    try FileManager.default.copyItem(atPath: Program.packageFolder + "/fixtures/" + name, toPath: "\(path)/\(target)")
  }

  /// Copies a few of the sample's drawings: one with several sheets, and three of one.
  func copyDrawings() throws {
    try FileManager.default.createDirectory(atPath: "\(path)/drawings", withIntermediateDirectories: true)
    for name in ["bracket", "flange", "housing", "shaft"] {
      try copyFixtures("samples/drawings/drawings/\(name).pdf", to: "drawings/\(name).pdf")
    }
  }
}
