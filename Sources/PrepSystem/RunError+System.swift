import Glibc
package import PrepCore

extension RunError {
  package static func temporaryFile(_ code: Int32) -> RunError {
    RunError(
      .system, "a temporary file cannot be used: \(describe(code))",
      remedy: "make room in $TMPDIR, or name another folder there")
  }

  /// An output that could not be written. The message names a full disk as the reason.
  package static func output(_ what: String, _ code: Int32) -> RunError {
    let remedy =
      switch code {
      case ENOSPC, EDQUOT: "make room, and run the same command again: it goes on where this run stopped"
      case EACCES, EPERM, EROFS: "choose an output folder that you may write to"
      default: "mend it, and run the same command again"
      }
    return RunError(.output, "\(what): \(describe(code))", remedy: remedy)
  }
}

/// The system's message for an errno value.
package func describe(_ code: Int32) -> String {
  String(cString: strerror(code)).lowercased()
}
