import Glibc
import PrepCore
import PrepDataset
import PrepDigest
import PrepJSON
import PrepSystem

/// The folder that a run writes to, with `.visionprep/` inside it. It is locked until the run releases it.
package final class OutputFolder {
  let path: String
  private let lock: FileLock
  private var state: String { "\(path)/.visionprep" }
  var journal: String { Self.journal(in: path) }
  private var planFile: String { "\(state)/plan.json" }

  /// The journal of an output folder.
  static func journal(in path: String) -> String { "\(path)/.visionprep/journal" }

  /// Creates the folder when needed and locks it.
  init(_ path: String) throws(RunError) {
    self.path = path
    try Folder.make(path)
    try Folder.make("\(path)/.visionprep/parts")
    do throws(FileLock.Fault) {
      lock = try FileLock("\(path)/.visionprep/lock", flags: O_RDWR | O_CREAT)
    } catch {
      switch error {
      case .taken:
        throw RunError(
          .locked, "another run is at work in \(path)", remedy: "wait for it, stop it, or choose another output folder")
      case .system(let code): throw RunError.output("the output folder \(path) cannot be written", code)
      }
    }
    try recover()
  }

  /// Lets other runs have the folder. Called at the end of the run, since a thread may hold the folder a moment longer.
  func release() { lock.release() }

  /// The path of a file while it grows.
  func part(_ name: String) -> String { "\(state)/parts/\(name)" }

  /// The path of a file of the last run, under its final name or still growing.
  func written(_ name: String) -> String { access(part(name), F_OK) == 0 ? part(name) : final(name) }

  private func final(_ name: String) -> String { "\(path)/\(name)" }

  /// The content of the folder in relation to a plan.
  enum Holding: Sendable, Hashable {
    case nothing
    /// Work on the same plan. `retry`: the failures that this work does again.
    case samePlan(retry: FailureSelection)
    /// Work on the same dataset, with a different recipe or input.
    case changedPlan
  }

  /// Compares the folder with a plan.
  /// - Throws: when the folder holds content that no run of this plan may touch.
  func holding(for provenance: Provenance) throws(RunError) -> Holding {
    guard let written = PreparedFolder.state(planFile) else {
      if let name = outputs(in: path).first {
        throw RunError(
          .foreignFiles, "\(path) already holds \(name), and no journal to go on from",
          remedy: "choose another output folder, or move it away")
      }
      return .nothing
    }
    let plan = PreparedFolder.members(ofPlan: written)
    guard let dataset = plan["dataset"]?.text else {
      throw RunError(
        .otherPlan, "\(path) holds work that this version of the program cannot go on with",
        remedy: "finish it with the version that began it, or begin again")
    }
    guard provenance.dataset == dataset else {
      throw RunError(
        .otherPlan, "\(path) holds the dataset \"\(dataset)\", and this recipe makes \"\(provenance.dataset)\"",
        remedy: "choose another output folder, or begin again")
    }
    let shard = PreparedFolder.shard(ofPlan: plan)
    guard provenance.shard == shard else {
      throw RunError(
        .otherPlan,
        "\(path) holds \(PreparedFolder.words(for: shard)), and this run makes \(PreparedFolder.words(for: provenance.shard))",
        remedy: "give each part an output folder of its own, or begin again")
    }
    let versions = plan["versions"]?.text
    guard provenance.versions == versions else {
      throw RunError(
        .otherPlan, "\(path) was begun with other versions of the program or its libraries (\(versions ?? "unknown"))",
        remedy: "finish it with those, since other versions may write other bytes, or begin again")
    }
    guard provenance.planDigest == plan["plan"]?.text else { return .changedPlan }
    let retry = (plan["retry"]?.text).flatMap { try? FailureSelection(parsing: $0) }
    return .samePlan(retry: retry ?? .none)
  }

  /// Prepares the folder for a plan's work, or for the rest of it.
  /// - Throws: when the folder has the work of another plan.
  func take(_ provenance: Provenance, fresh: Bool) throws(RunError) {
    if fresh { try clear() }
    switch try holding(for: provenance) {
    case .nothing: try begin(provenance)
    case .samePlan: break
    case .changedPlan:
      throw RunError(
        .otherPlan, "\(path) holds the work of another recipe or input",
        remedy: "choose another output folder, or begin again")
    }
  }

  /// Records a plan in a folder that holds no work, or whose work was set aside.
  /// - Parameter retry: the failures of earlier work to do again.
  func begin(_ provenance: Provenance, retry: FailureSelection = .none) throws(RunError) {
    var json = JSONWriter()
    json.beginObject()
    json.member("format", PreparedFolder.format)
    json.member("dataset", provenance.dataset)
    json.member("plan", provenance.planDigest)
    if !provenance.shard.isWhole {
      json.key("shard")
      json.beginObject()
      json.member("index", provenance.shard.index)
      json.member("count", provenance.shard.count)
      json.endObject()
    }
    json.member("versions", provenance.versions)
    if !retry.isEmpty { json.member("retry", retry.description) }
    json.endObject()
    try writeDurably(json.bytes + [UInt8(ascii: "\n")], to: planFile)
  }

  /// The files of a finished folder, by name, as its manifest lists them; empty for a folder that is not finished.
  private lazy var finishedFiles: [String: FolderManifest.File] = {
    let files = PreparedFolder.state(final("manifest.json")).flatMap { FolderManifest($0) }?.files ?? []
    return Dictionary(files.map { ($0.name, $0) }) { $1 }
  }()

  /// Compares a file of an earlier run with the manifest, when there is one.
  /// - Throws: `damaged` when the file has other bytes than its run wrote.
  func verify(_ file: borrowing OutputFile) throws(RunError) {
    // Where the journal lost its end, the run goes on from a shorter file than the manifest lists.
    guard let listed = finishedFiles[file.name], listed.bytes == file.count, let digest = listed.sha256,
      digest != file.currentDigest.hex
    else { return }
    throw RunError(.damaged, "\(file.name) has other bytes than its run wrote", remedy: "begin again")
  }

  /// Whether the last run on this folder was complete.
  var isFinished: Bool { access(final("manifest.json"), F_OK) == 0 }

  /// The names of output files in a folder, sorted.
  private func outputs(in folder: String) -> [String] { Folder.names(in: folder).filter(PreparedFolder.isOutput) }

  /// Removes the files of earlier runs that their manifest lists, and nothing else.
  func clear() throws(RunError) {
    let ours = try writtenNames()
    // The manifest goes first: a folder with a manifest counts as complete.
    try Self.remove([final("manifest.json"), planFile, journal] + ours.map(final) + outputs(in: part("")).map(part))
    try forgetEarlier()
  }

  private static func remove(_ files: [String]) throws(RunError) {
    for file in files where unlink(file) != 0 && errno != ENOENT {
      throw RunError.output("\(file) cannot be removed", errno)
    }
  }

  /// The names of finished output files of earlier runs: the files that a manifest lists, and the manifest itself. The manifest
  /// is moved aside while files get or lose their final names.
  /// - Throws: when no manifest lists an output file.
  private func writtenNames() throws(RunError) -> Set<String> {
    let manifest = [final("manifest.json"), part("manifest.json"), "\(aside)/manifest.json"].lazy
      .compactMap(PreparedFolder.state).first.flatMap { try? JSONValue($0) }
    var names: Set<String> = []
    if case .array(let files)? = manifest?["files"] {
      names = Set(files.compactMap { $0["name"]?.text }.filter(PreparedFolder.isOutput)).union(["manifest.json"])
    }
    if let stranger = outputs(in: path).first(where: { !names.contains($0) }) {
      throw RunError(
        .foreignFiles, "\(path) holds \(stranger), which no run of visionprep says to have written",
        remedy: "choose another output folder, or move it away")
    }
    return names
  }

  // MARK: Earlier work

  private var earlierFolder: String { "\(state)/earlier" }
  /// The folder in which work is collected while it is set aside.
  private var aside: String { "\(earlierFolder)/next" }

  /// The folders of work that was set aside, the oldest first.
  var earlier: [String] {
    Folder.names(in: earlierFolder).filter { Int($0) != nil }.map { "\(earlierFolder)/\($0)" }
  }

  /// Moves all work in the folder into its own subfolder, so that new work can begin and reuse what is still valid.
  func setAside() throws(RunError) {
    let ours = try writtenNames()
    try Folder.make(aside)
    // The manifest goes first: a folder with a manifest counts as complete. The plan goes last: its presence shows that the move
    // is complete.
    let files = [final("manifest.json")] + ours.map(final) + outputs(in: part("")).map(part) + [journal, planFile]
    for file in files {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      guard rename(file, "\(aside)/\(name)") == 0 || errno == ENOENT else {
        throw RunError.output("\(name) cannot be set aside", errno)
      }
    }
    try finishSettingAside()
  }

  private func finishSettingAside() throws(RunError) {
    let digits = String((earlier.last?.split(separator: "/").last.flatMap { Int($0) } ?? 0) + 1)
    let name = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    guard rename(aside, "\(earlierFolder)/\(name)") == 0 else { throw RunError.output("\(aside) cannot be renamed", errno) }
    try synchronizeFolders()
  }

  /// Completes a move that a killed run left unfinished.
  private func recover() throws(RunError) {
    guard access(aside, F_OK) == 0 else { return }
    if access(planFile, F_OK) == 0 { try setAside() } else { try finishSettingAside() }
  }

  /// Removes work that was set aside.
  func forgetEarlier() throws(RunError) {
    for folder in earlier + [aside] {
      try Self.remove(Folder.names(in: folder).map { "\(folder)/\($0)" })
      rmdir(folder)
    }
    rmdir(earlierFolder)
  }

  /// Moves the finished files of an earlier run back to the parts, since this run appends to them.
  func reopen(_ names: [String]) throws(RunError) {
    guard rename(final("manifest.json"), part("manifest.json")) == 0 || errno == ENOENT else {
      throw RunError.output("manifest.json cannot be set aside", errno)
    }
    for name in names where access(part(name), F_OK) != 0 {
      guard rename(final(name), part(name)) == 0 else {
        let code = errno
        throw RunError(.damaged, "\(name) is missing: \(describe(code))", remedy: "begin again", systemError: code)
      }
    }
  }

  /// Gives complete files their final names, and then writes the manifest.
  func publish(_ names: [String], manifest: [UInt8]) throws(RunError) {
    try writeDurably(manifest, to: part("manifest.json"))
    for name in names {
      if rename(part(name), final(name)) != 0, !(errno == ENOENT && access(final(name), F_OK) == 0) {
        throw RunError.output("\(name) cannot get its final name", errno)
      }
    }
    guard rename(part("manifest.json"), final("manifest.json")) == 0 else {
      throw RunError.output("manifest.json cannot get its final name", errno)
    }
    try synchronizeFolders()
  }

  /// Writes a small file under a temporary name, flushes it and renames it, so that it is either complete or absent.
  private func writeDurably(_ bytes: [UInt8], to target: String) throws(RunError) {
    let name = target.split(separator: "/").last.map(String.init) ?? target
    let aside = part("\(name).new")
    var file = try OutputFile(path: aside, name: name, keeping: 0)
    try file.append(bytes)
    try file.synchronize()
    guard rename(aside, target) == 0 else { throw RunError.output("\(name) cannot be written", errno) }
    try synchronizeFolders()
  }

  /// Waits until the names of the files are on disk.
  private func synchronizeFolders() throws(RunError) {
    for folder in [path, state, part(""), earlierFolder] {
      let code = Folder.synchronize(folder)
      guard code == 0 else { throw RunError.output("\(folder) cannot be written", code) }
    }
  }
}
