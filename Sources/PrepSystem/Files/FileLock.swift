import Glibc

/// An exclusive lock on a file or a folder. It ends when it is released, and with the process at the latest.
///
/// A child process shares the lock from its creation until it starts its program. If only the descriptor were closed, the lock would
/// stay with such a child; therefore the lock is released by a call of its own.
package final class FileLock: Sendable {
  /// The reason why a lock cannot be had.
  package enum Fault: Error, Sendable, Hashable {
    /// Another process, or another part of this one, holds the lock.
    case taken
    /// The errno value of a failed call.
    case system(Int32)
  }

  /// The open file, for calls that need it while the lock is held.
  package let descriptor: Int32

  /// Opens a file or folder and locks it, without waiting.
  /// - Parameter flags: flags of open(2); a file that is created gets the mode 0644.
  package init(_ path: String, flags: Int32) throws(Fault) {
    let descriptor = Descriptor.uninterrupted { open(path, flags | O_CLOEXEC, 0o644) }
    guard descriptor >= 0 else { throw .system(errno) }
    guard Descriptor.uninterrupted({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 else {
      let code = errno
      close(descriptor)
      throw code == EWOULDBLOCK ? .taken : .system(code)
    }
    self.descriptor = descriptor
  }

  /// Lets others have the lock. A second call does nothing.
  package func release() { flock(descriptor, LOCK_UN) }

  deinit {
    release()
    close(descriptor)
  }
}
