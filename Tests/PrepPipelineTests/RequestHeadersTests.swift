import PrepCore
import Testing

@testable import PrepPipeline

@Suite("Headers take values from the environment")
struct RequestHeadersTests {
  private func fill(_ text: String) throws -> String? {
    let variables = ["TOKEN": "s3cret", "A_1": "x", "LINES": "a\r\nX: y", "EMPTY": ""]
    return try RequestHeaders.filled([Recipe.Header("Authorization", text)]) { variables[$0] }.first?.value
  }

  @Test("Variables are put in, and everything else stays")
  func filled() throws {
    #expect(try fill("Bearer ${TOKEN}") == "Bearer s3cret")
    #expect(try fill("${A_1}${TOKEN}-${A_1}") == "xs3cret-x")
    #expect(try fill("$TOKEN {TOKEN} 5$") == "$TOKEN {TOKEN} 5$")
  }

  @Test(
    "What cannot be filled in is named, without any value",
    arguments: [
      ("s3cret ${MISSING}", "MISSING"), ("s3cret ${EMPTY}", "EMPTY"), ("s3cret ${TOKEN", "without its }"),
      ("${s3cret!}", "names no variable"), ("${}", "names no variable"), ("s3cret ${LINES}", "line break"),
    ])
  func faults(text: String, expected: String) {
    let error = #expect(throws: RunError.self) { try fill(text) }
    #expect(error?.code == .recipe)
    #expect(error?.key == "fetch.headers")
    #expect(error?.message.contains("fetch.headers.Authorization") == true)
    #expect(error?.description.contains(expected) == true)
    #expect(error?.description.contains("s3cret") == false)
  }
}
