import PrepCore
import PrepFetch
import PrepHTTP
import TestServer
import Testing

/// Private addresses are refused where the connection is made, whatever the name or the way there.
@Suite(.timeLimit(.minutes(5))) struct PrivateAddressTests {
  @Test(arguments: [
    "127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]",
    "10.0.0.1", "169.254.169.254", "192.168.1.1", "[fe80::1]", "[fd00:ec2::254]", "[64:ff9b::7f00:1]", "255.255.255.255",
  ])
  func refused(host: String) async throws {
    let trial = try FetchTrial { $0.allowPrivate = false }
    let failure = await trial.fetcher.failure("http://\(host):\(trial.server.port)/ok")
    #expect(failure?.code == .addressRefused)
    #expect(trial.server.accepted == 0)
  }

  @Test func sentenceNamesTheAddress() async throws {
    let trial = try FetchTrial { $0.allowPrivate = false }
    let failure = await trial.failure("/ok")
    #expect(failure?.message == "The host is at 127.0.0.1, a loopback address; only public addresses are fetched.")
  }

  @Test func refusedAfterARedirect() async throws {
    let outside = try MisbehavingServer()
    defer { outside.stop() }
    let trial = try FetchTrial {
      $0.allowPrivate = false
      $0.trusted = [Endpoint(.v4(0x7F00_0001), port: outside.port)]
    }
    #expect(try await trial.fetcher.get(outside.url("/redirect/2")).get().bytes.count == 1000)
    let failure = await trial.fetcher.failure(outside.url("/to?\(trial.server.url("/ok"))"))
    #expect(failure?.code == .addressRefused)
    #expect(await trial.fetcher.failure(outside.url("/to?http://169.254.169.254/latest"))?.code == .addressRefused)
    #expect(trial.server.accepted == 0)
  }

  @Test func allowedWhenTheRecipeSaysSo() async throws {
    let trial = try FetchTrial()
    #expect(try await trial.get("/to?http://localhost:\(trial.server.port)/ok").get().bytes.count == 1000)
  }

  /// A proxy's own address is trusted, and nothing else of the private network.
  @Test func throughAProxy() async throws {
    let proxy = try MisbehavingServer()
    defer { proxy.stop() }
    let trial = try FetchTrial {
      $0.allowPrivate = false
      $0.proxy = .address("http://127.0.0.1:\(proxy.port)")
    }
    let body = try await trial.fetcher.get("http://203.0.113.7/ok?500").get()
    #expect(body.bytes.count == 500)
    #expect(proxy.requests == 1)
  }

  @Test func proxyThatRefuses() async throws {
    let trial = try FetchTrial()
    let proxied = try FetchTrial { $0.proxy = .address("http://127.0.0.1:\(trial.server.port)") }
    let failure = await proxied.fetcher.failure("https://203.0.113.7/ok")
    #expect(failure == ItemFailure(.fetch, .connection, "The proxy refused the connection with HTTP status 404."))
  }
}
