import Foundation
import PrepTokens
import TestSupport
import Testing

@Suite("Tokens of texts")
struct TokenizerTests {
  struct Row: Decodable {
    var text: String
    var o200k_base: [UInt32]
    var cl100k_base: [UInt32]
  }

  static let rows: [Row] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "fixtures/tokens/texts.json")
    return (try? JSONDecoder().decode([Row].self, from: Data(contentsOf: file))) ?? []
  }()

  @Test("All texts have the tokens that tiktoken gives them", arguments: TokenEncoding.allCases)
  func recorded(_ encoding: TokenEncoding) throws {
    #expect(Self.rows.count > 200)
    var tokenizer = Tokenizer(try Vocabularies.of(encoding))
    for row in Self.rows {
      let wanted = encoding == .o200kBase ? row.o200k_base : row.cl100k_base
      #expect(tokenizer.encode(row.text) == wanted, "\(row.text.debugDescription)")
      #expect(tokenizer.count(row.text) == wanted.count, "\(row.text.debugDescription)")
    }
  }

  @Test("A count is remembered as it was", arguments: TokenEncoding.allCases)
  func remembered(_ encoding: TokenEncoding) throws {
    var tokenizer = Tokenizer(try Vocabularies.of(encoding))
    for row in Self.rows + Self.rows.reversed() {
      #expect(tokenizer.count(row.text) == (encoding == .o200kBase ? row.o200k_base : row.cl100k_base).count)
    }
  }

  /// With an algorithm whose time grows with the square of the length these would not end. The counts are tiktoken's.
  @Test("A word of a million letters has its count", arguments: [("a", 125_000, 125_000), ("xyzzy", 400_000, 400_000)])
  func longWord(part: String, o200kBase: Int, cl100kBase: Int) throws {
    let text = String(repeating: part, count: 1_000_000 / part.utf8.count)
    var tokenizer = Tokenizer(try Vocabularies.of(.o200kBase))
    #expect(tokenizer.count(text) == o200kBase)
    tokenizer = Tokenizer(try Vocabularies.of(.cl100kBase))
    #expect(tokenizer.count(text) == cl100kBase)
  }

  @Test("The tokens of any text are its bytes again", arguments: TokenEncoding.allCases)
  func bytes(_ encoding: TokenEncoding) throws {
    let vocabulary = try Vocabularies.of(encoding)
    var tokenizer = Tokenizer(vocabulary)
    var random = Seeded(11)
    for _ in 0..<500 {
      let text = random.nastyText(upTo: 200)
      let tokens = tokenizer.encode(text)
      #expect(tokens.flatMap { vocabulary[Int($0)] } == Array(text.utf8))
      #expect(tokenizer.count(text) == tokens.count)
    }
  }

  @Test("Bytes that are no UTF-8 are counted, too")
  func invalid() throws {
    var tokenizer = Tokenizer(try Vocabularies.of(.o200kBase))
    var random = Seeded(12)
    for length in 0..<400 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0x60...0xFF, using: &random) }
      let count = bytes.withUnsafeBytes { tokenizer.count($0) }
      #expect((length + 15) / 16...length ~= count || length == 0)
    }
  }

  @Test("A vocabulary file that is none is refused with its line")
  func damaged() throws {
    let files: [(String, Int)] = [
      ("IQ== 0\nIg== 2\n", 2), ("IQ== 0\nIg==\n", 2), ("IQ==0\n", 1), ("IQ= 0\n", 1), (" 0\n", 1), ("IQ== 0x\n", 1),
      ("IQ== 0", 1),
    ]
    for (text, line) in files {
      let error = #expect(throws: Vocabulary.FormatError.self) { try Vocabulary(.o200kBase, file: Array(text.utf8)) }
      #expect(error?.line == line, "\(text)")
    }
    var file = try #require(Vocabularies.file(.cl100kBase))
    #expect(try Vocabulary(.cl100kBase, file: file).count == 100_256)
    file.removeLast(file.count / 2)
    #expect(throws: Vocabulary.FormatError.self) { try Vocabulary(.cl100kBase, file: file) }
  }
}
