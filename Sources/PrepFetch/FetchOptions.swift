package import PrepCore

/// What every download of one ``Fetcher`` may do.
package struct FetchOptions: Sendable {
  /// Which proxy downloads go through.
  package enum Proxy: Sendable, Hashable {
    /// What `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say.
    case environment
    /// None, whatever the environment says.
    case none
    /// This one, for every address.
    case address(String)
  }

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
  private static let longestConnect = 10.0

  /// The total deadline for curl. Zero would mean none there, so the shortest is one millisecond and the longest a day.
  var timeoutMilliseconds: Int { timeout > 0.001 ? Int((min(timeout, 86_400) * 1000).rounded(.up)) : 1 }

  var connectMilliseconds: Int { min(timeoutMilliseconds, Int(Self.longestConnect * 1000)) }

  var retryPolicy: RetryPolicy {
    let seconds = deadline > 0 ? min(deadline, 86_400) : 0
    return RetryPolicy(
      retries: retries, deadline: .milliseconds(Int(seconds * 1000)), timeout: .milliseconds(timeoutMilliseconds))
  }
}
