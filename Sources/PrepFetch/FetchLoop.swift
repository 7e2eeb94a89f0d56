import CPrepCurl
import Glibc
import PrepCore

/// What the fetch thread does. Its state belongs to that thread; everything from outside comes through the mailbox.
final class FetchLoop {
  /// How often deadlines are checked here, and how much later than curl's that may be.
  private static let checkInterval = Duration.milliseconds(250)
  /// With nothing to do only the mailbox ends the wait; the limit is because curl wants one.
  private static let idleWait = Duration.seconds(60)

  private let options: FetchOptions
  private let mailbox: Mailbox
  private let multi: MultiHandle
  private var policy: ConnectionPolicy
  private let retryPolicy: RetryPolicy
  private var hosts: Hosts
  private var admission: Admission<Pursuit>
  /// Downloads that wait to be tried again, and hosts whose limits change.
  private var timers = Timers<Due>()
  /// Downloads that have begun, and how the latest ended, by what is asked; empty when nothing is shared.
  private var pursuits: [Question: Pursuit] = [:]
  private var recent: RecentEndings
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

  /// Nil when memory or file descriptors ran out.
  init?(options: FetchOptions, mailbox: Mailbox) {
    guard let multi = MultiHandle(connections: max(options.connections, 1), perHost: max(options.perHost, 1)) else {
      return nil
    }
    mailbox.connect(WakeHandle(multi))
    self.options = options
    self.mailbox = mailbox
    self.multi = multi
    policy = ConnectionPolicy(allowPrivate: options.allowPrivate, trusted: options.trusted)
    retryPolicy = options.retryPolicy
    hosts = Hosts(most: options.perHost, probes: retryPolicy.retries, patience: retryPolicy.deadline)
    admission = Admission(total: options.connections, perHost: options.perHost)
    recent = RecentEndings(capacity: options.shared ?? 0)
  }

  /// Since the loop was made.
  private var now: Duration { beginning.duration(to: .now) }

  /// Runs until the mailbox says stop; then every download left is cancelled.
  func run() {
    if !options.allowPrivate { policy.trusted += ProxyEndpoints.resolve(options.proxy) }
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
    for request in mail.cancelled { request.completion(.failure(.cancelled)) }
    for (failure, completion) in mail.failed { completion(.failure(.failure(failure))) }
    if mail.stopping {
      for request in mail.requests { request.completion(.failure(.cancelled)) }
    } else {
      for request in mail.requests { pursue(request) }
    }
  }

  private func ringTimers() {
    let now = now
    while let due = timers.popDue(at: now) {
      switch due {
      case .retry(let pursuit): lineUp(pursuit)
      case .limit(let host): adjust(host)
      }
    }
  }

  /// Begins a download, or joins it to one of the same address.
  private func pursue(_ request: FetchRequest) {
    guard options.shared != nil else { return lineUp(Pursuit(request)) }
    let question = request.question
    if let ending = recent[question] ?? recent[question.plain] {
      request.completion(ending)
    } else if let pursuit = pursuits[question] ?? pursuits[question.plain] {
      pursuit.completions.append(request.completion)
    } else {
      let pursuit = Pursuit(request)
      pursuits[question] = pursuit
      lineUp(pursuit)
    }
  }

  /// Tells everyone who asked how a download ended.
  /// - Parameter isTold: whether those who ask later are told the same. What befell it only because its host is dead is not: the
  ///   host may come back.
  private func conclude(_ pursuit: Pursuit, _ ending: Result<FetchedBody, FetchError>, isTold: Bool = false) {
    if options.shared != nil {
      let question = pursuit.question
      pursuits[question] = nil
      if isTold { recent.keep(ending, of: ending == .failure(.notModified) ? question : question.plain) }
    }
    pursuit.end(ending)
  }

  /// Lets a download wait for its place, or ends it when its host is dead.
  private func lineUp(_ pursuit: Pursuit) {
    let origin = pursuit.address.origin
    if let failure = hosts.refusal(of: origin, at: now) {
      conclude(pursuit, .failure(.failure(failure)))
    } else {
      admission.enter(pursuit, host: origin)
      adjust(origin)
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
      let origin = pursuit.address.origin
      let now = now
      pursuit.beginTry(at: now, isProbe: hosts.start(origin))
      guard let transfer = free.popLast() ?? Transfer(options: options, policy: policy) else {
        refuse(pursuit)
        continue
      }
      transfer.begin(pursuit, at: now)
      if multi.add(transfer.easy) {
        open[ObjectIdentifier(transfer)] = transfer
      } else {
        transfer.end()
        refuse(pursuit)
      }
    }
  }

