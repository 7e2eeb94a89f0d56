/// The settings that all requests of one ``HTTPClient`` share.
package struct HTTPOptions: Sendable {
  /// Which proxy requests go through.
  package enum Proxy: Sendable, Hashable {
    /// The proxy in `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`.
    case environment
    /// No proxy, whatever the environment says.
    case none
    /// This one, for every address.
    case address(String)
  }

  /// Which addresses may be connected to.
  package enum Addresses: Sendable, Hashable {
    /// Those of the public internet.
    case publicOnly
    /// Public addresses and this machine.
    case publicAndLoopback
    case any
  }

  package var addresses = Addresses.publicOnly
  /// Endpoints that may be reached although ``addresses`` does not allow them. The proxies are added to them.
  package var trusted: [Endpoint] = []
  package var proxy = Proxy.environment
  /// A PEM file with the certificate authorities to trust instead of the system's.
  package var caFile: String?
  /// The `User-Agent` header.
  package var userAgent: String
  /// Concurrent requests, and therefore connections in total.
  package var connections = 64
  /// Concurrent requests to one host, and therefore connections to it.
  package var perHost = 16
  /// The number of requests that are tried, one after the other, on a host that does not answer before it is given up.
  package var probes = 3
  /// How long a host may stay silent, or refuse every request, before it is given up.
  package var patience = Duration.seconds(120)
  /// The name of the thread, at most 15 bytes.
  package var threadName = "vp-http"

  package init(userAgent: String) { self.userAgent = userAgent }
}
