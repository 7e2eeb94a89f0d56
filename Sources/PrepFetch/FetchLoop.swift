import CPrepCurl
import Glibc
import PrepCore

/// What the fetch thread does. Its state belongs to that thread; everything from outside comes through the mailbox.
final class FetchLoop {
  /// How often deadlines are checked here, and how much later than curl's that may be.
  private static let checkInterval = Duration.milliseconds(250)
  /// With nothing to do only the mailbox ends the wait; the limit is because curl wants one.
  private static let idleWait = 60_000

  private let options: FetchOptions
  private let mailbox: Mailbox
  private let multi: MultiHandle
  private var policy: ConnectionPolicy
  private var admission: Admission<FetchRequest>
  /// The transfers that run, by the place of their objects in memory.
  private var open: [ObjectIdentifier: Transfer] = [:]
  /// Transfers that have ended; their handles are used again, the latest first.
  private var free: [Transfer] = []
  private var nextCheck = ContinuousClock.now

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
    admission = Admission(total: options.connections, perHost: options.perHost)
  }

  /// Runs until the mailbox says stop; then every download left is cancelled.
  func run() {
    if !options.allowPrivate { policy.trusted += ProxyEndpoints.resolve(options.proxy) }
    while true {
      let mail = mailbox.collect()
      deliver(mail)
      if mail.stopping { break }
      startWaiting()
      let healthy = multi.perform()
      endFinished()
      endOverdue()
      // The places that became free are taken at once; curl does not wait when it has a new transfer.
      startWaiting()
      let waited = multi.wait(milliseconds: open.isEmpty ? Self.idleWait : Int(Self.checkInterval / .milliseconds(1)))
      // curl is out of memory or descriptors: neither fail what may recover nor turn in a tight circle.
      if !healthy || !waited { poll(nil, 0, 10) }
    }
    cancelAll()
    mailbox.disconnect()
  }

  private func deliver(_ mail: Mailbox.Contents) {
    if mail.cancelOpen { cancelAll() }
    for request in mail.cancelled { request.completion(.failure(.cancelled)) }
    for (failure, completion) in mail.failed { completion(.failure(.failure(failure))) }
    if mail.stopping {
      for request in mail.requests { request.completion(.failure(.cancelled)) }
    } else {
      for request in mail.requests { admission.enter(request, host: request.address.host) }
    }
  }

  private func startWaiting() {
    while let request = admission.start() {
      guard let transfer = free.popLast() ?? Transfer(options: options, policy: policy) else {
        refuse(request)
        continue
      }
      transfer.begin(request)
      if multi.add(transfer.easy) {
        open[ObjectIdentifier(transfer)] = transfer
      } else {
        transfer.end()
        refuse(request)
      }
    }
  }

  /// curl took no further transfer, so this one ends here rather than wait for a memory that may not come.
  private func refuse(_ request: FetchRequest) {
    admission.end(host: request.address.host)
    request.completion(.failure(.failure(Failure(.fetch, .connection, "The transfer could not be started: memory ran out."))))
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
    let now = ContinuousClock.now
    guard now >= nextCheck else { return }
    nextCheck = now + Self.checkInterval
    // Later than curl's own deadline, whose result says more.
    let allowed = Duration.milliseconds(options.timeoutMilliseconds) + Self.checkInterval
    for transfer in open.values where now - transfer.started > allowed { finish(transfer, transfer.endingAtDeadline()) }
  }

  private func cancelAll() {
    let waiting = admission.removeWaiting()
    for transfer in Array(open.values) { finish(transfer, .failure(.cancelled)) }
    for request in waiting { request.completion(.failure(.cancelled)) }
  }

  /// Puts a transfer aside for the next download and tells how it ended.
  private func finish(_ transfer: Transfer, _ ending: Result<FetchedBody, FetchError>) {
    multi.remove(transfer.easy)
    open[ObjectIdentifier(transfer)] = nil
    guard let request = transfer.request else { return }
    transfer.end()
    free.append(transfer)
    admission.end(host: request.address.host)
    request.completion(ending)
  }
}
