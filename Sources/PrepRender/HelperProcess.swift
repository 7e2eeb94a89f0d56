import CPrepPosix
import Glibc
import PrepSystem

/// A running helper and the channel to it. Used by one thread at a time.
package struct HelperProcess: Sendable {
  let identifier: pid_t
  let channel: HelperChannel
  /// What the helper's libraries write to their standard error; looked at when it dies.
  private let notes: Int32

  /// What a helper died of.
  enum Death: Equatable {
    /// Its own clocks.
    case overtime
    case memory
    case signal(Int32)
    case exit(Int32)
  }

  /// Why there is no helper.
  package struct StartError: Error {
    /// The end of a sentence.
    let reason: String

    init(reason: String) { self.reason = reason }
    init(code: Int32) { reason = describe(code) }
  }

  /// What joins a helper to the program, before there is one.
  struct Ends {
    let ours: HelperChannel
    /// Its standard input and output. A socket, because writing to a pipe whose reader died raises SIGPIPE in the caller's process.
    let theirs: Int32
    let notes: Int32

    init() throws(StartError) {
      var ends: [Int32] = [-1, -1]
      guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
        throw StartError(code: errno)
      }
      // Documents and pages are large; where the system refuses larger buffers, it only takes more turns.
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

    /// Where no helper came of it.
    func abandon() {
      close(ours.descriptor)
      close(notes)
    }
  }

  /// Starts a program that serves as helper, or as a template of helpers.
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

  /// Ends an idle helper. It holds nothing that it could lose.
  func stop() {
    close(channel.descriptor)
    close(notes)
    Glibc.kill(identifier, SIGKILL)
    var status: Int32 = 0
    _ = Descriptor.uninterrupted { waitpid(identifier, &status, 0) }
  }

  /// Ends the helper at once, when it has not ended already.
  /// - Returns: what it died of.
  func kill() -> Death {
    close(channel.descriptor)
    defer { close(notes) }
    var status: Int32 = 0
    // A death that is under way shows within moments; a signal of ours would hide what it died of.
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
    // Nobody but the system's own memory killer sends it uncalled.
    case SIGKILL: return .memory
    default: return notesSpeakOfMemory ? .memory : .signal(signal)
    }
  }

  /// Whether the last words of a library were that an allocation failed.
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
