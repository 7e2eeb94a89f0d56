import Glibc

/// The endpoints of the proxies.
///
/// Through a proxy, the connected address is the proxy's, which often is private, so proxies are trusted. What they connect to
/// in turn cannot be seen from here: behind a proxy, keeping requests off the private network is the proxy's task. Hosts
/// that `no_proxy` exempts are connected to directly and judged as usual.
enum ProxyEndpoints {
  /// curl reads `http_proxy` in lower case only, because a web server may pass on a request header as `HTTP_PROXY`.
  private static let variables = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]

  /// Resolves the proxies' names, which blocks; nothing to do in most runs.
  static func resolve(_ proxy: HTTPOptions.Proxy) -> [Endpoint] {
    switch proxy {
    case .none: []
    case .address(let address): resolve(address)
    case .environment:
      variables.compactMap { getenv($0).map { String(cString: $0) } }.filter { !$0.isEmpty }.flatMap(resolve)
    }
  }

  private static func resolve(_ address: String) -> [Endpoint] {
    // curl takes a proxy without a scheme as http, and one without a port as port 1080.
    let text = address.contains("://") ? address : "http://" + address
    guard let parts = try? CurlAddress(text, anyScheme: true), let host = parts.text(.host) else { return [] }
    let otherwise: UInt16 = text.lowercased().hasPrefix("https:") ? 443 : 1080
    return lookUp(host: host, port: parts.text(.port).flatMap { UInt16($0) } ?? otherwise)
  }

  private static func lookUp(host: String, port: UInt16) -> [Endpoint] {
    let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    // Each address comes once for every type of socket, which does no harm.
    var hints = addrinfo()
    var first: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(bare, nil, &hints, &first) == 0 else { return [] }
    defer { freeaddrinfo(first) }
    var endpoints: [Endpoint] = []
    var next = first
    while let entry = next?.pointee {
      let bytes = UnsafeRawBufferPointer(start: entry.ai_addr, count: Int(entry.ai_addrlen))
      if let found = Endpoint(bytes) { endpoints.append(Endpoint(found.address, port: port)) }
      next = entry.ai_next
    }
    return endpoints
  }
}
