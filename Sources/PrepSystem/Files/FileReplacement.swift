import Glibc
package import PrepCore

/// Writes a file under a temporary name and renames it when it is complete, so that the file is either complete or absent.
package enum FileReplacement {
  /// A temporary path beside a file. No other process and no other machine uses it.
  package static func aside(_ path: String) -> String {
    "\(path).\(String(UInt64.random(in: 0...UInt64.max), radix: 16)).part"
  }

  /// Writes one file atomically; its folder is created when needed.
  package static func write(_ bytes: [UInt8], to path: String) throws(RunError) {
    try write(to: path) { (file) throws(RunError) in try file.append(bytes) }
  }

  /// Writes one file atomically, piece by piece; its folder is created when needed. Several writers may write to one path at
  /// once; the last one to finish wins.
  package static func write(to path: String, _ body: (inout OutputFile) throws(RunError) -> Void) throws(RunError) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    if !folder.isEmpty { try Folder.make(folder) }
    let aside = aside(path)
    do throws(RunError) {
      var file = try OutputFile(path: aside, name: path, keeping: 0)
      try body(&file)
      try file.synchronize()
      guard rename(aside, path) == 0 else { throw RunError.output("\(path) cannot be written", errno) }
    } catch {
      unlink(aside)
      throw error
    }
  }
}
