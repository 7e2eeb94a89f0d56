package import PrepCore
package import PrepHTTP

/// What every download of one ``Fetcher`` may do.
package struct FetchOptions: Sendable {
  package typealias Proxy = HTTPOptions.Proxy

  /// Seconds for one try from the start of its transfer to its end, redirects included. The wait for a free
  /// connection before it has no limit of its own: it ends because every transfer ahead of it does.
  package var timeout: Double
  /// Tries after the first, where the failure may pass.
  package var retries: Int
  /// Seconds for all tries of one download, the waits between them included.
  package var deadline: Double
  /// The largest body.
  package var maxBytes: Int
  /// How many redirects are followed.
  package var redirects: Int
  /// Downloads from one host at a time, and so connections to it.
  package var perHost: Int
  /// Whether addresses that are not public may be reached.
  package var allowPrivate: Bool
  /// Downloads at a time, and so connections in all.
  package var connections = 64
  /// What servers are told.
  package var userAgent: String
  /// Headers for the host of each address, and for no other that it redirects to.
  package var headers: [Recipe.Header] = []
  /// A PEM file with the certificate authorities to trust instead of the system's.
  package var caFile: String?
  package var proxy = Proxy.environment
  /// Bytes of finished downloads that are kept for others of the same address, and whether such downloads are made once when
  /// they come together; nil when each is made for itself.
  package var shared: Int?
  /// Seconds that a body may come slower than 1 kB a second.
  package var slowSeconds = 15
  /// Endpoints that may be reached although their addresses are not public. The proxies are added to them.
  package var trusted: [Endpoint] = []

  /// The options that a recipe gives.
  package init(_ recipe: Recipe.Fetch = Recipe.Fetch(), version: String) {
    timeout = recipe.timeout
    retries = recipe.retries
    deadline = recipe.deadline
    maxBytes = recipe.maxBytes.bytes
    redirects = recipe.redirects
    perHost = recipe.perHost
    allowPrivate = recipe.allowPrivate
    userAgent = recipe.userAgent ?? "visionprep/\(version)"
    headers = recipe.headers
    caFile = recipe.caFile
  }
}

extension FetchOptions {
  /// The longest that a connection may take to be made, however long the download may.
  private static let longestConnect = Duration.seconds(10)

  /// What all downloads have in common.
  var client: HTTPOptions {
    var client = HTTPOptions(userAgent: userAgent)
    client.addresses = allowPrivate ? .any : .publicOnly
    client.trusted = trusted
    client.proxy = proxy
    client.caFile = caFile
    client.connections = connections
    client.perHost = perHost
    client.probes = retries
    client.patience = Self.duration(deadline)
    client.threadName = "vp-fetch"
    return client
  }

  /// The request for an image.
  /// - Parameters:
  ///   - validators: of a body that the asker has.
  ///   - elapsed: what requests for the same image have taken before.
  func request(for address: FetchAddress, _ validators: Validators?, after elapsed: Duration = .zero) -> HTTPRequest {
    var request = HTTPRequest(.get, address.http, headers: headers.map(Self.header))
    request.redirects = .followed(atMost: redirects)
    request.timeout = Self.duration(timeout)
    request.connectTimeout = Self.longestConnect
    request.deadline = Self.duration(deadline) - elapsed
    request.retries = retries
    request.slowSeconds = slowSeconds
    request.accepted = 200...200
    request.maxBytes = maxBytes
    request.maxErrorBytes = 0
    if let validators {
      request.headersForAddress = { Validators.digest(of: $0) == validators.address ? [Self.header(validators.header)] : [] }
      // After any other status the plain request comes next.
      request.passingStatuses = [429, 503]
    }
    return request
  }

  private static func header(_ header: Recipe.Header) -> HTTPHeader { HTTPHeader(header.name, header.value) }

  /// Seconds as a time of at most a day; what is no number, or below zero, is zero.
  private static func duration(_ seconds: Double) -> Duration {
    seconds > 0 ? .milliseconds(Int((min(seconds, 86_400) * 1000).rounded(.up))) : .zero
  }
}
