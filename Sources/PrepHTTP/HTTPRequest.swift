/// The method of a request, as it appears in the request line.
package struct HTTPMethod: RawRepresentable, Sendable, Hashable {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package static let get = HTTPMethod(rawValue: "GET")
  package static let head = HTTPMethod(rawValue: "HEAD")
  package static let post = HTTPMethod(rawValue: "POST")
  package static let put = HTTPMethod(rawValue: "PUT")
  package static let patch = HTTPMethod(rawValue: "PATCH")
  package static let delete = HTTPMethod(rawValue: "DELETE")

  /// Whether a request with this method changes nothing on the server, so that it may be repeated.
  package var isSafe: Bool { self == .get || self == .head }
}

/// A request to a server, with its limits and the rules for retries and redirects.
package struct HTTPRequest: Sendable {
  /// When a request may be sent again after a temporary failure.
  package enum Retry: Sendable, Hashable {
    /// Never.
    case never
    /// When no byte of the request can have reached the server: the name was not resolved, or no connection was made.
    case ifUnsent
    /// Always: repeating it does no harm.
    case safe
  }

  /// How a redirect is handled.
  package enum Redirects: Sendable, Hashable {
    /// The redirect itself is the response.
    case returned
    /// The redirect is followed, up to this number of redirects. One more is a fault.
    case followed(atMost: Int)
  }

  /// Where the request may go, with what it carries.
  package enum Credentials: Sendable, Hashable {
    /// Anywhere.
    case anywhere
    /// Over TLS, or to this machine itself. Anything else is refused before a connection is made.
    case onlyOverTLSOrLoopback
  }

  /// How the body of an answer with a status in ``accepted`` is delivered.
  package enum Receiver: Sendable {
    /// It is collected in ``HTTPResponse/body``.
    case collected
    /// The pieces are delivered as they arrive, on the client's thread, which does nothing else meanwhile; false ends the request
    /// with `endedByReceiver`. After a piece was delivered, the request is not repeated.
    case pieces(@Sendable (UnsafeRawBufferPointer) -> Bool)
  }

  package var method: HTTPMethod
  package var address: HTTPAddress
  /// Headers for the origin of the address; they are not sent to other origins after a redirect.
  package var headers: [HTTPHeader]
  /// Headers for one address alone; asked on the client's thread for each address on the way, with its URL.
  package var headersForAddress: (@Sendable (String) -> [HTTPHeader])?
  package var body: HTTPBody
  package var retry: Retry
  package var redirects: Redirects
  package var credentials = Credentials.anywhere
  package var receiver = Receiver.collected

  /// The time for one try, from the start of its transfer to its end, including redirects; from a millisecond to a day. Waiting
  /// for a free connection has no limit of its own: the wait ends because every transfer ahead of it ends.
  package var timeout = Duration.seconds(30)
  package var connectTimeout = Duration.seconds(10)
  /// The time for all tries, including the waits between them. A try begins only when its whole ``timeout`` is left.
  package var deadline = Duration.seconds(120)
  /// Tries after the first.
  package var retries = 3
  /// Statuses after which the request is tried again, where ``retry`` is `safe`.
  package var passingStatuses = RetryPolicy.passingStatuses
  /// How long the body of an accepted answer may arrive slower than 1000 bytes per second, in whole seconds; zero for no limit,
  /// as server-sent events need.
  package var slowSeconds = 15

  /// The statuses of good answers. Their bodies are limited by ``maxBytes``; of other bodies, the first ``maxErrorBytes`` are
  /// kept and the rest is discarded.
  package var accepted = 200...299
  package var maxBytes = 16 << 20
  package var maxErrorBytes = 64 << 10

  /// A request with the defaults of its method: GET and HEAD follow five redirects and may be repeated, all others do neither.
  package init(_ method: HTTPMethod, _ address: HTTPAddress, headers: [HTTPHeader] = [], body: HTTPBody = .none) {
    self.method = method
    self.address = address
    self.headers = headers
    self.body = body
    retry = method.isSafe ? .safe : .ifUnsent
    redirects = method.isSafe ? .followed(atMost: 5) : .returned
  }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The method, and the address without passwords, keys and signatures.
  package var description: String { "\(method.rawValue) \(address)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["method": method.rawValue, "address": address]) }
}

extension HTTPRequest {
  /// A duration for curl. There, zero would mean no limit, so the shortest is one millisecond and the longest a day.
  private static func milliseconds(_ time: Duration) -> Int {
    Int((min(max(time, .milliseconds(1)), .seconds(86_400)) / .milliseconds(1)).rounded(.up))
  }

  var timeoutMilliseconds: Int { Self.milliseconds(timeout) }
  var connectMilliseconds: Int { min(timeoutMilliseconds, Self.milliseconds(connectTimeout)) }

  var retryPolicy: RetryPolicy {
    RetryPolicy(
      retries: retries, deadline: min(max(deadline, .zero), .seconds(86_400)), timeout: .milliseconds(timeoutMilliseconds))
  }
}
