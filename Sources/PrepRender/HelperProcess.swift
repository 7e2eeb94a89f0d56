import CPrepPosix
import Glibc
import PrepSystem

/// A running helper and the channel to it. Used by one thread at a time.
package struct HelperProcess: Sendable {
  let identifier: pid_t
  let channel: HelperChannel
  /// The standard error of the helper's libraries; it is read when the helper dies.
  private let notes: Int32

  /// The cause of a helper's death.
  enum Death: Equatable {
    /// The helper's own time limits ended it.
    case overtime
    case memory
    case signal(Int32)
    case exit(Int32)
  }

  /// The reason why no helper could be started.
  package struct StartError: Error {
    /// The reason as the end of a sentence.
    let reason: String

    init(reason: String) { self.reason = reason }
    init(code: Int32) { reason = describe(code) }
  }

  /// The descriptors that connect a helper to the program, created before the helper.
  struct Ends {
    let ours: HelperChannel
    /// The helper's standard input and output. It is a socket, because writing to a pipe whose reader died raises SIGPIPE in the
    /// caller's process.
    let theirs: Int32
    let notes: Int32

    init() throws(StartError) {
      var ends: [Int32] = [-1, -1]
      guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
        throw StartError(code: errno)
      }
      // Documents and pages are large. If the system refuses larger buffers, the transfer only takes more steps.
      var size: Int32 = 1 << 20
      for end in ends {
        setsockopt(end, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
      }
      notes = vp_posix_memory_file("visionprep-helper-notes")
      guard notes >= 0 else {
        let code = errno
        for end in ends { close(end) }
        throw StartError(code: code)
      }
      ours = HelperChannel(descriptor: ends[0])
      theirs = ends[1]
    }

    /// Closes the descriptors when no helper was started.
    func abandon() {
      close(ours.descriptor)
      close(notes)
    }
  }

  /// Starts a program that serves as a helper, or as a template of helpers.
  init(executable: String) throws(StartError) {
    let ends = try Ends()
    defer { close(ends.theirs) }
    var child = pid_t()
    let words = [executable, RenderHelper.verb, "parent", String(getpid())]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    let error = vp_posix_spawn(&child, executable, &arguments, ends.theirs, ends.notes)
    for argument in arguments { free(argument) }
    guard error == 0 else {
      ends.abandon()
      throw StartError(code: error)
    }
    self.init(identifier: child, ends: ends)
  }

  /// A child process that has been started.
  init(identifier: pid_t, ends: Ends) {
    self.identifier = identifier
    channel = ends.ours
    notes = ends.notes
  }

  /// Ends an idle helper. It has no state that could be lost.
  func stop() {
    close(channel.descriptor)
    close(notes)
    Glibc.kill(identifier, SIGKILL)
    var status: Int32 = 0
    _ = Descriptor.uninterrupted { waitpid(identifier, &status, 0) }
  }

  /// Ends the helper at once if it is still running.
  /// - Returns: the cause of its death.
  func kill() -> Death {
    close(channel.descriptor)
    defer { close(notes) }
    var status: Int32 = 0
    // A process that is already dying ends within moments; our own signal would hide the cause.
    var ended: pid_t = 0
    for _ in 0..<20 where ended == 0 {
      ended = waitpid(identifier, &status, WNOHANG)
      if ended == 0 { usleep(5_000) }
    }
    if ended == 0 {
      Glibc.kill(identifier, SIGKILL)
      _ = Descriptor.uninterrupted { waitpid(identifier, &status, 0) }
      return .signal(SIGKILL)
    }
    var signal: Int32 = 0
    guard vp_posix_killed_by(status, &signal) != 0 else { return notesSpeakOfMemory ? .memory : .exit(status >> 8 & 0xff) }
    switch signal {
    case SIGXCPU, SIGALRM: return .overtime
    // Only the system's out-of-memory killer sends this signal on its own.
    case SIGKILL: return .memory
    default: return notesSpeakOfMemory ? .memory : .signal(signal)
    }
  }

  /// Whether the last message of a library reported a failed allocation.
  private var notesSpeakOfMemory: Bool {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = pread(notes, &bytes, bytes.count, 0)
    guard count > 0 else { return false }
    let text = String(decoding: bytes[..<count].suffix(4096), as: UTF8.self).lowercased()
    return ["out of memory", "bad_alloc", "failed to allocate", "could not allocate", "cannot allocate"].contains {
      text.contains($0)
    }
  }
}