  /// curl took no further transfer, so this one ends here rather than wait for a memory that may not come.
  private func refuse(_ pursuit: Pursuit) {
    let origin = pursuit.address.origin
    if pursuit.isProbe { hosts.probeIsLost(origin, at: now) }
    admission.end(host: origin)
    adjust(origin)
    conclude(pursuit, .failure(.failure(Failure(.fetch, .connection, "The transfer could not be started: memory ran out."))))
  }

  private func endFinished() {
    while let (context, result) = multi.nextFinished() {
      guard let transfer = Transfer.from(context) else { continue }
      finish(transfer, transfer.ending(result))
    }
  }

  /// Ends what curl has not ended in time. curl keeps the deadline itself except where a transfer waits inside it, after a
  /// redirect, for a connection to a busy host.
  private func endOverdue() {
    let now = now
    guard now >= nextCheck else { return }
    nextCheck = now + Self.checkInterval
    // Later than curl's own deadline, whose result says more.
    let allowed = Duration.milliseconds(options.timeoutMilliseconds) + Self.checkInterval
    for transfer in open.values where now - transfer.started > allowed { finish(transfer, transfer.endingAtDeadline()) }
  }

  private func cancelAll() {
    var waiting = admission.removeWaiting()
    for case .retry(let pursuit) in timers.removeAll() { waiting.append(pursuit) }
    let running = Array(open.values)
    for transfer in running {
      guard let pursuit = putAside(transfer) else { continue }
      admission.end(host: pursuit.address.origin)
      waiting.append(pursuit)
    }
    // What is known of hosts goes too: nothing would end a probe that was cancelled.
    hosts.forgetAll()
    admission = Admission(total: options.connections, perHost: options.perHost)
    for pursuit in waiting { conclude(pursuit, .failure(.cancelled)) }
  }

  /// Takes a transfer out of curl and keeps its handle for the next download.
  private func putAside(_ transfer: Transfer) -> Pursuit? {
    multi.remove(transfer.easy)
    open[ObjectIdentifier(transfer)] = nil
    guard let pursuit = transfer.pursuit else { return nil }
    transfer.end()
    free.append(transfer)
    return pursuit
  }

  /// Learns from the end of a transfer, and tells it or tries again.
  private func finish(_ transfer: Transfer, _ ending: Result<FetchedBody, FetchError>) {
    let evidence = transfer.evidence(ending)
    let pause = transfer.pause
    let begun = transfer.started
    guard let pursuit = putAside(transfer) else { return }
    let origin = pursuit.address.origin
    let now = now
    var failure: Failure?
    if case .failure(.failure(let found)) = ending { failure = found }
    hosts.learn(
      evidence, of: origin, from: failure, isProbe: pursuit.isProbe, begun: begun, pause: pause, at: now)
    admission.end(host: origin)

    let elapsed = now - (pursuit.started ?? now)
    if let failure, pursuit.validators != nil, Self.mayComeOfAsking(failure.code) {
      pursuit.askPlainly()
      lineUp(pursuit)
    } else if let failure,
      case .again(let wait) = retryPolicy.decision(
        after: failure.code, tries: pursuit.tries, elapsed: elapsed, pause: pause,
        // Chance decides only when something is tried, never what becomes of it.
        chance: .random(in: 0..<1))
    {
      // Downloads of a suspended host wait with it, and behind those that were not tried yet.
      if hosts.isSuspended(origin) {
        admission.enter(pursuit, host: origin)
      } else if let refusal = hosts.verdict(on: origin) {
        conclude(pursuit, .failure(.failure(refusal)))
      } else {
        timers.add(.retry(pursuit), at: now + wait)
      }
    } else {
      conclude(pursuit, ending, isTold: hosts.verdict(on: origin) == nil)
    }
    if let refusal = hosts.verdict(on: origin) { endAll(of: origin, refusal) }
    adjust(origin)
  }

  /// Whether a server may have answered so only because it was asked if a body has changed, which a few cannot bear. A download
  /// fails only by what the plain request fails by.
  private static func mayComeOfAsking(_ code: FailureCode) -> Bool {
    switch code {
    case .http(429), .http(503): false
    case .tooManyRedirects: true
    default: code.name.hasPrefix("http_")
    }
  }

  /// Ends every download that waits for a place at a dead host.
  private func endAll(of host: String, _ failure: Failure) {
    for pursuit in admission.removeWaiting(host: host) { conclude(pursuit, .failure(.failure(failure))) }
  }
}
