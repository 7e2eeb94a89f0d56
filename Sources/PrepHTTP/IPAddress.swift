import Glibc

/// An IPv4 or IPv6 address as a number.
package enum IPAddress: Sendable, Hashable {
  /// `127.0.0.1` is 0x7F000001.
  case v4(UInt32)
  /// The upper and lower 64 bits.
  case v6(UInt64, UInt64)

  /// Parses dotted IPv4 or textual IPv6, without a zone; nil for anything else.
  package init?(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      self = .v4(UInt32(bigEndian: four.s_addr))
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      self = withUnsafeBytes(of: six) { .v6(Self.word($0, at: 0), Self.word($0, at: 8)) }
    } else {
      return nil
    }
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

extension IPAddress: CustomStringConvertible {
  /// The usual notation; IPv6 as RFC 5952 shortens it.
  package var description: String {
    switch self {
    case .v4(let value):
      return "\(value >> 24).\(value >> 16 & 255).\(value >> 8 & 255).\(value & 255)"
    case .v6(let high, let low):
      var words = (high.bigEndian, low.bigEndian)
      var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
      guard inet_ntop(AF_INET6, &words, &text, socklen_t(text.count)) != nil else { return "an IPv6 address" }
      return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }
}

/// What a connection is made to: an address and a port.
package struct Endpoint: Sendable, Hashable {
  /// Where the host is.
  package var address: IPAddress
  /// Which of its TCP ports.
  package var port: UInt16

  package init(_ address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  /// Reads a socket address; nil when it is neither IPv4 nor IPv6, or shorter than its family says.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= MemoryLayout<sockaddr_in>.size else { return nil }
    switch Int32(bytes.loadUnaligned(as: sa_family_t.self)) {
    case AF_INET:
      let socket = bytes.loadUnaligned(as: sockaddr_in.self)
      self.init(.v4(UInt32(bigEndian: socket.sin_addr.s_addr)), port: UInt16(bigEndian: socket.sin_port))
    case AF_INET6 where bytes.count >= MemoryLayout<sockaddr_in6>.size:
      let port = UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
      let high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      let low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
      self.init(.v6(high, low), port: port)
    default:
      return nil
    }
  }
}
