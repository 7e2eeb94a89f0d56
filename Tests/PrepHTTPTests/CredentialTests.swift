import PrepHTTP
import TestServer
import Testing

/// A key goes over TLS, or stays on this machine.
@Suite(.timeLimit(.minutes(2))) struct CredentialTests {
  private func request(_ url: String) throws -> HTTPRequest {
    var request = HTTPRequest(.post, try HTTPAddress(parsing: url), headers: [HTTPHeader("Authorization", "Bearer sesame")])
    request.credentials = .onlyOverTLSOrLoopback
    request.retries = 0
    request.timeout = .seconds(5)
    return request
  }

  @Test(arguments: [
    "http://api.example.com/v1", "http://192.168.1.5:8000/v1", "http://8.8.8.8/", "http://localhost.example.com/",
    "http://[2001:db8::1]/", "http://0.0.0.0/", "http://user:word@api.example.com/",
  ])
  func refusedBeforeAnything(url: String) async throws {
    // Through the proxy everything would be reachable.
    let proxy = try MisbehavingServer()
    defer { proxy.stop() }
    let trial = try HTTPTrial {
      $0.addresses = .any
      $0.proxy = .address("http://127.0.0.1:\(proxy.port)")
    }
    let fault = await #expect(throws: HTTPFault.self) { try await trial.client.send(try request(url)) }
    #expect(fault?.cause == .credentialsOverPlainHTTP && fault?.mayHaveHadEffect == false)
    #expect(proxy.accepted == 0)
  }

  @Test(arguments: [
    ("https://api.example.com/", true), ("http://localhost:8000/v1", true), ("http://LOCALHOST/", true),
    ("http://model.localhost/", true), ("http://127.0.0.1/", true), ("http://127.9.9.9/", true), ("http://2130706433/", true),
    ("http://[::1]:1/", true), ("http://[::ffff:127.0.0.1]/", true), ("http://127.0.0.1.example.com/", false),
    ("http://notlocalhost/", false), ("http://10.0.0.1/", false), ("http://127.0.0.1@example.com/", false),
  ])
  func whichAreOfThisMachine(url: String, isPrivate: Bool) throws {
    #expect(try HTTPAddress(parsing: url).isPrivate == isPrivate)
  }

  /// And not through a proxy, which would be another machine's ears.
  @Test func thisMachine() async throws {
    let proxy = try MisbehavingServer()
    defer { proxy.stop() }
    let trial = try HTTPTrial { $0.proxy = .address("http://127.0.0.1:\(proxy.port)") }
    for host in ["127.0.0.1", "localhost"] {
      #expect(try await trial.client.send(request("http://\(host):\(trial.server.port)/ok")).status == 200)
    }
    #expect(trial.server.heads(of: "/ok").allSatisfy { $0.contains("Bearer sesame") } && proxy.accepted == 0)
    // The next request goes through the proxy again.
    _ = try await trial.send(.get, "/ok?1")
    #expect(proxy.requests == 1)
  }

  @Test func notAfterARedirect() async throws {
    let trial = try HTTPTrial { $0.addresses = .any }
    var request = try request(trial.server.url("/to/307?http://192.0.2.1/"))
    request.redirects = .followed(atMost: 3)
    let fault = await #expect(throws: HTTPFault.self) { try await trial.client.send(request) }
    #expect(fault?.cause == .credentialsOverPlainHTTP)
  }

  @Test func descriptionsHoldNoKeys() throws {
    let header = HTTPHeader("Authorization", "Bearer sesame")
    let address = try HTTPAddress(parsing: "https://user:sesame@example.com/?sig=sesame")
    var text = "\(header) \(String(reflecting: header)) \([header]) \(address) \(String(reflecting: address))"
    dump(header, to: &text)
    dump(address, to: &text)
    let request = HTTPRequest(.post, address, headers: [header], body: .bytes(Array("sesame".utf8)))
    text += "\(request) \(String(reflecting: request))"
    dump(request, to: &text)
    #expect(!text.contains("sesame"))
  }

  // MARK: Which addresses may be reached

  @Test(arguments: [
    (HTTPOptions.Addresses.publicOnly, "127.0.0.1", AddressRange.loopback), (.publicOnly, "10.255.255.1", .privateUse),
    (.publicAndLoopback, "10.255.255.1", .privateUse), (.publicAndLoopback, "169.254.169.254", .metadata),
  ]) func refusedAddresses(allowed: HTTPOptions.Addresses, host: String, range: AddressRange) async throws {
    let trial = try HTTPTrial { $0.addresses = allowed }
    var request = HTTPRequest(.get, try HTTPAddress(parsing: "http://\(host):\(trial.server.port)/ok"))
    request.retries = 0
    let fault = await #expect(throws: HTTPFault.self) { try await trial.client.send(request) }
    #expect(fault?.cause == .addressRefused(try #require(IPAddress(host)), range))
    #expect(trial.server.accepted == 0)
  }
}
