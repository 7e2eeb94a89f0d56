import Glibc
package import PrepCore
package import PrepJSON
import PrepSystem

/// The names and small files of an output folder, as `prepare` writes them and other verbs find them.
package enum PreparedFolder {
  /// Of plan.json and the journal.
  package static let format = 2
  /// Bytes of the largest plan.json or manifest.json that is read: the manifest of a million output files has less.
  private static let mostStateBytes = 256 << 20

  /// Whether a name is one that a run gives to a file in the folder.
  package static func isOutput(_ name: String) -> Bool {
    if name == "items.jsonl" || name == "manifest.json" { return true }
    return Split.allCases.contains { split in
      let digits = name.dropFirst(split.rawValue.count + 1).dropLast(6)
      return name.hasPrefix("\(split.rawValue)-") && name.hasSuffix(".jsonl") && digits.count >= 5
        && digits.allSatisfy(\.isNumber)
    }
  }

  /// The path of a folder without the slash that may end it, so that messages and the paths of files have one each.
  package static func trimmed(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// The bytes of a folder's manifest.json; nil when it has none.
  /// - Throws: a folder that does not exist, and a manifest that cannot be read.
  package static func manifest(of folder: String) throws(RunError) -> [UInt8]? {
    do throws(FileFault) {
      return try InputFile.contents(of: "\(folder)/manifest.json", most: mostStateBytes)
    } catch {
      guard error.reason == .missing else {
        throw .input("\(folder)/manifest.json", error, remedy: "check the file and its permissions")
      }
      if Folder.exists(folder) { return nil }
      guard access(folder, F_OK) != 0 else {
        throw RunError(.usage, "\(folder) is not a folder", remedy: "name a folder that prepare wrote")
      }
      let code = errno
      guard code != ENOENT else {
        throw RunError(.notFound, "\(folder) does not exist", remedy: "check the path", systemError: code)
      }
      throw RunError(
        .init(input: code), "\(folder) cannot be read: \(describe(code))", remedy: "check the path and its permissions",
        systemError: code)
    }
  }

  /// The bytes of plan.json or manifest.json; nil when it is not there or cannot be read.
  package static func state(_ path: String) -> [UInt8]? { try? InputFile.contents(of: path, most: mostStateBytes) }

  /// The object in plan.json; null when it is no such file, or one of another format.
  package static func members(ofPlan bytes: [UInt8]) -> JSONValue {
    guard let value = try? JSONValue(bytes), value["format"]?.whole == format else { return .null }
    return value
  }

  /// The part of the dataset that plan.json names; nil when it names none that there can be.
  package static func shard(ofPlan plan: JSONValue) -> Shard? {
    guard let shard = plan["shard"] else { return .whole }
    return Shard(shard)
  }

  /// How messages name a part of the dataset.
  package static func words(for shard: Shard?) -> String {
    shard.map { $0.isWhole ? "the whole dataset" : "part \($0) (0-based)" } ?? "an unknown part"
  }

  /// The words for what a run that has begun in a folder makes; nil when no run has.
  package static func work(begunIn path: String) -> String? {
    state("\(path)/.visionprep/plan.json").map { words(for: shard(ofPlan: members(ofPlan: $0))) }
  }
}
