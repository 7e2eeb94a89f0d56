import CPrepPosix
import Glibc
import PrepCore
import PrepDataset
import PrepJSON
import PrepSystem

/// The folder that an export writes. Everything lies in `.visionprep-export` inside of it until all is complete; then it gets its final
/// names, the manifest last. Locked until the export releases it.
final class ExportFolder: Sendable {
  let path: String
  private let staging: String
  private let lock: FileLock

  private static let stagingName = ".visionprep-export"
  private static let manifestName = "export.json"

  /// - Throws: a folder that holds anything, unless `fresh` is set and exports wrote all of it.
  init(_ path: String, fresh: Bool) throws(RunError) {
    self.path = path
    staging = "\(path)/\(Self.stagingName)"
    try Folder.make(path)
    try Folder.make(staging)
    do throws(FileLock.Fault) {
      lock = try FileLock(staging, flags: O_RDONLY | O_DIRECTORY)
    } catch {
      switch error {
      case .taken:
        throw RunError(
          .locked, "another export is at work in \(path)", remedy: "wait for it, stop it, or choose another folder")
      case .system(let code): throw RunError.output("the output folder \(path) cannot be written", code)
      }
    }
    let others = Folder.names(in: path).filter { $0 != Self.stagingName }
    if let first = others.first {
      guard fresh else {
        throw RunError(.otherPlan, "\(path) is not empty: it holds \(first)", remedy: "choose another folder, or begin again")
      }
      let known = manifests()
      let ours = Self.entries(of: known)
      let files = Self.files(of: known)
      if let stranger = others.lazy.compactMap({ ours.contains($0) ? self.stranger(at: $0, files: files) : $0 }).first {
        throw RunError(
          .foreignFiles, "\(path) holds \(stranger), which no export says to have written",
          remedy: "choose another folder, or move it away")
      }
      // What an export left that was killed while files got their names is not whole, and not worth keeping.
      if !others.contains(Self.manifestName) { try removeKnown() }
    }
    for name in Folder.names(in: staging) { try Self.remove("\(staging)/\(name)") }
  }

  /// Lets other exports have the folder. Called at the end of the export, since a thread may hold the folder a moment longer.
  func release() { lock.release() }

  /// Where a file lies while it grows; its folder is created.
  func part(_ name: String) throws(RunError) -> String {
    let folders = name.split(separator: "/").dropLast()
    if !folders.isEmpty { try Folder.make("\(staging)/\(folders.joined(separator: "/"))") }
    return "\(staging)/\(name)"
  }

  /// Writes an image, unless it is there already. Called from several threads.
  /// - Returns: whether it was written by this call.
  func store(_ bytes: [UInt8], folder: String, name: String) throws(RunError) -> Bool {
    let path = "\(staging)/\(folder)/\(name)"
    var file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    if file < 0, errno == ENOENT {
      try Folder.make("\(staging)/\(folder)")
      file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    }
    if file < 0, errno == EEXIST { return false }
    guard file >= 0 else { throw RunError.output("\(folder)/\(name) cannot be written", errno) }
    var code = bytes.withUnsafeBytes { Descriptor.write($0, to: file) }
    if close(file) != 0, code == 0 { code = errno }
    guard code == 0 else { throw RunError.output("\(folder)/\(name) cannot be written", code) }
    return true
  }

  /// Writes a small file among the parts.
  func write(_ bytes: [UInt8], to name: String) throws(RunError) {
    var file = try OutputFile(path: part(name), name: name, keeping: 0)
    try file.append(bytes)
    _ = try file.finish()
  }

  /// The names of what has been written, at the top.
  var entries: [String] { Folder.names(in: staging) }

  /// Waits until the disk has everything, removes an earlier export, and gives all files their final names; the manifest comes last.
  func publish(manifest: [UInt8]) throws(RunError) {
    try write(manifest, to: Self.manifestName)
    // One call for images and folders alike; a call a file would take a turn of the disk for each.
    let code = vp_posix_synchronize_file_system(lock.descriptor)
    guard code == 0 else { throw RunError.output("\(path) cannot be written", code) }
    let manifest = "\(path)/\(Self.manifestName)"
    if access(manifest, F_OK) == 0 {
      guard rename(manifest, "\(staging)/\(Self.replacedName)") == 0 else {
        throw RunError.output("the earlier export in \(path) cannot be removed", errno)
      }
      try removeKnown()
    }
    let names = Folder.names(in: staging).filter { $0 != Self.manifestName && $0 != Self.replacedName }
    for name in names + [Self.manifestName] {
      guard rename("\(staging)/\(name)", "\(path)/\(name)") == 0 else {
        throw RunError.output("\(name) cannot get its final name", errno)
      }
    }
    try Self.remove(staging)
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  // MARK: Earlier exports

  /// The manifest of the export that is being replaced.
  private static let replacedName = "replaced.json"

  /// The manifests of earlier exports, also of one that was killed while files got their names.
  private func manifests() -> [JSONValue] {
    ["\(path)/\(Self.manifestName)", "\(staging)/\(Self.replacedName)", "\(staging)/\(Self.manifestName)"]
      .compactMap { (try? InputFile.contents(of: $0, most: 256 << 20)).flatMap { try? JSONValue($0) } }
  }

  /// What stands at the top of a folder by its manifests.
  private static func entries(of manifests: [JSONValue]) -> Set<String> {
    Set(manifests.flatMap { texts($0["entries"]) }.filter { !$0.contains("/") && !$0.hasPrefix(".") })
  }

  private static func files(of manifests: [JSONValue]) -> Set<String> {
    Set(
      manifests.flatMap { manifest -> [String] in
        guard case .array(let files)? = manifest["files"] else { return [] }
        return files.compactMap { $0["name"]?.text }
      } + [manifestName])
  }

  private static func texts(_ value: JSONValue?) -> [String] {
    guard case .array(let elements)? = value else { return [] }
    return elements.compactMap(\.text)
  }

  /// The first file there, or in the folder there, that no export wrote.
  private func stranger(at name: String, files: Set<String>) -> String? {
    var status = stat()
    guard lstat("\(path)/\(name)", &status) == 0 else { return nil }
    if status.st_mode & S_IFMT == S_IFDIR {
      return Folder.names(in: "\(path)/\(name)").lazy.compactMap { self.stranger(at: "\(name)/\($0)", files: files) }.first
    }
    let last = name.split(separator: "/").last.map(String.init) ?? name
    return files.contains(name) || ImageFileName.matches(last) ? nil : name
  }

  private func removeKnown() throws(RunError) {
    for name in Self.entries(of: manifests()) where access("\(path)/\(name)", F_OK) == 0 { try Self.remove("\(path)/\(name)") }
  }

  /// Removes what lies aside, when an export ends with an error.
  func discard() { try? Self.remove(staging) }

  /// Removes a file, or a folder with all that is in it. Symbolic links are not followed.
  private static func remove(_ path: String) throws(RunError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      for name in Folder.names(in: path) { try remove("\(path)/\(name)") }
      guard rmdir(path) == 0 else { throw RunError.output("\(path) cannot be removed", errno) }
    } else {
      guard unlink(path) == 0 else { throw RunError.output("\(path) cannot be removed", errno) }
    }
  }
}
