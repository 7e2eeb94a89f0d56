import PrepCore
import PrepJSON
import PrepProviders
import PrepTokens
import Testing

@testable import PrepCheck

@Suite("check and estimate count the same tokens")
struct TokenAgreementTests {
  private static let tiles = TokenRules(images: .tiles(TileRule(base: 85, tile: 170)), makeTextCounter: { { $0.count } })
  private static let patches = TokenRules(
    images: .patches(PatchRule(budget: 1536, tokensPerThousand: 1620)), makeTextCounter: { { $0.count } })
  private static let wordless = TokenRules(images: .tiles(TileRule(base: 85, tile: 170)), makeTextCounter: nil)
  private static let blind = TokenRules(images: nil, makeTextCounter: { { $0.count } })

  private static func image(_ url: String, detail: String) -> String {
    Checking.chat(Checking.user(Checking.imagePart(url, more: #","detail":"\#(detail)""#)), Checking.answer)
  }

  /// The rules, the record, all tokens that are known, and what is not known.
  private static let cases: [(TokenRules, String, known: Int, unknown: [String])] = [
    (tiles, Checking.chat(#"{"role":"user","content":"abc"}"#, Checking.answer), 3 + 4 + 3 + 4 + 8, []),
    (tiles, Checking.chat(#"{"role":"user","name":"bob","content":"abc"}"#, Checking.answer), 3 + 4 + 3 + 4 + 4 + 8, []),
    (tiles, image(Checking.url, detail: "high"), 3 + 4 + 11 + 4 + 8 + 255, []),
    (tiles, image(Checking.url, detail: "low"), 3 + 4 + 11 + 4 + 8 + 85, []),
    (tiles, image("https://a.org/b.png", detail: "low"), 3 + 4 + 11 + 4 + 8 + 85, []),
    (tiles, image("https://a.org/b.png", detail: "auto"), 3 + 4 + 11 + 4 + 8, ["address"]),
    (tiles, image("data:image/png;base64,AAAA", detail: "high"), 3 + 4 + 11 + 4 + 8, ["unreadable"]),
    (patches, image(Checking.url, detail: "low"), 3 + 4 + 11 + 4 + 8, ["no_rule"]),
    (blind, image(Checking.url, detail: "high"), 3 + 4 + 11 + 4 + 8, ["no_rule"]),
    (wordless, image(Checking.url, detail: "high"), 255, ["text"]),
    (
      tiles,
      #"""
      {"tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"abc"},
      """#.replacing("\n", with: "")
        + #"""
        {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
        """#.replacing("\n", with: "")
        + #"{"role":"tool","tool_call_id":"a","content":"xy"},"# + Checking.answer + "]}",
      3 + 4 + 3 + 4 + 4 + 2 + 4 + 8, ["tool_call_id", "tool_calls", "tools"]
    ),
    (
      tiles,
      Checking.chat(#"{"role":"user","content":"abc"}"#, #"{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]}"#),
      3 + 4 + 3 + 4, ["type refusal"]
    ),
  ]

  @Test("Tool calls, names, low detail, unknown images, no vocabulary", arguments: cases.indices)
  func same(index: Int) throws {
    let (rules, line, known, unknown) = Self.cases[index]
    var counter = ExampleCounter(rules) { base64 in
      base64.starts(with: "AAAA".utf8) ? nil : Self.pictureSize
    }
    let estimated = try Array(line.utf8).withUnsafeBytes { try counter.count($0) }
    var options = CheckOptions()
    options.tokens = rules
    let profile = try #require(ProviderProfile.named("openai"))
    var checker = LineChecker(
      BlockReader(.memory(Array(line.utf8)), blockSize: 100), profile: profile, options: options)
    let checked = try #require(checker.check(0..<line.utf8.count, isFirst: true).tokens)
    for tokens in [estimated, checked] {
      #expect(tokens.known == known)
      let names = tokens.unknownImages.keys.map(\.rawValue) + tokens.uncounted + (tokens.text == nil ? ["text"] : [])
      #expect(names.sorted() == unknown)
    }
    #expect(estimated == checked)
  }

  /// Of the picture in ``Checking/url``: any that a single tile covers counts the same.
  private static let pictureSize = PixelSize(width: 40, height: 30)
}
