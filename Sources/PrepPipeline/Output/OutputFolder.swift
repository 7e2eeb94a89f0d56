import Glibc
package import PrepCore
import PrepTables

/// The folder that a run writes to, with `.visionprep/` inside it. Held under a lock that ends with the process.
package final class OutputFolder {
  let path: String
  private let lock: Int32
  private var state: String { "\(path)/.visionprep" }
  var journal: String { "\(state)/journal" }
  private var planFile: String { "\(state)/plan.json" }

  /// Creates the folder when needed and locks it.
  init(_ path: String) throws(RunError) {
    self.path = path
    try Self.makeFolders(path)
    try Self.makeFolders("\(path)/.visionprep/parts")
    lock = open("\(path)/.visionprep/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard lock >= 0 else { throw RunError.output("the output folder \(path) cannot be written", errno) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      throw RunError(
        .locked, "another run is at work in \(path)", remedy: "wait for it, stop it, or choose another output folder")
    }
  }

  deinit { close(lock) }

  /// Where a file lies while it grows.
  func part(_ name: String) -> String { "\(state)/parts/\(name)" }

  private func final(_ name: String) -> String { "\(path)/\(name)" }

  private static func makeFolders(_ path: String) throws(RunError) {
    var partial = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      partial += component
      if mkdir(partial, 0o755) != 0, errno != EEXIST {
        throw RunError.output("the output folder \(path) cannot be created", errno)
      }
      partial += "/"
    }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw RunError(.output, "\(path) is not a folder", remedy: "choose another output folder")
    }
  }

  /// Whether a name is one that a run writes into the folder.
  static func isOutput(_ name: String) -> Bool {
    if name == "items.jsonl" || name == "manifest.json" { return true }
    return Split.allCases.contains { split in
      let digits = name.dropFirst(split.rawValue.count + 1).dropLast(6)
      return name.hasPrefix("\(split.rawValue)-") && name.hasSuffix(".jsonl") && digits.count >= 5
        && digits.allSatisfy(\.isNumber)
    }
  }

  /// Compares the folder with a plan and makes it ready.
  /// - Parameter fresh: remove what earlier runs wrote.
  /// - Returns: the items that earlier runs of the same plan have done.
  func take(_ provenance: Provenance, fresh: Bool) throws(RunError) -> [Journal.Entry] {
    if fresh { try clear() }
    guard let written = InputFile.contents(of: planFile) else {
      if let name = outputs(in: path).first {
        throw RunError(
          .otherPlan, "\(path) already holds \(name), and no journal to go on from",
          remedy: "choose another output folder, or move it away")
      }
      try writeDurably(planJSON(provenance), to: planFile)
      return []
    }
    let plan = Self.members(ofPlan: written)
    guard provenance.planDigest == plan["plan"]?.text else {
      throw RunError(
        .otherPlan, "\(path) holds the work of another recipe or input (or they changed since)",
        remedy: "choose another output folder, or begin again with --fresh")
    }
    let shard = Self.shard(ofPlan: plan)
    guard provenance.shard == shard else {
      throw RunError(
        .otherPlan, "\(path) holds \(Self.words(for: shard)), and this run makes \(Self.words(for: provenance.shard))",
        remedy: "give each part an output folder of its own, or begin again with --fresh")
    }
    let versions = plan["versions"]?.text
    guard provenance.versions == versions else {
      throw RunError(
        .otherPlan, "\(path) was begun with other versions of the program or its libraries (\(versions ?? "unknown"))",
        remedy: "finish it with those, since other versions may write other bytes, or begin again with --fresh")
    }
    return InputFile.contents(of: journal).map(Journal.decode) ?? []
  }

  private func planJSON(_ provenance: Provenance) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.member("format", 1)
    json.member("plan", provenance.planDigest)
    if !provenance.shard.isWhole {
      json.key("shard")
      json.beginObject()
      json.member("index", provenance.shard.index)
      json.member("count", provenance.shard.count)
      json.endObject()
    }
    json.member("versions", provenance.versions)
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }

  /// The plan file's object; null when it is no such file.
  private static func members(ofPlan bytes: [UInt8]) -> Value {
    guard let value = try? JSONParser.parse(bytes), value["format"] == .number("1") else { return .null }
    return value
  }

  private static func shard(ofPlan plan: Value) -> Shard? {
    guard let shard = plan["shard"] else { return .whole }
    return Shard(shard)
  }

  private static func words(for shard: Shard?) -> String {
    shard.map { $0.isWhole ? "the whole dataset" : "part \($0) (0-based)" } ?? "an unknown part"
  }

  /// Whether a run has begun in a folder, with the words for what it makes; nil when there is none.
  static func work(begunIn path: String) -> String? {
    InputFile.contents(of: "\(path)/.visionprep/plan.json").map { words(for: shard(ofPlan: members(ofPlan: $0))) }
  }

  private func outputs(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if Self.isOutput(name) { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes what earlier runs wrote, by the names in their manifest, and nothing else.
  private func clear() throws(RunError) {
    let ours = writtenNames()
    if let stranger = outputs(in: path).first(where: { !ours.contains($0) }) {
      throw RunError(
        .otherPlan, "\(path) holds \(stranger), which no run of visionprep says to have written",
        remedy: "choose another output folder, or move it away")
    }
    // The manifest goes first: a folder with one is taken for complete.
    let files = [final("manifest.json"), planFile, journal] + ours.map(final) + outputs(in: part("")).map(part)
    for file in files where unlink(file) != 0 && errno != ENOENT {
      throw RunError.output("\(file) cannot be removed", errno)
    }
  }

  /// The names that the manifest of an earlier run lists, its own included; it lies aside while files get or lose their final
  /// names.
  private func writtenNames() -> Set<String> {
    let bytes = InputFile.contents(of: final("manifest.json")) ?? InputFile.contents(of: part("manifest.json"))
    guard let bytes, let manifest = try? JSONParser.parse(bytes), case .array(let files)? = manifest["files"] else { return [] }
    return Set(files.compactMap { $0["name"]?.text }.filter(Self.isOutput)).union(["manifest.json"])
  }

  /// Moves files that a finished run gave their final names back among the parts, since this run appends to them.
  func reopen(_ names: [String]) throws(RunError) {
    rename(final("manifest.json"), part("manifest.json"))
    for name in names where access(part(name), F_OK) != 0 {
      guard rename(final(name), part(name)) == 0 else {
        throw RunError(.output, "\(name) is missing: \(describe(errno))", remedy: "begin again with --fresh")
      }
    }
  }

  /// Writes one file, whole or not at all; its folder is created when needed.
  package static func write(_ bytes: [UInt8], to path: String) throws(RunError) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    if !folder.isEmpty { try makeFolders(folder) }
    let aside = "\(path).part"
    var file = try OutputFile(path: aside, name: path, keeping: 0)
    try file.append(bytes)
    try file.synchronize()
    guard rename(aside, path) == 0 else { throw RunError.output("\(path) cannot be written", errno) }
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
    synchronizeFolders()
  }

  /// Writes a small file aside, flushes it and renames it, so that it is there whole or not at all.
  private func writeDurably(_ bytes: [UInt8], to target: String) throws(RunError) {
    let name = target.split(separator: "/").last.map(String.init) ?? target
    let aside = part("\(name).new")
    var file = try OutputFile(path: aside, name: name, keeping: 0)
    try file.append(bytes)
    try file.synchronize()
    guard rename(aside, target) == 0 else { throw RunError.output("\(name) cannot be written", errno) }
    synchronizeFolders()
  }

  /// Waits until the disk has the names of the files.
  private func synchronizeFolders() {
    for folder in [path, state] {
      let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      if descriptor >= 0 {
        fsync(descriptor)
        close(descriptor)
      }
    }
  }
}
