/// Which endpoints may be connected to. Asked for each resolved address before the connection is made, at every redirect,
/// so a name that resolves to something else the second time gains nothing.
struct ConnectionPolicy: Sendable {
  var allowed: HTTPOptions.Addresses
  var trusted: [Endpoint]

  /// Why an endpoint is refused; nil when it is not.
  func refusal(of endpoint: Endpoint) -> AddressRange? {
    guard allowed != .any, let range = AddressRange(of: endpoint.address), !trusted.contains(endpoint) else { return nil }
    return range == .loopback && allowed == .publicAndLoopback ? nil : range
  }
}
