import PrepHTTP
import Testing

/// Both ends of every range, and what lies next to them.
@Suite struct AddressRangeTests {
  static let refused: [(String, AddressRange)] = [
    ("0.0.0.0", .unspecified), ("0.255.255.255", .unspecified),
    ("10.0.0.0", .privateUse), ("10.255.255.255", .privateUse),
    ("100.64.0.0", .shared), ("100.127.255.255", .shared), ("100.100.100.200", .metadata),
    ("127.0.0.0", .loopback), ("127.0.0.1", .loopback), ("127.255.255.255", .loopback),
    ("169.254.0.0", .linkLocal), ("169.254.255.255", .linkLocal), ("169.254.169.254", .metadata),
    ("172.16.0.0", .privateUse), ("172.31.255.255", .privateUse),
    ("192.0.0.0", .reserved), ("192.0.0.255", .reserved),
    ("192.168.0.0", .privateUse), ("192.168.255.255", .privateUse),
    ("198.18.0.0", .reserved), ("198.19.255.255", .reserved),
    ("224.0.0.0", .multicast), ("239.255.255.255", .multicast),
    ("240.0.0.0", .reserved), ("255.255.255.254", .reserved), ("255.255.255.255", .broadcast),
    ("::", .unspecified), ("::1", .loopback),
    ("::2", .unspecified), ("::127.0.0.1", .loopback), ("::10.0.0.1", .privateUse),
    ("::ffff:127.0.0.1", .loopback), ("::ffff:10.1.2.3", .privateUse), ("::ffff:169.254.169.254", .metadata),
    ("::ffff:0.0.0.0", .unspecified), ("::ffff:0:192.168.1.1", .privateUse),
    ("64:ff9b::127.0.0.1", .loopback), ("64:ff9b::a9fe:a9fe", .metadata), ("64:ff9b::192.168.0.1", .privateUse),
    ("64:ff9b:1::", .privateUse), ("64:ff9b:1:ffff:ffff:ffff:ffff:ffff", .privateUse), ("64:ff9b:0:0:1::", .reserved),
    ("64:ff9b:2::", .reserved),
    ("0:1::", .reserved), ("0:0:0:1::", .reserved), ("::1:0:0:0", .reserved), ("100::", .reserved),
    ("2001::", .reserved), ("2001:0:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),
    ("2002:7f00:1::", .loopback), ("2002:a00:1::1", .privateUse), ("2002:c0a8:101::", .privateUse),
    ("fc00::", .privateUse), ("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .privateUse), ("fd00:ec2::254", .metadata),
    ("fe80::", .linkLocal), ("febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .linkLocal),
    ("fec0::", .privateUse), ("feff:ffff::", .privateUse),
    ("ff00::", .multicast), ("ff02::1", .multicast), ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .multicast),
  ]

  static let open = [
    "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255",
    "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.167.255.255", "192.169.0.0",
    "198.17.255.255", "198.20.0.0", "223.255.255.255", "8.8.8.8",
    "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::", "2001:1::", "2000::", "2606:4700::1111", "2a00::",
    "3fff:ffff::", "fbff:ffff::", "fe00::", "fe7f:ffff::", "101::",
  ]

  @Test(arguments: refused) func refusedAddress(text: String, range: AddressRange) throws {
    let address = try #require(IPAddress(text))
    #expect(AddressRange(of: address) == range)
  }

  @Test(arguments: open) func publicAddress(text: String) throws {
    let address = try #require(IPAddress(text))
    #expect(AddressRange(of: address) == nil)
  }

  /// The mapped form of an address is judged as the address itself, for one address of every /16.
  @Test func mappedIsAsPlain() {
    let different = (UInt32(0)...65_535).filter { upper in
      let value = upper << 16 | 0x0102
      let plain = AddressRange(of: .v4(value))
      return AddressRange(of: .v6(0, 0xFFFF << 32 | UInt64(value))) != plain
        || AddressRange(of: .v6(0x0064_FF9B_0000_0000, UInt64(value))) != plain
    }
    #expect(different.isEmpty)
  }

  @Test func addressesAreWrittenAsUsual() throws {
    #expect(IPAddress("1.2.3.4")?.description == "1.2.3.4")
    #expect(IPAddress("2001:0DB8:0:0::1")?.description == "2001:db8::1")
    #expect(IPAddress("::ffff:1.2.3.4")?.description == "::ffff:1.2.3.4")
    #expect(IPAddress("1.2.3") == nil)
    #expect(IPAddress("") == nil)
  }
}
