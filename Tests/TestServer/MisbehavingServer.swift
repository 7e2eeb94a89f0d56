import Glibc
import Synchronization

/// An HTTP server on 127.0.0.1 that does what servers do to downloads, one behaviour a path (see ``Behaviour``).
///
/// Plain POSIX sockets and one thread a connection, so that it can be as wrong as it likes. Every wait ends when the other
/// side closes or when ``stop()`` is called.
package final class MisbehavingServer: Sendable {
  package struct CannotListen: Error {}

  struct State {
    var connections: Set<CInt> = []
    var threads: [pthread_t] = []
    var accepted = 0
    var requests = 0
    /// By path and query.
    var counts: [String: Int] = [:]
    /// The heads of requests, by path and query.
    var heads: [String: [String]] = [:]
    /// The bodies of requests, by path and query.
    var bodies: [String: [[UInt8]]] = [:]
    var resources: [String: Resource] = [:]
    var running = 0
    var peak = 0
    var stopping = false
  }

  /// The port that the system chose.
  package let port: UInt16
  private let listener: CInt
  private let state = Mutex(State())

  package init() throws(CannotListen) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 1024) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard listener >= 0, listening else { throw CannotListen() }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    start { server in server.acceptConnections() }
  }

  /// The address of a path that begins with a slash.
  package func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  /// Connections taken so far.
  package var accepted: Int { state.withLock { $0.accepted } }

  /// Requests read so far.
  package var requests: Int { state.withLock { $0.requests } }

  /// Requests of one path, with its query, read so far.
  package func requests(of path: String) -> Int { state.withLock { $0.counts[path, default: 0] } }

  /// The heads of the requests of one path, with its query, in the order of their coming.
  package func heads(of path: String) -> [String] { state.withLock { $0.heads[path, default: []] } }

  /// The bodies of the requests of one path, with its query, in the order of their coming; empty for those without.
  package func bodies(of path: String) -> [[UInt8]] { state.withLock { $0.bodies[path, default: []] } }

  /// What the server holds under a path, with its query, in place of the path's behaviour; nil for nothing.
  package subscript(path: String) -> Resource? {
    get { state.withLock { $0.resources[path] } }
    set { state.withLock { $0.resources[path] = newValue } }
  }

  /// The most requests that were being answered at one time.
  package var peak: Int { state.withLock { $0.peak } }

  /// Ends all connections and threads. To be called once, when the test is over.
  package func stop() {
    state.withLock { state in
      state.stopping = true
      // On Linux this ends the wait in accept.
      shutdown(listener, Int32(SHUT_RDWR))
      for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }
    while let thread = state.withLock({ $0.threads.popLast() }) { pthread_join(thread, nil) }
    close(listener)
  }
}

// MARK: Threads

extension MisbehavingServer {
  private final class Work {
    let server: MisbehavingServer
    let body: (MisbehavingServer) -> Void

    init(server: MisbehavingServer, body: @escaping (MisbehavingServer) -> Void) {
      self.server = server
      self.body = body
    }
  }

  /// Runs something on a thread that `stop` waits for; false when there is no thread to have.
  @discardableResult private func start(_ body: @escaping (MisbehavingServer) -> Void) -> Bool {
    let context = Unmanaged.passRetained(Work(server: self, body: body))
    return state.withLock { state in
      var thread = pthread_t()
      let code = pthread_create(
        &thread, nil,
        { context in
          guard let context else { return nil }
          let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
          work.body(work.server)
          return nil
        }, context.toOpaque())
      if code == 0 { state.threads.append(thread) } else { context.release() }
      return code == 0
    }
  }

  private func acceptConnections() {
    while true {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else {
        if state.withLock({ $0.stopping }) { return }
        // Out of descriptors, as a rule: other tests give theirs back.
        poll(nil, 0, 10)
        continue
      }
      // Programs that tests start must not hold connections open.
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      let wanted = state.withLock { state in
        guard !state.stopping else { return false }
        state.accepted += 1
        state.connections.insert(descriptor)
        return true
      }
      guard wanted else {
        close(descriptor)
        return
      }
      if !start({ server in server.serve(descriptor) }) { end(descriptor) }
    }
  }

  private func end(_ descriptor: CInt) {
    // Removed before it is closed: the number may be another connection's at once.
    state.withLock { _ = $0.connections.remove(descriptor) }
    close(descriptor)
  }

  private func serve(_ descriptor: CInt) {
    let connection = Connection(descriptor)
    while let request = connection.readRequest() {
      let target = Behaviour.target(request)
      let earlier = state.withLock {
        $0.requests += 1
        $0.running += 1
        $0.peak = max($0.peak, $0.running)
        $0.counts[target, default: 0] += 1
        $0.heads[target, default: []].append(request)
        return $0.counts[target, default: 1] - 1
      }
      if Behaviour.readsBody(target) {
        let body = connection.readBody(of: request)
        state.withLock { $0.bodies[target, default: []].append(body) }
      }
      let keep =
        if let resource = self[target] { connection.send(resource.answer(to: request)) } else {
          Behaviour.answer(request, earlier: earlier, on: connection)
        }
      state.withLock { $0.running -= 1 }
      guard keep else { break }
    }
    end(descriptor)
  }
}
