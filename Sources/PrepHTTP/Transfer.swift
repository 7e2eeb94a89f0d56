/// One slot of the client: a curl handle and the data that its callbacks collect. It is reused from request to request, and only
/// the client's thread uses it.
final class Transfer {
  /// The reason why a callback ended the transfer.
  enum Stop: Hashable {
    case tooManyBytes
    case headersTooLong
    /// Enough of an error's body was read.
    case errorPage
    case fault(HTTPFault)
  }

  /// The most bytes of headers in all responses together; curl 7.88 itself has no limit.
  private static let longestHeaders = 512 * 1024
  /// Bytes a second.
  static let lowestSpeed = 1000
  /// The most bytes of an error page that are read and discarded to keep its connection; beyond that, a new connection is
  /// cheaper.
  private static let longestErrorPage = 64 * 1024
  /// The most bytes that are reserved because of a server's announcement.
  private static let largestReservation = 16 * 1024 * 1024
  /// The longest idle time, in seconds, of a connection over which a request is sent that may not be repeated: the server may be
  /// closing an older one. For all other requests, curl's own limit applies.
  private static let (longestIdle, longestIdleForSafe) = (30, 118)

  let easy: EasyHandle
  private let proxy: HTTPOptions.Proxy
  private var policy = ConnectionPolicy(allowed: .publicOnly, trusted: [])
  /// Headers of the present request; curl may use them until the next take their place.
  private var headers: HeaderList?
  /// Whether the handle is set to a GET without a body, as a new one is.
  private var isPlainGet = true
  /// Whether the handle is set to pass by the proxy.
  private var isWithoutProxy = false

  private(set) var pursuit: Pursuit?
  private(set) var request: HTTPRequest?
  private var body: BodyReader?
  /// The time at which the transfer began, on the clock of the client's thread.
  private(set) var started = Duration.zero
  private(set) var timeout = Duration.zero
  /// Whether the current request carries the headers for the address's origin.
  private var isTrusted = true
  /// Whether the present request goes over plain http.
  private var isPlain = false
  /// Requests that began, redirects included.
  private var begun = 0
  /// The number of times curl may send a request again: for redirects, and without the `Expect` that a server refused.
  private var mayBeginAgain = 0
  private(set) var received: [UInt8] = []
  private(set) var receivedCount = 0
  private(set) var isCut = false
  /// The fields of the latest response, or of as much of it as has come.
  private(set) var fields = HTTPFields()
  /// The `Content-Length` of the latest response.
  private(set) var announced: Int?
  /// The status of the latest response whose headers are complete; 0 before.
  private(set) var status = 0
  private(set) var stop: Stop?
  /// The first address that was refused since the latest response, if no other was tried since.
  private(set) var refused: (address: IPAddress, range: AddressRange)?
  private var triedAnother = false
  private var headerBytes = 0

  /// Throws when memory ran out or curl refuses an option.
  init(_ options: HTTPOptions) throws(HTTPFault) {
    easy = try EasyHandle()
    proxy = options.proxy
    try configure(options)
    try easy.connect(self)
  }

  /// Whether a byte of the request may have reached the server.
  var wasSent: Bool { begun > 0 }

  /// Prepares the handle for a request.
  /// - Throws: when curl refuses an option, or when a file of the body cannot be read.
  func begin(_ pursuit: Pursuit, _ policy: ConnectionPolicy, at now: Duration) throws(HTTPFault) {
    let request = pursuit.request
    reset()
    self.pursuit = pursuit
    self.request = request
    self.policy = policy
    started = now
    timeout = .milliseconds(request.timeoutMilliseconds)
    easy.clearError()
    try easy.set(.url, request.address.url)
    try easy.set(.timeout, request.timeoutMilliseconds)
    try easy.set(.connectTimeout, request.connectMilliseconds)
    try easy.set(.lowSpeedTime, 0)
    try easy.set(.longestIdle, request.retry == .safe ? Self.longestIdleForSafe : Self.longestIdle)
    switch request.redirects {
    case .returned: try easy.set(.follow, 0)
    case .followed(let most):
      try easy.set(.follow, 1)
      try easy.set(.mostRedirects, max(most, 0))
    }
    try setMethod(request)
    isPlain = request.address.origin.hasPrefix("http://")
    // A request that is only for this machine does not go to a proxy.
    try setProxy(isPlain && request.credentials == .onlyOverTLSOrLoopback)
    try setHeaders(for: request.address.url)
  }

