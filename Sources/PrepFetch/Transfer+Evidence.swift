import CPrepCurl
import PrepCore

extension Transfer {
  /// What a finished transfer says about the host of its address.
  enum Evidence: Hashable {
    /// There was an answer, or what is wrong lies on this side.
    case alive
    /// The host has too much to do, and may say how long to leave it alone.
    case busy
    /// No name, no connection, or a connection without an answer.
    case silent
  }

  /// To be asked before the transfer lets go of its download.
  func evidence(_ ending: Result<FetchedBody, FetchError>) -> Evidence {
    guard case .failure(.failure(let failure)) = ending else { return .alive }
    // After a redirect another host speaks, and the address's own has answered.
    guard easy.number(CURLINFO_REDIRECT_COUNT) == 0 else { return .alive }
    switch failure.code {
    case .http(429), .http(503): return .busy
    case .dns, .connection, .timeout: return status == 0 && stop == nil ? .silent : .alive
    default: return .alive
    }
  }

  /// What the server asked for with `Retry-After`, as seconds or as a date; nil when it did not.
  var pause: Duration? {
    let seconds = easy.offset(CURLINFO_RETRY_AFTER)
    return seconds > 0 ? .seconds(min(seconds, 86_400)) : nil
  }
}
