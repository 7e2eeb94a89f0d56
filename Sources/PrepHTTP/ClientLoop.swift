import Glibc

/// What the client's thread does. Its state belongs to that thread; everything from outside comes through the mailbox.
final class ClientLoop {
  /// How often deadlines are checked here, and how much later than curl's that may be.
  private static let checkInterval = Duration.milliseconds(250)
  /// With nothing to do only the mailbox ends the wait; the limit is because curl wants one.
  private static let idleWait = Duration.seconds(60)

  private let options: HTTPOptions
  private let mailbox: Mailbox
  private let multi: MultiHandle
  private var policy: ConnectionPolicy
  private var hosts: Hosts
  private var admission: Admission<Pursuit>
  /// Requests that wait to be tried again, and hosts whose limits change.
  private var timers = Timers<Due>()
  /// Every request that is not over, by its number.
  private var pursuits: [UInt64: Pursuit] = [:]
  /// The transfers that run, by the place of their objects in memory.
  private var open: [ObjectIdentifier: Transfer] = [:]
  /// Transfers that have ended; their handles are used again, the latest first.
  private var free: [Transfer] = []
  private let beginning = ContinuousClock.now
  private var nextCheck = Duration.zero

  /// What a timer is for.
  private enum Due {
    case retry(Pursuit)
    case limit(host: String)
  }

  /// Throws when memory or file descriptors ran out, or curl refuses an option.
  init(options: HTTPOptions, mailbox: Mailbox) throws(HTTPFault) {
    multi = try MultiHandle(connections: max(options.connections, 1), perHost: max(options.perHost, 1))
    policy = ConnectionPolicy(allowed: options.addresses, trusted: options.trusted)
    // An option that every request would fail by is refused here.
    free = [try Transfer(options)]
    self.options = options
    self.mailbox = mailbox
    hosts = Hosts(most: options.perHost, probes: options.probes, patience: options.patience)
    admission = Admission(total: options.connections, perHost: options.perHost)
    mailbox.connect(WakeHandle(multi))
  }

  /// Since the loop was made, on a clock that nobody sets.
  private var now: Duration { beginning.duration(to: .now) }

  /// Runs until the mailbox says stop; then every request left is cancelled.
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
      // The places that became free are taken at once; curl does not wait when it has a new transfer.
      startWaiting()
      let waited = multi.wait(milliseconds: longestWait)
      // curl is out of memory or descriptors: neither fail what may recover nor turn in a tight circle.
      if !healthy || !waited { poll(nil, 0, 10) }
    }
    cancelAll()
    mailbox.disconnect()
  }

  private var longestWait: Int {
    var wait = open.isEmpty ? Self.idleWait : Self.checkInterval
    if let next = timers.next { wait = min(wait, max(next - now, .zero)) }
    // Rounded up: a wait that ends just before its timer would be followed by one of nothing.
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

  /// Tells how a request ended.
  /// - Parameter isHostGivenUp: whether it ended so only because its host is dead, and may fare otherwise when that comes back.
  private func conclude(_ pursuit: Pursuit, _ ending: Result<HTTPResponse, HTTPFault>, isHostGivenUp: Bool = false) {
    pursuits[pursuit.number] = nil
    pursuit.end(ending, at: now, isHostGivenUp: isHostGivenUp)
  }

  /// Lets a request wait for its place, or ends it when its host is dead.
  private func lineUp(_ pursuit: Pursuit) {
    if let fault = hosts.refusal(of: pursuit.origin, at: now) {
      conclude(pursuit, .failure(fault), isHostGivenUp: true)
    } else {
      admission.enter(pursuit, host: pursuit.origin)
      adjust(pursuit.origin)
    }
  }

  /// Passes on what a host's state allows now, and sees to it that this happens again when that changes by itself.
  private func adjust(_ host: String) {
    let now = now
    admission.limit(host: host, to: hosts.limit(of: host, at: now))
    if let change = hosts.newChange(of: host, at: now) { timers.add(.limit(host: host), at: change) }
  }

  private func startWaiting() {
    while let pursuit = admission.start() {
      // Cancelled while it waited.
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

  /// The try could not begin, so the request ends here rather than wait for, say, a memory that may not come.
  private func refuse(_ pursuit: Pursuit, _ fault: HTTPFault) {
    if pursuit.isProbe { hosts.probeIsLost(pursuit.origin, at: now) }
    admission.end(host: pursuit.origin)
    adjust(pursuit.origin)
    conclude(pursuit, .failure(fault))
  }

  private func endFinished() {
    while let (transfer, result) = multi.nextFinished() { finish(transfer, transfer.ending(result)) }
  }

  /// Ends what curl has not ended in time. curl keeps the deadline itself except where a transfer waits inside it, after a
  /// redirect, for a connection to a busy host.
  private func endOverdue() {
    let now = now
    guard now >= nextCheck else { return }
    nextCheck = now + Self.checkInterval
    // Later than curl's own deadline, whose result says more.
    for transfer in open.values where now - transfer.started > transfer.timeout + Self.checkInterval {
      finish(transfer, transfer.ending(.timedOut))
    }
  }

  private func cancelAll() {
    _ = admission.removeWaiting()
    _ = timers.removeAll()
    for transfer in Array(open.values) { putAside(transfer) }
    // What is known of hosts goes too: nothing would end a probe that was cancelled.
    hosts.forgetAll()
    admission = Admission(total: options.connections, perHost: options.perHost)
    for number in pursuits.keys.sorted() {
      if let pursuit = pursuits[number] { conclude(pursuit, .failure(HTTPFault(.cancelled))) }
    }
  }

  /// Cancels one request. Where it waits it is passed over later.
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

  /// Takes a transfer out of curl and keeps its handle for the next request.
  @discardableResult private func putAside(_ transfer: Transfer) -> Pursuit? {
    multi.remove(transfer.easy)
    open[ObjectIdentifier(transfer)] = nil
    guard let pursuit = transfer.pursuit else { return nil }
    if transfer.wasSent { pursuit.mayHaveHadEffect = true }
    transfer.end()
    free.append(transfer)
    return pursuit
  }

  /// Learns from the end of a transfer, and tells it or tries again.
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
        // Chance decides only when something is tried, never what becomes of it.
        chance: .random(in: 0..<1))
    {
      // Requests to a suspended host wait with it, and behind those that were not tried yet.
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

  /// A try in which nothing came in time says little. When the server did something in an earlier one, such as to reset the
  /// connection, that is what the request ends with.
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
