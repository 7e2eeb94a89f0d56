/// The times of the last try's steps since the start of its transfer; zero for steps that did not happen, such as TLS over plain
/// http.
package struct HTTPTimings: Sendable, Hashable {
  package var resolved = Duration.zero
  package var connected = Duration.zero
  package var secured = Duration.zero
  package var firstByte = Duration.zero
  package var total = Duration.zero
}

/// A server's answer, whatever its status.
package struct HTTPResponse: Sendable {
  package var status: Int
  /// The fields of the last response, without those of the redirects before it.
  package var headers: HTTPFields
  /// The body as the server sent it; no content coding is asked for or undone. Empty when a receiver took its pieces.
  package var body: [UInt8]
  /// False when only the beginning of an error's body was kept.
  package var isComplete: Bool
  /// The address that answered, after redirects. It may hold a password or a signature.
  package var address: String
  /// The number of tries that had begun.
  package var tries = 1
  /// The time from the start of the first try to the end of the last.
  package var elapsed = Duration.zero
  package var timings: HTTPTimings
  /// Whether the client has given up the host and ends requests to it at once for a while.
  package var isHostGivenUp = false
}

extension HTTPResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Contains neither the address nor the body, because both may contain secrets.
  package var description: String { "HTTP status \(status), \(body.count) bytes" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["status": status]) }
}
