import PrepCore
import PrepFetch
import TestServer
import Testing

/// The recipe's headers go where they belong and nowhere else.
@Suite(.timeLimit(.minutes(5))) struct HeaderTests {
  private let headers = [Recipe.Header("X-Api-Key", "open sesame"), Recipe.Header("Authorization", "Bearer b")]

  private func head(_ result: Result<FetchedBody, FetchError>) throws -> String {
    String(decoding: try result.get().bytes, as: UTF8.self)
  }

  @Test func theHostGetsThemEachTime() async throws {
    let trial = try FetchTrial { $0.headers = headers }
    for _ in 0..<3 {
      let head = try head(await trial.get("/echo"))
      #expect(head.contains("X-Api-Key: open sesame\r\n"))
      #expect(head.contains("Authorization: Bearer b\r\n"))
    }
  }

  @Test func aRedirectWithinTheHostKeepsThem() async throws {
    let trial = try FetchTrial { $0.headers = headers }
    for target in ["/echo", trial.server.url("/echo")] {
      #expect(try head(await trial.get("/to?\(target)")).contains("X-Api-Key"))
    }
  }

  @Test func anotherHostGetsNone() async throws {
    let other = try MisbehavingServer()
    defer { other.stop() }
    let trial = try FetchTrial { $0.headers = headers }
    let names = [other.url("/echo"), "//127.0.0.1:\(other.port)/echo", "http://localhost:\(trial.server.port)/echo"]
    for address in names {
      let head = try head(await trial.get("/to?\(address)"))
      #expect(!head.contains("X-Api-Key") && !head.contains("Bearer"), "\(address)")
    }
    // Nor do they come back with a way home; and the next download has them again.
    let back = other.url("/to?\(trial.server.url("/echo"))")
    #expect(try !head(await trial.get("/to?\(back)")).contains("X-Api-Key"))
    #expect(try head(await trial.get("/echo")).contains("X-Api-Key"))
  }

  @Test func aHeaderIsNeverDescribed() {
    let header = Recipe.Header("X-Api-Key", "open sesame")
    var text = "\(header) \(String(reflecting: header)) \([header])"
    dump(header, to: &text)
    #expect(!text.contains("sesame"))
  }
}
