/// Turns text into the tokens of an encoding, as tiktoken does. Names of special tokens in the text are ordinary text.
///
/// A value has memory for its work, so each thread takes one of its own; they share the vocabulary.
package struct Tokenizer {
  package let vocabulary: Vocabulary
  private let classes = CharacterClasses()
  private var merging = PairMerging()
  private var counts = PieceCounts()

  package init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// The number of tokens.
  /// - Parameter text: UTF-8.
  package mutating func count(_ text: UnsafeRawBufferPointer) -> Int {
    var total = 0
    forEachPiece(of: text) { tokenizer, range in
      if range.count > PieceCounts.Key.longest {
        total += tokenizer.count(ofPiece: UnsafeRawBufferPointer(rebasing: text[range]))
      } else {
        let key = PieceCounts.Key(text, range)
        if let known = tokenizer.counts[key] {
          total += known
        } else {
          let count = tokenizer.count(ofPiece: UnsafeRawBufferPointer(rebasing: text[range]))
          tokenizer.counts.remember(count, key)
          total += count
        }
      }
    }
    return total
  }

  /// The number of tokens.
  package mutating func count(_ text: String) -> Int {
    var text = text
    return text.withUTF8 { count(UnsafeRawBufferPointer($0)) }
  }

  /// The tokens, by their ranks.
  package mutating func encode(_ text: String) -> [UInt32] {
    var tokens: [UInt32] = []
    var text = text
    text.withUTF8 { text in
      let text = UnsafeRawBufferPointer(text)
      forEachPiece(of: text) { tokenizer, range in
        let piece = UnsafeRawBufferPointer(rebasing: text[range])
        let rank = tokenizer.vocabulary.rank(of: piece)
        if rank != Rank.none {
          tokens.append(rank)
        } else {
          tokenizer.merging.encode(piece, with: tokenizer.vocabulary)
          tokens += tokenizer.merging.tokens
        }
      }
    }
    return tokens
  }

  private mutating func count(ofPiece piece: UnsafeRawBufferPointer) -> Int {
    if vocabulary.rank(of: piece) != Rank.none { return 1 }
    merging.encode(piece, with: vocabulary)
    return merging.tokens.count
  }

  @inline(__always)
  private mutating func forEachPiece(of text: UnsafeRawBufferPointer, _ body: (inout Tokenizer, Range<Int>) -> Void) {
    text.withMemoryRebound(to: UInt8.self) { characters in
      let scanner = PieceScanner(text: characters, encoding: vocabulary.encoding, classes: classes)
      var start = 0
      while start < text.count {
        let end = scanner.end(from: start)
        body(&self, start..<end)
        start = end
      }
    }
  }
}
