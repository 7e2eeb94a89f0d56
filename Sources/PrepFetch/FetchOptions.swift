package import PrepCore
package import PrepHTTP

/// The limits and settings for all downloads of one ``Fetcher``.
package struct FetchOptions: Sendable {
  package typealias Proxy = HTTPOptions.Proxy

  /// The number of seconds for one try, from the start of its transfer to its end, including redirects. Waiting for a free
  /// connection has no limit of its own: the wait ends because every transfer ahead of it ends.
  package var timeout: Double
  /// The number of tries after the first, for temporary failures.
  package var retries: Int
  /// The number of seconds for all tries of one download, including the waits between them.
  package var deadline: Double
  /// The largest accepted body in bytes.
  package var maxBytes: Int
  /// The most redirects to follow.
  package var redirects: Int
  /// Concurrent downloads from one host, and therefore connections to it.
  package var perHost: Int
  /// Whether non-public addresses may be reached.
  package var allowPrivate: Bool
  /// Concurrent downloads, and therefore connections in total.
  package var connections = 64
  /// The `User-Agent` header.
  package var userAgent: String
  /// Headers for the host of each address; they are not sent to other hosts after a redirect.
  package var headers: [Recipe.Header] = []
  /// A PEM file with the certificate authorities to trust instead of the system's.
  package var caFile: String?
  package var proxy = Proxy.environment
  /// The number of bytes of finished downloads that are kept for later requests of the same address. With a value, concurrent
  /// downloads of one address are made once; with nil, every download is made separately.
  package var shared: Int?
  /// The number of seconds for which a body may arrive slower than 1 kB per second.
  package var slowSeconds = 15
  /// Endpoints that may be reached although their addresses are not public. The proxies are added.
  package var trusted: [Endpoint] = []

  /// The options that a recipe specifies.
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
  /// The longest time for making a connection, even if the download may take longer.
  private static let longestConnect = Duration.seconds(10)

  /// The settings that all downloads share.
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
  ///   - validators: the validators of a body that the caller has.
  ///   - elapsed: the time that earlier requests for the same image have taken.
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
      // After any other status, the plain request follows.
      request.passingStatuses = [429, 503]
    }
    return request
  }

  private static func header(_ header: Recipe.Header) -> HTTPHeader { HTTPHeader(header.name, header.value) }

  /// Converts seconds to a duration of at most a day; NaN and negative values become zero.
  private static func duration(_ seconds: Double) -> Duration {
    seconds > 0 ? .milliseconds(Int((min(seconds, 86_400) * 1000).rounded(.up))) : .zero
  }
}
