import CPrepCurl
import Glibc

/// One slot of the fetch lane: a curl handle and what its callbacks gather. It is reused from download to download, and used by
/// the fetch thread only.
final class Transfer {
  /// Why a callback ended the transfer.
  enum Stop {
    case tooManyBytes
    case headersTooLong
    case errorPage
  }

  /// Headers in all, of all responses; curl 7.88 itself knows no limit.
  private static let longestHeaders = 512 * 1024
  /// Bytes a second.
  static let lowestSpeed = 1000
  /// How much of an error page is read and thrown away to keep its connection; beyond, a new connection is cheaper.
  private static let longestErrorPage = 64 * 1024
  /// How much is reserved on the word of a server.
  private static let largestReservation = 16 * 1024 * 1024

  let options: FetchOptions
  private let policy: ConnectionPolicy
  let easy: EasyHandle
  /// The recipe's headers alone, which most requests have.
  private let headers: HeaderList
  /// Headers with which one may ask whether a body has changed; curl may use them until the next take their place.
  private var asking: HeaderList?
  /// Whether the present request is to have the recipe's headers.
  private var isTrusted = true
  /// Whether the present request asks if the body has changed.
  private(set) var asks = false

  private(set) var pursuit: Pursuit?
  /// When it began, on the clock of the fetch thread.
  private(set) var started = Duration.zero
  private(set) var bytes: [UInt8] = []
  /// What the headers of the latest response say.
  private(set) var answer = AnswerHeaders()
  /// The status of the latest response whose headers are complete; 0 before.
  private(set) var status = 0
  private(set) var stop: Stop?
  /// The first address refused since the latest response, when no other was tried since.
  private(set) var refused: (address: IPAddress, range: AddressRange)?
  private var triedAnother = false
  private var headerBytes = 0
  private var thrownAway = 0

  /// Nil when memory ran out.
  init?(options: FetchOptions, policy: ConnectionPolicy) {
    guard let easy = EasyHandle() else { return nil }
    self.options = options
    self.policy = policy
    self.easy = easy
    headers = HeaderList(options.headers)
    configure()
    connectCallbacks()
  }

  /// Makes the handle ready for a download.
  func begin(_ pursuit: Pursuit, at now: Duration) {
    self.pursuit = pursuit
    started = now
    bytes = []
    answer = AnswerHeaders()
    status = 0
    stop = nil
    refused = nil
    triedAnother = false
    headerBytes = 0
    thrownAway = 0
    easy.set(CURLOPT_URL, pursuit.address.url)
    easy.set(CURLOPT_LOW_SPEED_TIME, 0)
    isTrusted = true
    setHeaders(for: pursuit.address.url)
  }

  /// The `Content-Length` of the latest response.
  var announced: Int? { answer.length }

  /// Gives the body away.
  func takeBytes() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  /// Lets go of the download, so that its completions do not live until the slot's next.
  func end() {
    pursuit = nil
    bytes = []
  }

  /// What holds for all downloads.
  private func configure() {
    easy.set(CURLOPT_NOSIGNAL, 1)
    // A name that does not resolve in time must not hold up the lane: curl would wait for the resolver's thread.
    easy.set(CURLOPT_QUICK_EXIT, 1)
    easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
    easy.set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    easy.set(CURLOPT_FOLLOWLOCATION, 1)
    easy.set(CURLOPT_MAXREDIRS, max(options.redirects, 0))
    easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    easy.set(CURLOPT_TIMEOUT_MS, options.timeoutMilliseconds)
    easy.set(CURLOPT_CONNECTTIMEOUT_MS, options.connectMilliseconds)
    easy.set(CURLOPT_LOW_SPEED_LIMIT, Self.lowestSpeed)
    easy.set(CURLOPT_DNS_CACHE_TIMEOUT, 300)
    easy.set(CURLOPT_BUFFERSIZE, 64 * 1024)
    easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    easy.set(CURLOPT_USERAGENT, options.userAgent)
    if let caFile = options.caFile { easy.set(CURLOPT_CAINFO, caFile) }
    switch options.proxy {
    case .environment: break
    case .none: easy.set(CURLOPT_PROXY, "")
    case .address(let address): easy.set(CURLOPT_PROXY, address)
    }
  }

