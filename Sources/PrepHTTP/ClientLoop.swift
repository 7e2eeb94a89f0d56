import Glibc

/// The work of the client's thread. Its state belongs to that thread; all input from other threads comes through the mailbox.
final class ClientLoop {
  /// The interval at which this loop checks deadlines, and how much later than curl's own deadline it may act.
  private static let checkInterval = Duration.milliseconds(250)
  /// When idle, only the mailbox ends the wait; the limit exists because curl requires one.
  private static let idleWait = Duration.seconds(60)

  private let options: HTTPOptions
  private let mailbox: Mailbox
  private let multi: MultiHandle
  private var policy: ConnectionPolicy
  private var hosts: Hosts
  private var admission: Admission<Pursuit>
  /// Requests that wait for a retry, and hosts whose limits will change.
  private var timers = Timers<Due>()
  /// Every unfinished request, by its number.
  private var pursuits: [UInt64: Pursuit] = [:]
  /// The running transfers, by the identity of their objects.
  private var open: [ObjectIdentifier: Transfer] = [:]
  /// Finished transfers whose handles are reused, the latest first.
  private var free: [Transfer] = []
  private let beginning = ContinuousClock.now
  private var nextCheck = Duration.zero

  /// The purpose of a timer.
  private enum Due {
    case retry(Pursuit)
    case limit(host: String)
  }

  /// Throws when memory or file descriptors are exhausted, or when curl refuses an option.
  init(options: HTTPOptions, mailbox: Mailbox) throws(HTTPFault) {
    multi = try MultiHandle(connections: max(options.connections, 1), perHost: max(options.perHost, 1))
    policy = ConnectionPolicy(allowed: options.addresses, trusted: options.trusted)
    // An option that would make every request fail is refused here.
    free = [try Transfer(options)]
    self.options = options
    self.mailbox = mailbox
    hosts = Hosts(most: options.perHost, probes: options.probes, patience: options.patience)
    admission = Admission(total: options.connections, perHost: options.perHost)
    mailbox.connect(WakeHandle(multi))
  }

  /// The time since the loop was created, on a monotonic clock.
  private var now: Duration { beginning.duration(to: .now) }

  /// Runs until the mailbox says stop; then all remaining requests are cancelled.
  func run() {
    if options.addresses != .any { policy.trusted += ProxyEndpoints.resolve(options.proxy) }
    while true {
      let mail = mailbox.collect()
      deliver(mail)
      if mail.stopping { break }
      ringTimers()
      startWaiting()
      let healthy = multi.perform()
      endFinished()
      endOverdue()
      // Free places are used at once; curl does not wait when it has a new transfer.
      startWaiting()
      let waited = multi.wait(milliseconds: longestWait)
      // curl is out of memory or descriptors. A short pause avoids both failing what may recover and a busy loop.
      if !healthy || !waited { poll(nil, 0, 10) }
    }
    cancelAll()
    mailbox.disconnect()
  }

  private var longestWait: Int {
    var wait = open.isEmpty ? Self.idleWait : Self.checkInterval
    if let next = timers.next { wait = min(wait, max(next - now, .zero)) }
    // Rounded up: a wait that ends just before its timer would be followed by a wait of zero.
    return Int((wait / .milliseconds(1)).rounded(.up))
  }

  private func deliver(_ mail: Mailbox.Contents) {
    if mail.cancelOpen { cancelAll() }
    for order in mail.cancelled { order.completion(.failure(HTTPFault(.cancelled))) }
    for call in mail.calls { call() }
    for order in mail.orders {
      if mail.stopping { order.completion(.failure(HTTPFault(.cancelled))) } else { pursue(Pursuit(order)) }
    }
    for number in mail.unwanted { cancel(number) }
  }

  private func ringTimers() {
    let now = now
    while let due = timers.popDue(at: now) {
      switch due {
      case .retry(let pursuit): if !pursuit.isOver { lineUp(pursuit) }
      case .limit(let host): adjust(host)
      }
    }
  }

