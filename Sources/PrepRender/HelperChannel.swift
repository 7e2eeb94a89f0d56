import Glibc
import PrepSystem

/// The program's end of the socket pair that connects it to a helper. Used by one thread at a time.
struct HelperChannel: Sendable {
  enum Exchange {
    case reply([UInt8])
    case timeout
    case ended
  }

  let descriptor: Int32

  /// Sends a frame and waits for the content of the answer, at most `timeout` seconds.
  /// - Parameter longest: the most bytes of an answer; an answer that announces more is not read and counts as empty.
  func exchange(
    _ frame: [UInt8], longest: Int = .max, timeout: Double, isCancelled: @escaping @Sendable () -> Bool
  ) -> Exchange {
    let deadline = Deadline(seconds: timeout, isCancelled: isCancelled)
    var sent = 0
    while sent < frame.count {
      switch Self.wait(descriptor, Int16(POLLOUT), until: deadline) {
      case .ready: break
      case .late: return .timeout
      case .broken: return .ended
      }
      let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
      let count = frame.withUnsafeBytes { bytes in
        Descriptor.uninterrupted { send(descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, flags) }
      }
      if count < 0 {
        if errno == EAGAIN { continue }
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

  /// Waits for bytes, at most `timeout` seconds.
  func receive(_ count: Int, timeout: Double) -> Exchange {
    receive(count, until: Deadline(seconds: timeout) { false })
  }

  private func receive(_ count: Int, until deadline: Deadline) -> Exchange {
    var bytes: [UInt8] = []
    // A wrong length from a broken helper costs no memory: the buffer grows only with the bytes that arrive.
    bytes.reserveCapacity(min(count, 1 << 24))
    let piece = 1 << 20
    while bytes.count < count {
      switch Self.wait(descriptor, Int16(POLLIN), until: deadline) {
      case .ready: break
      case .late: return .timeout
      case .broken: return .ended
      }
      let want = min(piece, count - bytes.count)
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: want))
      let got = bytes.withUnsafeMutableBytes { bytes in
        Descriptor.uninterrupted { read(descriptor, bytes.baseAddress?.advanced(by: start), want) }
      }
      if got < 0, errno == EAGAIN {
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
      // Waits in short slices, to notice when the run was abandoned.
      let count = poll(&request, 1, Int32(min(left, 0.25) * 1000 + 1))
      if count > 0 { return request.revents & events != 0 ? .ready : .broken }
      if count < 0, errno != EINTR { return .broken }
      if deadline.isCancelled() { return .broken }
    }
  }
}

/// The time at which waiting ends.
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