  private func connectCallbacks() {
    // Unretained: the handle lives and dies with this object.
    let context = Unmanaged.passUnretained(self).toOpaque()
    for option in [CURLOPT_PRIVATE, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_OPENSOCKETDATA] {
      prepcurl_set_pointer(easy.raw, option, context)
    }
    prepcurl_set_receiver(easy.raw, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let transfer = Transfer.from(context) else { return 0 }
      return transfer.receive(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
    prepcurl_set_receiver(easy.raw, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      guard let transfer = Transfer.from(context) else { return 0 }
      return transfer.receive(header: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
    prepcurl_set_opensocket(easy.raw) { context, _, address in
      guard let transfer = Transfer.from(context), let address else { return -1 }
      return transfer.openSocket(address)
    }
  }

  /// The transfer that a context of a callback means.
  static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }
}

// MARK: What curl calls

extension Transfer {
  /// Takes a piece of the body; false ends the transfer.
  private func receive(body piece: UnsafeRawBufferPointer) -> Bool {
    guard status == 200 else {
      thrownAway += piece.count
      if thrownAway > Self.longestErrorPage { stop = .errorPage }
      return stop == nil
    }
    guard piece.count <= options.maxBytes - bytes.count else {
      stop = .tooManyBytes
      return false
    }
    if bytes.isEmpty, let announced { bytes.reserveCapacity(min(announced, Self.largestReservation)) }
    bytes.append(contentsOf: piece)
    return true
  }

  /// Takes one line of the headers; false ends the transfer.
  private func receive(header line: UnsafeRawBufferPointer) -> Bool {
    headerBytes += line.count
    if headerBytes > Self.longestHeaders { stop = .headersTooLong }
    if line.starts(with: "HTTP/".utf8) {
      answer = AnswerHeaders()
      refused = nil
      triedAnother = false
    } else if line.first == 0x0D || line.first == 0x0A {
      status = easy.number(CURLINFO_RESPONSE_CODE)
      if (300..<400).contains(status), let location = answer.location { prepareToFollow(location) }
      // Only a body that has begun can be slow: before, the server may have work to do.
      easy.set(CURLOPT_LOW_SPEED_TIME, status == 200 ? max(options.slowSeconds, 0) : 0)
      if let announced {
        // Refused by its headers alone. An error page that is not worth reading ends here too.
        if status == 200, announced > options.maxBytes { stop = .tooManyBytes }
        if status >= 400, announced > Self.longestErrorPage { stop = .errorPage }
      }
    } else {
      answer.read(line)
    }
    return stop == nil
  }

  /// Chooses the headers of the request with which curl follows a redirect. Another host does not get the recipe's headers, nor
  /// does any host after it; curl itself withholds `Authorization` and `Cookie` only. What cannot be read is another host.
  private func prepareToFollow(_ location: String) {
    guard let pursuit else { return }
    let target = easy.text(CURLINFO_EFFECTIVE_URL).flatMap { FetchAddress.target(of: location, from: $0) }
    if !pursuit.address.trusts(target?.origin) { isTrusted = false }
    setHeaders(for: target?.url)
  }

  /// Sets the headers of the request to an address.
  private func setHeaders(for url: String?) {
    asks = false
    let recipes = isTrusted ? options.headers : []
    if let validators = pursuit?.validators, let url, Validators.digest(of: url) == validators.address {
      let list = HeaderList(recipes + [validators.header])
      prepcurl_set_pointer(easy.raw, CURLOPT_HTTPHEADER, list.raw)
      asking = list
      asks = true
    } else if isTrusted {
      prepcurl_set_pointer(easy.raw, CURLOPT_HTTPHEADER, headers.raw)
    } else {
      easy.clear(CURLOPT_HTTPHEADER)
    }
  }

  /// Opens a socket to a resolved address, or refuses it.
  private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    let length = Int(address.pointee.addrlen)
    let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 16
    // The address is longer than the member that names it when it is IPv6.
    let bytes = UnsafeRawBufferPointer(start: UnsafeRawPointer(address) + offset, count: length)
    guard let endpoint = Endpoint(bytes) else { return -1 }
    if let range = policy.refusal(of: endpoint) {
      if !triedAnother, refused == nil { refused = (endpoint.address, range) }
      return -1
    }
    triedAnother = true
    refused = nil
    // Close-on-exec: render processes are started while transfers run.
    let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return socket(address.pointee.family, type, address.pointee.protocol)
  }
}
