import PrepCore
import Testing

@Suite("ItemFailure codes")
struct FailureCodeTests {
  private static let constants: [FailureCode] = [
    .missingValue, .invalidRow, .unknownSplit, .notFound, .unreadable, .unsupportedAddress, .timeout, .dns, .tls, .connection,
    .addressRefused,
    .tooManyRedirects, .tooManyBytes, .notAnImage, .unsupportedFormat, .corruptImage, .truncatedImage, .tooManyPixels, .tooSmall,
    .poorImage, .imageTooLarge, .corruptDocument, .encryptedDocument, .noPages, .tooManyImages, .pageTooLarge, .blankPage,
    .renderCrashed,
    .renderTimeout, .renderMemory, .recordTooLarge,
  ]

  @Test("The documented list holds every code once, and nothing else but http_NNN")
  func listIsClosed() {
    let documented = FailureCode.all.map(\.code)
    #expect(Set(documented).count == documented.count)
    #expect(Set(documented) == Set(Self.constants.map(\.name) + ["http_NNN"]))
  }

  @Test("Every code is documented in sentences")
  func documented() {
    for explanation in FailureCode.all {
      #expect(explanation.cause.hasSuffix("."), "\(explanation.code)")
      #expect(explanation.remedy.hasSuffix("."), "\(explanation.code)")
      #expect(explanation.cause != explanation.remedy)
    }
  }

  @Test("Names are in lower case with underscores, and lead back to their codes", arguments: constants)
  func roundTrip(code: FailureCode) {
    #expect(code.name.allSatisfy { ("a"..."z").contains($0) || $0 == "_" })
    #expect(FailureCode(name: code.name) == code)
    #expect(code.description == code.name)
    #expect(code.explanation?.code == code.name)
  }

  @Test("HTTP statuses are codes of their own", arguments: [100, 404, 429, 503, 999])
  func statuses(status: Int) {
    #expect(FailureCode.http(status).name == "http_\(status)")
    #expect(FailureCode(name: "http_\(status)") == .http(status))
    #expect(FailureCode.http(status).explanation?.code == "http_NNN")
  }

  @Test(
    "Other names are no codes",
    arguments: [
      "", "nonsense", "http_", "http_NNN", "http_99", "http_1000", "http_4o4", "Timeout", "timeout ", "not found", "http_+404",
      "http_0404",
    ])
  func refuses(name: String) {
    #expect(FailureCode(name: name) == nil)
  }

  @Test("A failure describes itself with stage, code and sentence")
  func description() {
    #expect(
      ItemFailure(.check, .tooSmall, "the image is 3 x 4 pixels").description == "check: too_small: the image is 3 x 4 pixels")
  }
}
