import CPrepPosix
import Glibc

/// A running helper and the channel to it. Used by one thread.
struct HelperProcess {
  struct StartError: Error {
    let code: Int32
  }

  enum Exchange {
    case reply([UInt8])
    case timeout
    case ended
  }

  let identifier: pid_t
  /// One end of a socket pair; the helper has the other as its standard input and output. A socket, because writing to a
  /// pipe whose reader died raises SIGPIPE in the caller's process.
  private let channel: Int32
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

  init(executable: String) throws(StartError) {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw StartError(code: errno)
    }
    // Documents and pages are large; where the system refuses larger buffers, it only takes more turns.
    var size: Int32 = 1 << 20
    for end in ends {
      setsockopt(end, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    let notes = vp_posix_memory_file("visionprep-helper-notes")
    guard notes >= 0 else {
      let code = errno
      for end in ends { close(end) }
      throw StartError(code: code)
    }
    var child = pid_t()
    let words = [executable, RenderHelper.verb, "--parent", String(getpid())]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    let error = vp_posix_spawn(&child, executable, &arguments, ends[1], notes)
    for argument in arguments { free(argument) }
    close(ends[1])
    guard error == 0 else {
      close(ends[0])
      close(notes)
      throw StartError(code: error)
    }
    identifier = child
    channel = ends[0]
    self.notes = notes
  }

  /// Sends a frame and waits for the answer's content, at most `timeout` seconds.
  /// - Parameter longest: the most bytes of an answer; one that announces more is not read, and counts as empty.
  func exchange(
    _ frame: [UInt8], longest: Int = .max, timeout: Double, isCancelled: @escaping @Sendable () -> Bool
  ) -> Exchange {
    let deadline = Deadline(seconds: timeout, isCancelled: isCancelled)
    var sent = 0
    while sent < frame.count {
      switch Self.wait(channel, Int16(POLLOUT), until: deadline) {
      case .ready: break
      case .late: return .timeout
      case .broken: return .ended
      }
      let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
      let count = frame.withUnsafeBytes { send(channel, $0.baseAddress?.advanced(by: sent), frame.count - sent, flags) }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return .ended
      }
      sent += count
    }
    switch receive(4, until: deadline) {
    case .reply(let head):
      let count = head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
      return count <= longest ? receive(count, until: deadline) : .reply([])
    case let other: return other
    }
  }

  private func receive(_ count: Int, until deadline: Deadline) -> Exchange {
    var bytes: [UInt8] = []
    // A length that a broken helper invented costs no memory: the buffer grows with what really comes.
    bytes.reserveCapacity(min(count, 1 << 24))
    let piece = 1 << 20
    while bytes.count < count {
      switch Self.wait(channel, Int16(POLLIN), until: deadline) {
      case .ready: break
      case .late: return .timeout
      case .broken: return .ended
      }
      let want = min(piece, count - bytes.count)
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: want))
      let got = bytes.withUnsafeMutableBytes { read(channel, $0.baseAddress?.advanced(by: start), want) }
      if got < 0, errno == EINTR || errno == EAGAIN {
        bytes.removeLast(want)
        continue
      }
      guard got > 0 else { return .ended }
      bytes.removeLast(want - got)
    }
    return .reply(bytes)
  }

  private enum Readiness { case ready, late, broken }

  private static func wait(_ descriptor: Int32, _ events: Int16, until deadline: Deadline) -> Readiness {
    while true {
      let left = deadline.secondsLeft
      guard left > 0 else { return .late }
      var request = pollfd(fd: descriptor, events: events, revents: 0)
      // In slices, to notice that the run was given up.
      let count = poll(&request, 1, Int32(min(left, 0.25) * 1000 + 1))
      if count > 0 { return request.revents & events != 0 ? .ready : .broken }
      if count < 0, errno != EINTR { return .broken }
      if deadline.isCancelled() { return .broken }
    }
  }

  /// Ends an idle helper. It holds nothing that it could lose.
  func stop() {
    close(channel)
    close(notes)
    Glibc.kill(identifier, SIGKILL)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
  }

  /// Ends the helper at once, when it has not ended already.
  /// - Returns: what it died of.
  func kill() -> Death {
    close(channel)
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
      while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
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

/// When waiting ends.
private struct Deadline {
  private let end: Double
  let isCancelled: @Sendable () -> Bool

  init(seconds: Double, isCancelled: @escaping @Sendable () -> Bool) {
    end = Self.now() + seconds
    self.isCancelled = isCancelled
  }

  var secondsLeft: Double { end - Self.now() }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