  private func pursue(_ pursuit: Pursuit) {
    pursuits[pursuit.number] = pursuit
    let request = pursuit.request
    if request.credentials == .onlyOverTLSOrLoopback, !request.address.isPrivate {
      conclude(pursuit, .failure(HTTPFault(.credentialsOverPlainHTTP)))
    } else {
      lineUp(pursuit)
    }
  }

  /// Reports how a request ended.
  /// - Parameter isHostGivenUp: whether it ended only because its host is dead, and may succeed when the host recovers.
  private func conclude(_ pursuit: Pursuit, _ ending: Result<HTTPResponse, HTTPFault>, isHostGivenUp: Bool = false) {
    pursuits[pursuit.number] = nil
    pursuit.end(ending, at: now, isHostGivenUp: isHostGivenUp)
  }

  /// Queues a request, or ends it when its host is dead.
  private func lineUp(_ pursuit: Pursuit) {
    if let fault = hosts.refusal(of: pursuit.origin, at: now) {
      conclude(pursuit, .failure(fault), isHostGivenUp: true)
    } else {
      admission.enter(pursuit, host: pursuit.origin)
      adjust(pursuit.origin)
    }
  }

  /// Applies the limit of a host's current state, and sets a timer for the time at which that state changes by itself.
  private func adjust(_ host: String) {
    let now = now
    admission.limit(host: host, to: hosts.limit(of: host, at: now))
    if let change = hosts.newChange(of: host, at: now) { timers.add(.limit(host: host), at: change) }
  }

  private func startWaiting() {
    while let pursuit = admission.start() {
      // The request was cancelled while it waited.
      guard !pursuit.isOver else {
        admission.end(host: pursuit.origin)
        continue
      }
      let now = now
      pursuit.beginTry(at: now, isProbe: hosts.start(pursuit.origin))
      do throws(HTTPFault) { try begin(pursuit, at: now) } catch { refuse(pursuit, error) }
    }
  }

  private func begin(_ pursuit: Pursuit, at now: Duration) throws(HTTPFault) {
    let transfer: Transfer
    if let used = free.popLast() { transfer = used } else { transfer = try Transfer(options) }
    do throws(HTTPFault) {
      try transfer.begin(pursuit, policy, at: now)
      guard multi.add(transfer.easy) else { throw HTTPFault(.outOfMemory) }
      open[ObjectIdentifier(transfer)] = transfer
    } catch {
      transfer.end()
      free.append(transfer)
      throw error
    }
  }

  /// The try could not begin, so the request ends here instead of waiting, for example, for memory that may never be available.
  private func refuse(_ pursuit: Pursuit, _ fault: HTTPFault) {
    if pursuit.isProbe { hosts.probeIsLost(pursuit.origin, at: now) }
    admission.end(host: pursuit.origin)
    adjust(pursuit.origin)
    conclude(pursuit, .failure(fault))
  }

  private func endFinished() {
    while let (transfer, result) = multi.nextFinished() { finish(transfer, transfer.ending(result)) }
  }

  /// Ends the transfers that curl has not ended in time. curl enforces the deadline itself, except when a transfer waits inside
  /// curl, after a redirect, for a connection to a busy host.
  private func endOverdue() {
    let now = now
    guard now >= nextCheck else { return }
    nextCheck = now + Self.checkInterval
    // Later than curl's own deadline, because curl's result is more specific.
    for transfer in open.values where now - transfer.started > transfer.timeout + Self.checkInterval {
      finish(transfer, transfer.ending(.timedOut))
    }
  }

  private func cancelAll() {
    _ = admission.removeWaiting()
    _ = timers.removeAll()
    for transfer in Array(open.values) { putAside(transfer) }
    // The state of hosts is reset too, because a cancelled probe would never end.
    hosts.forgetAll()
    admission = Admission(total: options.connections, perHost: options.perHost)
    for number in pursuits.keys.sorted() {
      if let pursuit = pursuits[number] { conclude(pursuit, .failure(HTTPFault(.cancelled))) }
    }
  }

