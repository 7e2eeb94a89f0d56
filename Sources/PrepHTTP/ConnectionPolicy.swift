/// Decides which endpoints may be connected to. It is consulted for each resolved address before the connection is made, at every
/// redirect, so a name that resolves differently the second time gains nothing.
struct ConnectionPolicy: Sendable {
  var allowed: HTTPOptions.Addresses
  var trusted: [Endpoint]

  /// The reason why an endpoint is refused; nil when it is allowed.
  func refusal(of endpoint: Endpoint) -> AddressRange? {
    guard allowed != .any, let range = AddressRange(of: endpoint.address), !trusted.contains(endpoint) else { return nil }
    return range == .loopback && allowed == .publicAndLoopback ? nil : range
  }
}
