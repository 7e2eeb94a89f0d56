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
    var file = try PendingFile(path)
    try body(&file.content)
    try file.finish()
  }
}