  /// Cancels one request. If it is waiting, the queue skips it later.
  private func cancel(_ number: UInt64) {
    guard let pursuit = pursuits[number] else { return }
    if let transfer = open.values.first(where: { $0.pursuit === pursuit }) {
      putAside(transfer)
      if pursuit.isProbe { hosts.probeIsLost(pursuit.origin, at: now) }
      admission.end(host: pursuit.origin)
      adjust(pursuit.origin)
    }
    conclude(pursuit, .failure(HTTPFault(.cancelled)))
  }

  /// Removes a transfer from curl and keeps its handle for the next request.
  @discardableResult private func putAside(_ transfer: Transfer) -> Pursuit? {
    multi.remove(transfer.easy)
    open[ObjectIdentifier(transfer)] = nil
    guard let pursuit = transfer.pursuit else { return nil }
    if transfer.wasSent { pursuit.mayHaveHadEffect = true }
    transfer.end()
    free.append(transfer)
    return pursuit
  }

  /// Updates the host's state at the end of a transfer, and then reports the result or retries.
  private func finish(_ transfer: Transfer, _ ending: Result<HTTPResponse, HTTPFault>) {
    let evidence = transfer.evidence(ending)
    let pause = transfer.pause
    let begun = transfer.started
    let mayRepeat = transfer.mayRepeat
    guard let pursuit = putAside(transfer) else { return }
    let origin = pursuit.origin
    let now = now
    let isGood = if case .success(let response) = ending { response.status < 400 } else { false }
    hosts.learn(evidence, of: origin, isGood: isGood, isProbe: pursuit.isProbe, begun: begun, pause: pause, at: now)
    admission.end(host: origin)

    var ending = ending
    if case .failure(let fault) = ending { ending = .failure(Self.telling(fault, of: pursuit)) }
    if mayRepeat,
      case .again(let wait) = pursuit.retryPolicy.decision(
        isPassing: Self.isPassing(ending, for: pursuit.request), tries: pursuit.tries, elapsed: now - (pursuit.started ?? now),
        pause: pause,
        // Chance only decides when a request is retried, never its result.
        chance: .random(in: 0..<1))
    {
      // Requests to a suspended host wait with it, behind those that were not tried yet.
      if hosts.isSuspended(origin) {
        admission.enter(pursuit, host: origin)
      } else if let refusal = hosts.verdict(on: origin) {
        conclude(pursuit, .failure(refusal), isHostGivenUp: true)
      } else {
        timers.add(.retry(pursuit), at: now + wait)
      }
    } else {
      conclude(pursuit, ending, isHostGivenUp: hosts.verdict(on: origin) != nil)
    }
    if let refusal = hosts.verdict(on: origin) { endAll(of: origin, refusal) }
    adjust(origin)
  }

  private static func isPassing(_ ending: Result<HTTPResponse, HTTPFault>, for request: HTTPRequest) -> Bool {
    switch ending {
    case .success(let response): !request.accepted.contains(response.status) && request.passingStatuses.contains(response.status)
    case .failure(let fault): RetryPolicy.isPassing(fault.cause)
    }
  }

  /// A try that timed out says little. If the server did something in an earlier try, such as resetting the connection, the
  /// request ends with that fault.
  private static func telling(_ fault: HTTPFault, of pursuit: Pursuit) -> HTTPFault {
    if case .noAnswer = fault.cause { return pursuit.deed ?? fault }
    pursuit.deed = fault
    return fault
  }

  /// Ends every request that waits for a place at a dead host.
  private func endAll(of host: String, _ fault: HTTPFault) {
    for pursuit in admission.removeWaiting(host: host) { conclude(pursuit, .failure(fault), isHostGivenUp: true) }
  }
}
