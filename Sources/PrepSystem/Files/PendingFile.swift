import Glibc
package import PrepCore

/// A file that is written under a temporary name and gets its own when it is complete. One that never is, is removed.
///
/// It is for files that grow side by side over a whole run. ``FileReplacement`` writes one file at once.
package struct PendingFile: ~Copyable {
  private let path: String
  private let aside: String
  private var isInPlace = false
  var content: OutputFile

  /// Creates the file under its temporary name; its folder is created when needed.
  package init(_ path: String) throws(RunError) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    if !folder.isEmpty { try Folder.make(folder) }
    let aside = FileReplacement.aside(path)
    self.init(path, aside, try OutputFile(path: aside, name: path, keeping: 0))
  }

  private init(_ path: String, _ aside: String, _ content: consuming OutputFile) {
    self.path = path
    self.aside = aside
    self.content = content
  }

  deinit { if !isInPlace { unlink(aside) } }

  package mutating func append(_ bytes: [UInt8]) throws(RunError) { try content.append(bytes) }

  /// Puts the file in its place, and replaces any file that has the name.
  package mutating func finish() throws(RunError) {
    try content.synchronize()
    guard rename(aside, path) == 0 else { throw RunError.output("\(path) cannot be written", errno) }
    isInPlace = true
  }
}
