import PrepCore
import PrepHTTP

extension ItemFailure {
  /// A failed download, in the words of its row.
  init(_ fault: HTTPFault) { self.init(.fetch, Self.code(of: fault.cause), Self.sentence(on: fault.cause)) }

  private static func code(of cause: HTTPFault.Cause) -> FailureCode {
    switch cause {
    case .malformedAddress, .unsupportedScheme, .redirectToMalformedAddress, .redirectToOtherScheme, .credentialsOverPlainHTTP:
      .unsupportedAddress
    case .hostNotResolved, .proxyNotResolved: .dns
    case .certificate, .tls: .tls
    case .addressRefused: .addressRefused
    case .noAnswer, .tooSlow, .unfinished: .timeout
    case .tooManyRedirects: .tooManyRedirects
    case .tooManyBytes: .tooManyBytes
    case .hostBusy(let status): .http(status)
    case .notConnected, .proxyRefused, .endedBeforeAnswer, .endedInBody, .headersTooLong, .notHTTP, .malformedHeader,
      .requestBody, .endedByReceiver, .option, .outOfMemory, .noThread, .other, .cancelled:
      .connection
    }
  }

  /// Some sentences speak of files and downloads, while ``HTTPFault`` speaks of answers in general.
  private static func sentence(on cause: HTTPFault.Cause) -> String {
    switch cause {
    case .unsupportedScheme(let scheme):
      "The address \(scheme.map { "begins with \($0):" } ?? "does not begin with http:// or https://"); "
        + "only http and https are fetched."
    case .addressRefused(let address, let range):
      "The host is at \(address), \(range.rawValue); only public addresses are fetched."
    case .unfinished(let whole): "The download did not finish within \(HTTPFault.Cause.seconds(whole)) s."
    case .tooManyBytes(let announced?, let limit): "The file has \(announced) bytes; at most \(limit) bytes are allowed."
    case .other(let reason): "The download failed: \(reason)."
    default: cause.description
    }
  }
}
