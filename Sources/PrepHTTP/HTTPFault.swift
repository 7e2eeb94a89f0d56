/// Why a request got no answer. An answer with an error status is an ``HTTPResponse``, not a fault.
package struct HTTPFault: Error, Sendable, Hashable {
  /// The cause, with the details for its message.
  package enum Cause: Sendable, Hashable {
    /// libcurl cannot read the address, for this reason.
    case malformedAddress(String)
    /// The address is neither http nor https. Its scheme is named only when it is a well-known one: what precedes the first
    /// colon may also be a user's name.
    case unsupportedScheme(String?)
    case redirectToMalformedAddress
    case redirectToOtherScheme
    /// The request carries credentials, and would have gone to another machine over plain http.
    case credentialsOverPlainHTTP
    /// The header with this name contains a line break or a zero byte, or has no name, and would alter the request.
    case malformedHeader(String)
    case hostNotResolved
    case proxyNotResolved
    /// The server's certificate could not be verified, for this reason.
    case certificate(String)
    /// The TLS connection could not be made, for this reason.
    case tls(String)
    /// The host has an address that ``HTTPOptions/addresses`` does not allow.
    case addressRefused(IPAddress, AddressRange)
    /// The connection could not be made; with the system's reason, when it is a common one.
    case notConnected(String?)
    case proxyRefused(status: Int)
    case endedBeforeAnswer
    /// The connection ended within the body, whose announced length in bytes is given.
    case endedInBody(announced: Int?)
    /// There was no answer within the whole time, or no connection within the shorter time for connecting; in milliseconds.
    case noAnswer(within: Int, connecting: Int?)
    case tooSlow(bytesPerSecond: Int, seconds: Int)
    /// The answer had begun but was not complete after this many milliseconds.
    case unfinished(within: Int)
    case tooManyRedirects(limit: Int)
    /// The body is longer than allowed, according to its headers or to the bytes received.
    case tooManyBytes(announced: Int?, limit: Int)
    case headersTooLong
    case notHTTP
    /// The request was not sent because its host has been answering others with this status for a long time.
    case hostBusy(status: Int)
    /// The body of the request could not be read, for this reason.
    case requestBody(String)
    /// The receiver of the answer's pieces ended the request.
    case endedByReceiver
    /// libcurl refused an option, for this reason.
    case option(name: String, reason: String)
    case outOfMemory
    /// The client's thread could not be started.
    case noThread
    /// libcurl's message for any other failure.
    case other(String)
    /// The task or the client's owner cancelled the request.
    case cancelled
  }

  package var cause: Cause
  /// Whether a part of the request may have reached the server, so that a request to create something may have had its effect.
  package var mayHaveHadEffect = false
  /// The number of tries that had begun.
  package var tries = 0
  /// The time from the start of the first try to the end of the last.
  package var elapsed = Duration.zero
  /// Whether the client has given up the host and ends requests to it at once for a while.
  package var isHostGivenUp = false

  package init(_ cause: Cause) { self.cause = cause }
}

extension HTTPFault: CustomStringConvertible {
  /// A sentence for a person. It contains neither the address nor a header, and nothing that differs from run to run, such as the
  /// number of bytes received.
  package var description: String { cause.description }
}

extension HTTPFault.Cause: CustomStringConvertible {
  /// See ``HTTPFault/description``.
  package var description: String {
    switch self {
    case .malformedAddress(let reason): "The address is malformed: \(reason)."
    case .unsupportedScheme(let scheme):
      "The address \(scheme.map { "begins with \($0):" } ?? "does not begin with http:// or https://"); "
        + "only http and https are supported."
    case .redirectToMalformedAddress: "The server redirects to a malformed address."
    case .redirectToOtherScheme: "The server redirects to an address that is neither http nor https."
    case .credentialsOverPlainHTTP:
      "The request carries a key, and its address begins with http:// and is not on this machine; use https://."
    case .malformedHeader(let name): "The header \(name) is malformed: it must have a name, and be one line."
    case .hostNotResolved: "The host's name could not be resolved."
    case .proxyNotResolved: "The proxy's name could not be resolved."
    case .certificate(let reason): "The server's certificate could not be verified: \(reason)."
    case .tls(let reason): "The TLS connection could not be made: \(reason)."
    case .addressRefused(let address, let range): "The host is at \(address), \(range.rawValue), which is not allowed."
    case .notConnected(let reason): "The connection could not be made\(reason.map { " (\($0))" } ?? "")."
    case .proxyRefused(let status): "The proxy refused the connection with HTTP status \(status)."
    case .endedBeforeAnswer: "The connection ended before an answer came."
    case .endedInBody(nil): "The connection ended before the whole body had come."
    case .endedInBody(let announced?): "The connection ended before all of the \(announced) announced bytes had come."
    case .noAnswer(let whole, let connecting):
      "The host did not answer within \(Self.seconds(whole)) s"
        + (connecting.map { ", or not connect within \(Self.seconds($0)) s" } ?? "") + "."
    case .tooSlow(let speed, let seconds): "The server sent less than \(speed) bytes a second for \(seconds) s."
    case .unfinished(let whole): "The answer was not complete within \(Self.seconds(whole)) s."
    case .tooManyRedirects(let limit): "The server redirects more than \(limit) times, which is the limit."
    case .tooManyBytes(let announced?, let limit): "The answer has \(announced) bytes; at most \(limit) bytes are allowed."
    case .tooManyBytes(nil, let limit):
      "The server sent more than \(limit) bytes without an end; at most \(limit) bytes are allowed."
    case .headersTooLong: "The server's headers do not end."
    case .notHTTP: "The server's answer is not HTTP."
    case .hostBusy(let status): "The server answered with HTTP status \(status)."
    case .requestBody(let reason): "The body of the request could not be read: \(reason)."
    case .endedByReceiver: "The receiver of the answer wanted no more of it."
    case .option(let name, let reason): "libcurl refused its option \(name): \(reason)."
    case .outOfMemory: "Memory ran out."
    case .noThread: "The thread for requests could not be started: the system is out of memory or threads."
    case .other(let reason): "The request failed: \(reason)."
    case .cancelled: "The request was cancelled."
    }
  }

  /// `30`, or `0.5`.
  package static func seconds(_ milliseconds: Int) -> String {
    milliseconds % 1000 == 0 ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
  }
}
