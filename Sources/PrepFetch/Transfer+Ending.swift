import CPrepCurl
import Glibc
import PrepCore

extension Transfer {
  /// What a finished transfer gave: the one place where curl's results become bodies and failures.
  func ending(_ result: CURLcode) -> Result<FetchedBody, FetchError> {
    if result == CURLE_OK, status == 200 {
      let url = easy.text(CURLINFO_EFFECTIVE_URL) ?? pursuit?.address.url ?? ""
      return .success(
        FetchedBody(
          bytes: takeBytes(), contentType: easy.text(CURLINFO_CONTENT_TYPE),
          effectiveURL: RedactedAddress(url).description, validators: answer.validators(of: url),
          mayBeStored: answer.mayBeStored))
    }
    // From a request that did not ask, or about another state, this is a status as any other.
    if result == CURLE_OK, status == 304, asks, let validators = pursuit?.validators, validators.agree(withTag: answer.tag) {
      return .failure(.notModified)
    }
    let (code, message) = cause(result)
    return .failure(.failure(Failure(.fetch, code, message)))
  }

  /// A transfer that curl has not ended although its time is over.
  func endingAtDeadline() -> Result<FetchedBody, FetchError> { ending(CURLE_OPERATION_TIMEDOUT) }

  private func cause(_ result: CURLcode) -> (FailureCode, String) {
    switch stop {
    case .tooManyBytes: return (.tooManyBytes, tooManyBytes)
    case .headersTooLong: return (.connection, "The server's headers do not end.")
    case .errorPage, nil: break
    }
    // Once the final status is known, how its page ended does not matter. A redirect is not final unless curl took it so.
    if (200..<300).contains(status) && status != 200 || status >= 400 || (result == CURLE_OK && status != 0) {
      return (.http(status), "The server answered with HTTP status \(status).")
    }
    let proxyStatus = easy.number(CURLINFO_HTTP_CONNECTCODE)
    if status == 0, proxyStatus >= 300 {
      return (.connection, "The proxy refused the connection with HTTP status \(proxyStatus).")
    }
    switch result {
    case CURLE_OPERATION_TIMEDOUT: return (.timeout, timedOut)
    case CURLE_COULDNT_RESOLVE_HOST: return (.dns, "The host's name could not be resolved.")
    case CURLE_COULDNT_RESOLVE_PROXY: return (.dns, "The proxy's name could not be resolved.")
    case CURLE_TOO_MANY_REDIRECTS:
      return (.tooManyRedirects, "The server redirects more than \(max(options.redirects, 0)) times, which is the limit.")
    case CURLE_UNSUPPORTED_PROTOCOL where redirectedElsewhere:
      return (.unsupportedAddress, "The server redirects to an address that is neither http nor https.")
    case CURLE_URL_MALFORMAT where status == 0:
      return (.unsupportedAddress, "The address is malformed.")
    case CURLE_URL_MALFORMAT:
      return (.unsupportedAddress, "The server redirects to a malformed address.")
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_SSL_CACERT_BADFILE,
      CURLE_USE_SSL_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_ENGINE_NOTFOUND:
      return (.tls, tlsFailed(result))
    case CURLE_COULDNT_CONNECT:
      if let refused {
        return (
          .addressRefused,
          "The host is at \(refused.address), \(refused.range.rawValue); only public addresses are fetched."
        )
      }
      return (.connection, "The connection could not be made\(systemReason).")
    case CURLE_PARTIAL_FILE, CURLE_HTTP2_STREAM, CURLE_RECV_ERROR, CURLE_SEND_ERROR:
      return (.connection, endedEarly)
    // With or without a reset: which of the two is seen may be chance.
    case CURLE_GOT_NOTHING: return (.connection, endedEarly)
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
      return (.connection, "The server's answer is not HTTP.")
    case CURLE_OUT_OF_MEMORY: return (.connection, "Memory ran out.")
    default: return (.connection, "The download failed: \(Self.sentence(result)).")
    }
  }
}

// MARK: Sentences

extension Transfer {
  private var tooManyBytes: String {
    let limit = "\(options.maxBytes) bytes are allowed"
    if let announced, announced > options.maxBytes { return "The file has \(announced) bytes; at most \(limit)." }
    return "The server sent more than \(options.maxBytes) bytes without an end; at most \(limit)."
  }

  /// One sentence for a host without a connection and for one without an answer: a busy or dead one may be either, by chance.
  private var timedOut: String {
    let (connect, whole) = (options.connectMilliseconds, options.timeoutMilliseconds)
    if status == 0 {
      let limits = connect < whole ? ", or not connect within \(Self.seconds(connect)) s" : ""
      return "The host did not answer within \(Self.seconds(whole)) s\(limits)."
    }
    if easy.errorSentence.hasPrefix("Operation too slow") {
      return "The server sent less than \(Self.lowestSpeed) bytes a second for \(options.slowSeconds) s."
    }
    return "The download did not finish within \(Self.seconds(whole)) s."
  }

  /// Says nothing of how much had come, which differs from run to run: rows are the same for equal inputs.
  private var endedEarly: String {
    guard status != 0 else { return "The connection ended before an answer came." }
    guard let announced, status == 200 else { return "The connection ended before the whole body had come." }
    return "The connection ended before all of the \(announced) announced bytes had come."
  }

  private func tlsFailed(_ result: CURLcode) -> String {
    // The only sentence of curl that tells more than the result and cannot name the host.
    let prefix = "SSL certificate problem: "
    let sentence = easy.errorSentence
    if sentence.hasPrefix(prefix) {
      return "The server's certificate could not be verified: \(sentence.dropFirst(prefix.count))."
    }
    return "The TLS connection could not be made: \(Self.sentence(result))."
  }

  /// What the system said of the connection, when it is one of the usual things.
  private var systemReason: String {
    switch CInt(easy.number(CURLINFO_OS_ERRNO)) {
    case ECONNREFUSED: " (refused)"
    case ECONNRESET, EPIPE: " (reset by the server)"
    case ENETUNREACH, EHOSTUNREACH: " (no route to the host)"
    case EMFILE, ENFILE: " (too many open files)"
    case ETIMEDOUT: " (no answer)"
    default: ""
    }
  }

  /// True when curl stands at an address that it may not follow.
  private var redirectedElsewhere: Bool {
    let scheme = (easy.text(CURLINFO_EFFECTIVE_URL) ?? "").prefix(8).lowercased()
    return !scheme.hasPrefix("http://") && !scheme.hasPrefix("https://")
  }

  /// curl's fixed sentence for a result; it names neither host nor address.
  private static func sentence(_ result: CURLcode) -> String {
    curl_easy_strerror(result).map { String(cString: $0) } ?? "curl error \(result.rawValue)"
  }

  /// `30`, or `0.5`.
  private static func seconds(_ milliseconds: Int) -> String {
    milliseconds % 1000 == 0 ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
  }
}
