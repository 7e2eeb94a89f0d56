import Glibc
import PrepCore
import PrepSystem

/// Finds files by a pattern: `*`, `?` and `[...]` within a name, `**` for any number of folders. The extension `.pdf` matches in
/// upper and lower case, so that `*.pdf` does not silently skip `PLAN.PDF`; everything else is case-sensitive. The result is in
/// byte order, the same on every machine and file system.
struct GlobPattern {
  private let parts: [String]
  private let isAbsolute: Bool

  /// A pattern that is a folder, or ends in `**`, matches every PDF below it.
  init(_ text: String, isFolder: Bool) {
    isAbsolute = text.hasPrefix("/")
    var parts = text.split(separator: "/").map(String.init).filter { $0 != "." }
    if isFolder { parts.append("**") }
    if parts.last == "**" { parts.append("*.pdf") }
    if let last = parts.last, last.lowercased().hasSuffix(".pdf") {
      parts[parts.count - 1] = last.dropLast(3) + "[pP][dD][fF]"
    }
    self.parts = parts
  }

  /// The paths of the matching files: relative to `folder` for a relative pattern, absolute for an absolute one.
  /// - Throws: when a folder exists but cannot be read.
  func matches(in folder: String) throws(RunError) -> [String] {
    var found: [String] = []
    try walk(folder: isAbsolute ? "/" : folder, prefix: isAbsolute ? "/" : "", parts: parts[...], into: &found)
    // `**` can reach one file in several ways.
    return Set(found).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func walk(folder: String, prefix: String, parts: ArraySlice<String>, into found: inout [String]) throws(RunError) {
    guard let part = parts.first else { return }
    let rest = parts.dropFirst()
    if part == ".." {
      return try walk(folder: "\(folder)/..", prefix: "\(prefix)../", parts: rest, into: &found)
    }
    if part == "**" { try walk(folder: folder, prefix: prefix, parts: rest, into: &found) }
    for entry in try Self.entries(of: folder) {
      let name = entry.text
      let isHidden = name.hasPrefix(".") && !part.hasPrefix(".")
      guard !isHidden else { continue }
      // An escape of a byte that is not UTF-8 does not change whether a name fits.
      guard entry.isUTF8 || part != "**" && fnmatch(part, name, FNM_PERIOD) != 0 else {
        throw RunError(
          .input, "the folder \(prefix.isEmpty ? "." : prefix) holds \"\(name)\", and this name is not UTF-8",
          remedy: "rename it", key: "source.documents")
      }
      let path = "\(folder)/\(name)"
      if part == "**" {
        if Self.isFolder(path, followingLinks: false) {
          try walk(folder: path, prefix: "\(prefix)\(name)/", parts: parts, into: &found)
        }
      } else if fnmatch(part, name, FNM_PERIOD) == 0 {
        if rest.isEmpty {
          if !Self.isFolder(path, followingLinks: true) { found.append(prefix + name) }
        } else if Self.isFolder(path, followingLinks: true) {
          try walk(folder: path, prefix: "\(prefix)\(name)/", parts: rest, into: &found)
        }
      }
    }
  }

  private static func entries(of folder: String) throws(RunError) -> [SystemText] {
    guard let names = Folder.entries(of: folder) else {
      let code = errno
      if code == ENOENT || code == ENOTDIR { return [] }
      throw RunError(
        RunError.Code(input: code), "the folder of the documents cannot be read: \(describe(code))",
        remedy: "check its permissions", key: "source.documents", systemError: code)
    }
    return names
  }

  /// Links are followed only where they cannot cause a cycle.
  static func isFolder(_ path: String, followingLinks: Bool) -> Bool {
    var status = stat()
    let code = followingLinks ? stat(path, &status) : lstat(path, &status)
    return code == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