  private func reset() {
    received = []
    receivedCount = 0
    isCut = false
    fields.removeAll()
    announced = nil
    status = 0
    stop = nil
    refused = nil
    triedAnother = false
    headerBytes = 0
    begun = 0
    mayBeginAgain = 0
    isTrusted = true
  }

  /// Returns the body and gives up ownership of it.
  func takeReceived() -> [UInt8] {
    defer { received = [] }
    return received
  }

  /// Releases the request, so that its completion and its files do not live until the slot's next request.
  func end() {
    pursuit = nil
    request = nil
    body = nil
    received = []
  }

  /// Sets the options that are the same for all requests.
  private func configure(_ options: HTTPOptions) throws(HTTPFault) {
    try easy.set(.noSignals, 1)
    // A name that does not resolve in time must not block the client: curl would wait for the resolver's thread.
    try easy.set(.quickExit, 1)
    try easy.set(.schemes, "http,https")
    try easy.set(.redirectSchemes, "http,https")
    try easy.preferHTTP2()
    try easy.set(.lowSpeedLimit, Self.lowestSpeed)
    try easy.set(.nameCacheTime, 300)
    try easy.set(.bufferSize, 64 * 1024)
    try easy.set(.withoutConnectHeaders, 1)
    try easy.set(.userAgent, options.userAgent)
    if let caFile = options.caFile { try easy.set(.certificateAuthorities, caFile) }
    try setProxy(false, first: true)
  }

  private func setProxy(_ without: Bool, first: Bool = false) throws(HTTPFault) {
    guard first || without != isWithoutProxy else { return }
    isWithoutProxy = without
    switch proxy {
    case _ where without: try easy.set(.proxy, "")
    case .environment: try easy.set(.proxy, nil)
    case .none: try easy.set(.proxy, "")
    case .address(let address): try easy.set(.proxy, address)
    }
  }

  private func setMethod(_ request: HTTPRequest) throws(HTTPFault) {
    let isPlain = request.method == .get && request.body == .none
    if isPlain && isPlainGet { return }
    isPlainGet = false
    // What these methods send is a body, if only an empty one.
    let sends = request.body != .none || request.method == .post || request.method == .put || request.method == .patch
    body = sends ? try BodyReader(request.body) : nil
    try easy.set(.get)
    switch (request.method, body?.count) {
    case (.get, nil): try easy.set(.method, nil)
    case (.head, nil):
      try easy.set(.head)
      try easy.set(.method, nil)
    case (.post, let count?):
      try easy.set(.post(count))
      try easy.set(.method, nil)
    case (let method, let count?):
      try easy.set(.upload(count))
      try easy.set(.method, method.rawValue)
    case (let method, nil): try easy.set(.method, method.rawValue)
    }
    isPlainGet = isPlain
  }
}

// MARK: What curl calls

extension Transfer {
  /// Whether curl may send a request over a connection. curl repeats a request over another connection when the first was closed
  /// before an answer came; the server may have processed it nevertheless.
  func mayBeginRequest(connectedTo address: IPAddress?) -> Bool {
    begun += 1
    guard let request else { return false }
    guard request.retry == .safe || begun <= 1 + mayBeginAgain else {
      stop = .fault(HTTPFault(.endedBeforeAnswer))
      return false
    }
    // A reused connection was not checked for this request.
    if isPlain, request.credentials == .onlyOverTLSOrLoopback, address.map({ AddressRange(of: $0) != .loopback }) ?? true {
      if begun == 1 { begun = 0 }
      stop = .fault(HTTPFault(.credentialsOverPlainHTTP))
      return false
    }
    return true
  }

  /// Fills a buffer with the next bytes of the request's body; nil ends the transfer.
  func readBody(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    guard let body else { return 0 }
    let count = body.read(into: buffer)
    if let fault = body.fault { stop = .fault(fault) }
    return count
  }

  func rewindBody(to offset: Int) -> Bool { body?.rewind(to: offset) ?? false }

  /// Takes a piece of the body; false ends the transfer.
  func receive(body piece: UnsafeRawBufferPointer) -> Bool {
    guard let request else { return false }
    receivedCount += piece.count
    guard request.accepted.contains(status) else {
      let kept = min(piece.count, max(request.maxErrorBytes - received.count, 0))
      received.append(contentsOf: piece[..<kept])
      if kept < piece.count { isCut = true }
      if receivedCount > max(Self.longestErrorPage, request.maxErrorBytes) { stop = .errorPage }
      return stop == nil
    }
    guard receivedCount <= request.maxBytes else {
      stop = .tooManyBytes
      return false
    }
    switch request.receiver {
    case .collected:
      if received.isEmpty, let announced { received.reserveCapacity(min(announced, Self.largestReservation)) }
      received.append(contentsOf: piece)
    case .pieces(let take):
      if !take(piece) { stop = .fault(HTTPFault(.endedByReceiver)) }
    }
    return stop == nil
  }

