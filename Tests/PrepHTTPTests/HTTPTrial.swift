import PrepHTTP
import Synchronization
import TestServer
import Testing

/// A server and a client with short limits, for the time of one test.
final class HTTPTrial: Sendable {
  let server: MisbehavingServer
  let client: HTTPClient

  init(_ change: (inout HTTPOptions) -> Void = { _ in }) throws {
    server = try MisbehavingServer()
    var options = HTTPOptions(userAgent: "visionprep/test")
    options.addresses = .publicAndLoopback
    options.proxy = .none
    change(&options)
    client = try HTTPClient(options)
  }

  deinit {
    client.shutdown()
    server.stop()
  }

  /// A request for one path of the server, with no tries after the first.
  func request(
    _ method: HTTPMethod, _ path: String, _ body: HTTPBody = .none, _ change: (inout HTTPRequest) -> Void = { _ in }
  ) throws -> HTTPRequest {
    var request = HTTPRequest(method, try HTTPAddress(parsing: server.url(path)), body: body)
    request.timeout = .seconds(20)
    request.retries = 0
    change(&request)
    return request
  }

  func send(
    _ method: HTTPMethod, _ path: String, _ body: HTTPBody = .none, _ change: (inout HTTPRequest) -> Void = { _ in }
  ) async throws -> HTTPResponse { try await client.send(try request(method, path, body, change)) }

  /// The fault of a request that must have one.
  func fault(
    _ method: HTTPMethod, _ path: String, _ body: HTTPBody = .none, _ change: (inout HTTPRequest) -> Void = { _ in },
    location: SourceLocation = #_sourceLocation
  ) async throws -> HTTPFault {
    let request = try request(method, path, body, change)
    let fault = await #expect(throws: HTTPFault.self, sourceLocation: location) { try await self.client.send(request) }
    return try #require(fault, sourceLocation: location)
  }
}

/// What a receiver was given.
final class Received: Sendable {
  private let state = Mutex<[[UInt8]]>([])

  var pieces: [[UInt8]] { state.withLock { $0 } }
  var bytes: [UInt8] { pieces.flatMap { $0 } }

  /// How many pieces there are now.
  @discardableResult func add(_ piece: UnsafeRawBufferPointer) -> Int {
    state.withLock {
      $0.append(Array(piece))
      return $0.count
    }
  }
}
