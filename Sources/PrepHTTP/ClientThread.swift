import Glibc
import PrepCore
import PrepSystem
import Synchronization

/// The named thread of a client.
final class ClientThread: Sendable {
  private let thread: NamedThread
  private let identity: Identity

  /// Identifies the thread while it runs.
  private final class Identity: Sendable {
    private let thread = Mutex<pthread_t?>(nil)

    var isCurrent: Bool { thread.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false } }

    func set(_ value: pthread_t?) { thread.withLock { $0 = value } }
  }

  /// Starts the thread with a loop that it owns from then on.
  init(_ name: String, _ loop: sending ClientLoop) throws(HTTPFault) {
    let identity = Identity()
    // Only the thread takes this lock: it moves the loop to the thread and destroys it there.
    let owned = Mutex<ClientLoop?>(loop)
    do throws(RunError) {
      thread = try NamedThread(name) {
        identity.set(pthread_self())
        owned.withLock { loop in
          loop?.run()
          loop = nil
        }
        identity.set(nil)
      }
    } catch {
      throw HTTPFault(.noThread)
    }
    self.identity = identity
  }

  /// Waits for the thread's end. When called on the thread itself, it returns at once, because a thread cannot wait for its own
  /// end.
  func join() { if !identity.isCurrent { thread.join() } }
}
