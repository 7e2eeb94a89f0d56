import Glibc

/// The reason why a file cannot be read.
package struct FileFault: Error, Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    /// No file is at the path.
    case missing
    case folder
    /// A pipe, a socket or a device: reading it could block forever.
    case irregular
    /// The file has more bytes than the caller accepts.
    case tooLarge(bytes: Int, most: Int)
    /// The errno value of a failed call.
    case system(Int32)
  }

  package var reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  /// The fault for a failed system call.
  init(errno code: Int32) { reason = code == ENOENT || code == ENOTDIR ? .missing : .system(code) }

  /// The words that follow the file's name in a sentence: `is a folder`.
  package var words: String {
    switch reason {
    case .missing: "is not there"
    case .folder: "is a folder"
    case .irregular: "is no regular file"
    case .tooLarge(let bytes, let most): "has \(bytes) bytes; at most \(most) are read"
    case .system(let code): "cannot be read: \(describe(code))"
    }
  }
}
