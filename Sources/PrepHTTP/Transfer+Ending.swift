import Glibc

extension Transfer {
  /// The result of a finished transfer. This is the only place where curl's results become responses and faults.
  func ending(_ result: CurlResult) -> Result<HTTPResponse, HTTPFault> {
    switch stop {
    case .tooManyBytes: return .failure(HTTPFault(tooManyBytes))
    case .headersTooLong: return .failure(HTTPFault(.headersTooLong))
    case .fault(let fault): return .failure(fault)
    case .errorPage, nil: break
    }
    let isAccepted = request?.accepted.contains(status) ?? false
    // Once the final status of an error is known, it does not matter how its page ended. A redirect is final only if curl treated
    // it so.
    let isFinal = (200..<300).contains(status) && !isAccepted || status >= 400 && !isAccepted || stop == .errorPage
    guard status != 0, result == .done || isFinal else { return .failure(HTTPFault(cause(result))) }
    return .success(
      HTTPResponse(
        status: status, headers: fields, body: takeReceived(), isComplete: result == .done && !isCut,
        address: easy.address ?? request?.address.url ?? "", timings: easy.timings))
  }

  private func cause(_ result: CurlResult) -> HTTPFault.Cause {
    let proxyStatus = easy.proxyStatus
    if status == 0, proxyStatus >= 300 { return .proxyRefused(status: proxyStatus) }
    switch result {
    case .timedOut: return timedOut
    case .hostNotResolved: return .hostNotResolved
    case .proxyNotResolved: return .proxyNotResolved
    case .tooManyRedirects: return .tooManyRedirects(limit: mostRedirects)
    case .unsupportedScheme: return redirectedElsewhere ? .redirectToOtherScheme : .notHTTP
    case .malformedAddress: return status == 0 ? .malformedAddress("libcurl cannot read it") : .redirectToMalformedAddress
    case .tls(let reason): return tlsFailed(reason)
    case .notConnected:
      if let refused { return .addressRefused(refused.address, refused.range) }
      return .notConnected(systemReason)
    case .ended, .done: return endedEarly
    case .notHTTP: return .notHTTP
    case .outOfMemory: return .outOfMemory
    case .other(let reason): return .other(reason)
    }
  }

  private var mostRedirects: Int { if case .followed(let most) = request?.redirects { max(most, 0) } else { 0 } }

  private var tooManyBytes: HTTPFault.Cause {
    let limit = request?.maxBytes ?? 0
    return .tooManyBytes(announced: announced.flatMap { $0 > limit ? $0 : nil }, limit: limit)
  }

  /// One cause for a missing connection and a missing answer, since for a busy or dead host it is chance which of them occurs.
  private var timedOut: HTTPFault.Cause {
    guard let request else { return .unfinished(within: 0) }
    let (connect, whole) = (request.connectMilliseconds, request.timeoutMilliseconds)
    if status == 0 { return .noAnswer(within: whole, connecting: connect < whole ? connect : nil) }
    if easy.errorSentence.hasPrefix("Operation too slow") {
      return .tooSlow(bytesPerSecond: Self.lowestSpeed, seconds: request.slowSeconds)
    }
    return .unfinished(within: whole)
  }

  private var endedEarly: HTTPFault.Cause {
    guard status != 0 else { return .endedBeforeAnswer }
    return .endedInBody(announced: request?.accepted.contains(status) == true ? announced : nil)
  }

  private func tlsFailed(_ reason: String) -> HTTPFault.Cause {
    // The only message of curl that adds to the result and cannot contain the host's name.
    let prefix = "SSL certificate problem: "
    let sentence = easy.errorSentence
    return sentence.hasPrefix(prefix) ? .certificate(String(sentence.dropFirst(prefix.count))) : .tls(reason)
  }

  /// The system's reason for a failed connection, when it is a common one.
  private var systemReason: String? {
    switch easy.systemError {
    case ECONNREFUSED: "refused"
    case ECONNRESET, EPIPE: "reset by the server"
    case ENETUNREACH, EHOSTUNREACH: "no route to the host"
    case EMFILE, ENFILE: "too many open files"
    case ETIMEDOUT: "no answer"
    default: nil
    }
  }

  /// True when curl has reached an address that it may not follow.
  private var redirectedElsewhere: Bool {
    let scheme = (easy.address ?? "").prefix(8).lowercased()
    return !scheme.hasPrefix("http://") && !scheme.hasPrefix("https://")
  }
}

// MARK: What follows from it

extension Transfer {
  /// What a finished transfer shows about the host of its address. Must be called before the transfer releases its request.
  func evidence(_ ending: Result<HTTPResponse, HTTPFault>) -> Hosts.Evidence {
    // After a redirect the result concerns another host, and the address's own host has answered.
    guard easy.redirects == 0 else { return .alive }
    switch ending {
    case .success(let response): return response.status == 429 || response.status == 503 ? .busy(status: response.status) : .alive
    case .failure(let fault): return status == 0 && stop == nil && RetryPolicy.isPassing(fault.cause) ? .silent(fault) : .alive
    }
  }

  /// The wait that the server asked for before the next request; nil when it asked for none.
  var pause: Duration? { status == 0 ? nil : fields.retryAfter }

  /// Whether the request may be sent again, as far as its owner goes.
  var mayRepeat: Bool {
    guard let request, !wasHandedOver else { return false }
    switch request.retry {
    case .never: return false
    case .ifUnsent: return !wasSent
    case .safe: return true
    }
  }

  /// Whether the receiver has got a part of the body.
  private var wasHandedOver: Bool {
    guard case .pieces = request?.receiver else { return false }
    return receivedCount > 0 && request?.accepted.contains(status) == true
  }
}
