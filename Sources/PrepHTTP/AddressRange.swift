/// A kind of address that is not a public host. Such addresses are fetched only when the recipe allows it: an input list must not
/// make the machine send requests into its own network.
package enum AddressRange: String, Sendable, Hashable, CaseIterable {
  case unspecified = "an unspecified address"
  case loopback = "a loopback address"
  case linkLocal = "a link-local address"
  case metadata = "a cloud machine's metadata address"
  case privateUse = "a private address"
  case shared = "a carrier's shared address"
  case multicast = "a multicast address"
  case broadcast = "the broadcast address"
  case reserved = "a reserved address"

  /// The range that contains an address; nil when it is public. An IPv6 address that embeds an IPv4 address is judged by the
  /// latter.
  package init?(of address: IPAddress) {
    let range =
      switch address {
      case .v4(let value): Self.range(v4: value)
      case .v6(let high, let low): Self.range(v6: high, low)
      }
    guard let range else { return nil }
    self = range
  }

  /// The IANA registry of special-purpose IPv4 addresses, without the documentation networks, which are not routed.
  private static func range(v4 value: UInt32) -> AddressRange? {
    switch (value >> 24, value >> 16 & 255, value >> 8 & 255) {
    case (0, _, _): .unspecified
    case (10, _, _), (172, 16...31, _), (192, 168, _): .privateUse
    case (100, 64...127, _): value == 0x6464_64C8 ? .metadata : .shared
    case (127, _, _): .loopback
    case (169, 254, _): value == 0xA9FE_A9FE ? .metadata : .linkLocal
    case (192, 0, 0), (198, 18...19, _): .reserved
    case (224...239, _, _): .multicast
    case (240...255, _, _): value == .max ? .broadcast : .reserved
    default: nil
    }
  }

  private static func range(v6 high: UInt64, _ low: UInt64) -> AddressRange? {
    let lowest = UInt32(truncatingIfNeeded: low)
    switch (high, low) {
    case (0, 0): return .unspecified
    case (0, 1): return .loopback
    // ::a.b.c.d, ::ffff:a.b.c.d and ::ffff:0:a.b.c.d
    case (0, _) where low >> 32 == 0 || low >> 32 == 0xFFFF || low >> 32 == 0xFFFF_0000: return range(v4: lowest)
    // NAT64 64:ff9b::/96; networks without IPv4 reach every IPv4 host through it.
    case (0x0064_FF9B_0000_0000, _) where low >> 32 == 0: return range(v4: lowest)
    case (0xFD00_0EC2_0000_0000, 0x254): return .metadata
    default: break
    }
    switch high >> 48 {
    // 6to4 carries an IPv4 address after its prefix.
    case 0x2002: return range(v4: UInt32(truncatingIfNeeded: high >> 16))
    // Teredo, and NAT64 for local networks (RFC 8215): the embedded address cannot be determined.
    case 0x2001 where high >> 32 == 0x2001_0000: return .reserved
    case 0x0064 where high >> 16 == 0x0064_FF9B_0001: return .privateUse
    case 0x0064 where high >> 32 == 0x0064_FF9B: return .reserved
    case 0x0000, 0x0100: return .reserved
    case 0xFC00...0xFDFF: return .privateUse
    case 0xFE80...0xFEBF: return .linkLocal
    case 0xFEC0...0xFEFF: return .privateUse
    case 0xFF00...0xFFFF: return .multicast
    default: return nil
    }
  }
}