  /// Takes one line of the headers; false ends the transfer.
  func receive(header line: UnsafeRawBufferPointer) -> Bool {
    headerBytes += line.count
    if headerBytes > Self.longestHeaders { stop = .headersTooLong }
    if line.starts(with: "HTTP/".utf8) {
      fields.removeAll()
      announced = nil
      received = []
      receivedCount = 0
      isCut = false
      refused = nil
      triedAnother = false
    } else if line.first == 0x0D || line.first == 0x0A {
      do throws(HTTPFault) { try endHeaders() } catch { stop = .fault(error) }
    } else {
      fields.append(line)
    }
    return stop == nil
  }

  private func endHeaders() throws(HTTPFault) {
    guard let request else { return }
    status = easy.status
    announced = fields.contentLength
    if status == 417 { mayBeginAgain += 1 }
    if (300..<400).contains(status), case .followed = request.redirects, let location = fields.values(of: "location").last {
      try prepareToFollow(location, request)
    }
    let isAccepted = request.accepted.contains(status)
    // A body can be slow only after it has begun; before that, the server may be working.
    try easy.set(.lowSpeedTime, isAccepted ? max(request.slowSeconds, 0) : 0)
    if let announced, request.method != .head {
      // Refused by its headers alone. An error page that is not worth reading ends here too.
      if isAccepted, announced > request.maxBytes { stop = .tooManyBytes }
      if status >= 400, announced > Self.longestErrorPage, request.maxErrorBytes <= 0 { stop = .errorPage }
    }
  }

  /// Prepares the request with which curl follows a redirect. Another origin does not receive the request's headers, and neither
  /// does any address after it; curl itself withholds only `Authorization` and `Cookie`. An address that cannot be parsed counts
  /// as another origin.
  private func prepareToFollow(_ location: String, _ request: HTTPRequest) throws(HTTPFault) {
    mayBeginAgain += 1
    let target = easy.address.flatMap { HTTPAddress.target(of: location, from: $0) }
    if !request.address.trusts(target?.origin) { isTrusted = false }
    isPlain = target?.origin.hasPrefix("https://") != true
    if request.credentials == .onlyOverTLSOrLoopback, let target, !HTTPAddress.isPrivate(origin: target.origin) {
      throw HTTPFault(.credentialsOverPlainHTTP)
    }
    // "See other" asks for a GET, and a method of one's own would stay.
    if status == 303, request.method != .head { try easy.set(.method, nil) }
    try setHeaders(for: target?.url)
  }

  /// Sets the headers of the request to an address.
  /// - Parameter url: the address; nil when it cannot be parsed.
  private func setHeaders(for url: String?) throws(HTTPFault) {
    guard let request else { return }
    var wanted = isTrusted ? request.headers : []
    if let url, let more = request.headersForAddress { wanted += more(url) }
    if let faulty = wanted.first(where: { !$0.isOneLine }) { throw HTTPFault(.malformedHeader(faulty.name)) }
    var lines = wanted.map(\.line)
    if case .multipart(let multipart) = request.body {
      lines.append("Content-Type: \(multipart.contentType)")
    } else if request.method == .post, !wanted.contains(where: { $0.isNamed("content-type") }) {
      // Without this line, curl declares the body to be that of a form.
      lines.append("Content-Type:")
    }
    let list = lines.isEmpty ? nil : try HeaderList(lines)
    try easy.set(list)
    headers = list
  }

  /// Whether a resolved address may be connected to.
  func mayConnect(to endpoint: Endpoint) -> Bool {
    guard let request else { return false }
    if isPlain, request.credentials == .onlyOverTLSOrLoopback, AddressRange(of: endpoint.address) != .loopback {
      stop = .fault(HTTPFault(.credentialsOverPlainHTTP))
      return false
    }
    if let range = policy.refusal(of: endpoint) {
      if !triedAnother, refused == nil { refused = (endpoint.address, range) }
      return false
    }
    triedAnother = true
    refused = nil
    return true
  }
}
