import Glibc
package import PrepCore

extension RunError {
  package static func temporaryFile(_ code: Int32) -> RunError {
    RunError(
      code == ENOSPC || code == EDQUOT ? .diskFull : .system, "a temporary file cannot be used: \(describe(code))",
      remedy: "make room in $TMPDIR, or name another folder there", systemError: code)
  }

  /// An output that could not be written. The message names a full disk as the reason.
  package static func output(_ what: String, _ code: Int32) -> RunError {
    let remedy =
      switch code {
      case ENOSPC, EDQUOT: "make room, and run it again"
      case EACCES, EPERM, EROFS: "choose an output folder that you may write to"
      default: "mend it, and run it again"
      }
    return RunError(Code(output: code), "\(what): \(describe(code))", remedy: remedy, systemError: code)
  }

  /// The error of a run whose work is kept: a full disk does not mean to begin anew.
  /// - Parameter fresh: whether the run was told to begin anew, which the same command would do again.
  package func keepingWork(fresh: Bool) -> RunError {
    guard code == .diskFull else { return self }
    var error = self
    error.remedy += "; \(fresh ? "unless it is told to begin again, " : "")it goes on where this run stopped"
    return error
  }

  /// An input that could not be read.
  /// - Parameter name: the file as the user named it, or a subject such as `the table prices.json`.
  package static func input(_ name: String, _ fault: FileFault, remedy: String) -> RunError {
    var (code, systemError): (Code, Int32?) = (.input, nil)
    switch fault.reason {
    case .missing: (code, systemError) = (.notFound, ENOENT)
    case .system(let number): (code, systemError) = (Code(input: number), number)
    case .folder, .irregular, .tooLarge: break
    }
    return RunError(code, "\(name) \(fault.words)", remedy: remedy, systemError: systemError)
  }
}

extension RunError.Code {
  /// The code of a call that failed while something was read.
  package init(input number: Int32) {
    switch number {
    case ENOENT, ENOTDIR: self = .notFound
    case EACCES, EPERM: self = .permissionDenied
    default: self = .input
    }
  }

  /// The code of a call that failed while something was written.
  package init(output number: Int32) {
    switch number {
    case ENOSPC, EDQUOT: self = .diskFull
    case EACCES, EPERM, EROFS: self = .permissionDenied
    default: self = .output
    }
  }
}

/// The system's message for an errno value.
package func describe(_ code: Int32) -> String {
  String(cString: strerror(code)).lowercased()
}
