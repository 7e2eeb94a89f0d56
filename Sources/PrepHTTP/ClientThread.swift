import Glibc
import PrepCore
import PrepSystem
import Synchronization

/// The named thread of a client.
final class ClientThread: Sendable {
  private let thread: NamedThread
  private let identity: Identity

  /// Which thread it is, while it runs.
  private final class Identity: Sendable {
    private let thread = Mutex<pthread_t?>(nil)

    var isCurrent: Bool { thread.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false } }

    func set(_ value: pthread_t?) { thread.withLock { $0 = value } }
  }

  /// Starts it with a loop that from then on is its own.
  init(_ name: String, _ loop: sending ClientLoop) throws(HTTPFault) {
    let identity = Identity()
    // Only the thread takes this lock: it carries the loop to it, and ends the loop there.
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

  /// Waits for its end. Called on the thread itself, it returns at once: a thread cannot wait for its own end.
  func join() { if !identity.isCurrent { thread.join() } }
}
