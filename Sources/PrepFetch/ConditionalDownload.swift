import PrepCore
import PrepHTTP

/// The download of one image: a conditional request, followed by one without validators when a server mishandles the first.
struct ConditionalDownload: Sendable {
  let address: FetchAddress
  let validators: Validators?
  let options: FetchOptions
  let client: HTTPClient
  /// Receives the result, and whether another download of the address would have the same result. It would not when only the host
  /// was given up, when this machine was short of memory, or when the run stopped the download.
  let completion: @Sendable (Result<FetchedBody, FetchError>, Bool) -> Void

  func start() {
    client.send(options.request(for: address, validators)) { result in
      guard validators != nil, mayComeOfAsking(result) else { return end(result, validators) }
      let elapsed =
        switch result {
        case .success(let response): response.elapsed
        case .failure(let fault): fault.elapsed
        }
      client.send(options.request(for: address, nil, after: elapsed)) { end($0, nil) }
    }
  }

  private func end(_ result: Result<HTTPResponse, HTTPFault>, _ validators: Validators?) {
    switch result {
    case .success(let response): completion(ending(response, validators), !response.isHostGivenUp)
    case .failure(let fault) where fault.cause == .cancelled: completion(.failure(.cancelled), false)
    case .failure(let fault):
      completion(.failure(.failure(ItemFailure(fault))), !fault.isHostGivenUp && fault.cause != .outOfMemory)
    }
  }

  private func ending(_ response: HTTPResponse, _ validators: Validators?) -> Result<FetchedBody, FetchError> {
    let headers = AnswerHeaders(response.headers)
    if response.status == 200 {
      return .success(
        FetchedBody(
          bytes: response.body, contentType: response.headers.values(of: "content-type").last,
          effectiveURL: RedactedAddress(response.address).description, validators: headers.validators(of: response.address),
          mayBeStored: headers.mayBeStored))
    }
    if isAboutTheState(response, validators, headers) { return .failure(.notModified) }
    return .failure(
      .failure(ItemFailure(.fetch, .http(response.status), "The server answered with HTTP status \(response.status).")))
  }

  /// Whether an answer confirms that the state named by the validators is current. A 304 without validators in the request, or
  /// about another state, is treated like any other status.
  private func isAboutTheState(_ response: HTTPResponse, _ validators: Validators?, _ headers: AnswerHeaders) -> Bool {
    guard response.status == 304, let validators else { return false }
    return Validators.digest(of: response.address) == validators.address && validators.agree(withTag: headers.tag)
  }

  /// Whether the conditional request may have caused the failure, since a few servers mishandle such requests. Only the failure
  /// of the plain request makes a download fail.
  private func mayComeOfAsking(_ result: Result<HTTPResponse, HTTPFault>) -> Bool {
    switch result {
    case .success(let response) where [200, 429, 503].contains(response.status): false
    case .success(let response): !isAboutTheState(response, validators, AnswerHeaders(response.headers))
    case .failure(let fault): if case .tooManyRedirects = fault.cause { true } else { false }
    }
  }
}
