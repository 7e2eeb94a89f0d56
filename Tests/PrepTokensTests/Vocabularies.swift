import Foundation
import PrepTokens
import Testing

/// The published vocabularies, where tools/install-vocabularies puts them.
enum Vocabularies {
  static let o200kBase = load(.o200kBase)
  static let cl100kBase = load(.cl100kBase)

  static func of(_ encoding: TokenEncoding) throws -> Vocabulary {
    try #require(encoding == .o200kBase ? o200kBase : cl100kBase, "there is no vocabulary; run tools/install-vocabularies")
  }

  static func file(_ encoding: TokenEncoding) -> [UInt8]? {
    let environment = ProcessInfo.processInfo.environment
    let data = environment["XDG_DATA_HOME"] ?? "\(environment["HOME"] ?? "")/.local/share"
    let folder = environment["VISIONPREP_VOCABULARIES"] ?? "\(data)/visionprep"
    return FileManager.default.contents(atPath: "\(folder)/\(encoding.fileName)").map { [UInt8]($0) }
  }

  private static func load(_ encoding: TokenEncoding) -> Vocabulary? {
    file(encoding).flatMap { try? Vocabulary(encoding, file: $0) }
  }
}
