import PrepCore
import TestServer
import Testing

@testable import PrepFetch

/// Downloads of one address are made once.
@Suite(.timeLimit(.minutes(5))) struct SharingTests {
  private func counts(_ trial: FetchTrial, _ paths: [String]) async -> [Int?: Int] {
    await withTaskGroup(of: Int?.self) { group in
      for path in paths { group.addTask { try? await trial.get(path).get().bytes.count } }
      return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
  }

  @Test func onceForAllThatComeTogetherOrSoonAfter() async throws {
    let trial = try FetchTrial { $0.shared = 1_000_000 }
    #expect(await counts(trial, [String](repeating: "/hold?50", count: 50)) == [1000: 50])
    #expect(try await trial.get("/hold?50").get().bytes == Behaviour.body(1000))
    #expect(try await trial.get("/hold?50#part").get().bytes == Behaviour.body(1000))
    #expect(trial.server.requests == 1)
    #expect(try await trial.get("/hold?51").get().bytes.count == 1000)
    #expect(trial.server.requests == 2)
  }

  @Test func failuresToo() async throws {
    let trial = try FetchTrial { $0.shared = 1_000_000 }
    #expect(await counts(trial, [String](repeating: "/status/404", count: 20)) == [nil: 20])
    #expect(await trial.failure("/status/404")?.code == .http(404))
    #expect(trial.server.requests == 1)
  }

  @Test func withoutMemoryOnlyThoseThatComeTogether() async throws {
    let trial = try FetchTrial { $0.shared = 0 }
    #expect(await counts(trial, [String](repeating: "/hold?50", count: 20)) == [1000: 20])
    _ = await trial.get("/hold?50")
    #expect(trial.server.requests == 2)
  }

  @Test func allAreCancelledTogetherAndMayComeAgain() async throws {
    let trial = try FetchTrial { $0.shared = 1_000_000 }
    async let first = trial.get("/busy/503/1/30")
    async let second = trial.get("/slow")
    while trial.server.requests < 2 { try await Task.sleep(for: .milliseconds(2)) }
    trial.fetcher.cancelAll()
    #expect(await second == .failure(.cancelled))
    _ = await first
    #expect(try await trial.get("/ok").get().bytes.count == 1000)
  }

  @Test func theOldestGoFirst() {
    func ending(_ count: Int) -> RecentEndings.Ending {
      .success(FetchedBody(bytes: [UInt8](repeating: 0, count: count), contentType: nil, effectiveURL: ""))
    }
    var recent = RecentEndings(capacity: 100_000)
    func question(_ resource: String) -> Question { Question(resource: resource[...], validators: nil) }
    for number in 0..<10 { recent.keep(ending(20_000), of: question("\(number)")) }
    #expect((0..<10).map { recent[question("\($0)")] != nil } == [Bool](repeating: false, count: 6) + [true, true, true, true])
    recent.keep(ending(90_000), of: question("large"))
    #expect(recent[question("large")] == nil && recent[question("9")] != nil)
  }
}
