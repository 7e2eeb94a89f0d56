import TestSupport
import Testing

@testable import PrepStatistics

@Suite("Near duplicates")
struct NearDuplicatesTests {
  /// The definition, by comparing all pairs.
  private func byDefinition(_ texts: [String]) -> [NearDuplicates.Match] {
    var kept: [(number: Int, set: Set<[Unicode.Scalar]>)] = []
    var matches: [NearDuplicates.Match] = []
    for (number, text) in texts.enumerated() {
      let scalars = NormalizedText(text).scalars
      guard scalars.count >= 5 else { continue }
      let set = Set((4..<scalars.count).map { Array(scalars[$0 - 4...$0]) })
      guard set.count >= NearDuplicates.fewestShingles else { continue }
      let match = kept.first { 5 * $0.set.intersection(set).count >= 4 * $0.set.union(set).count }
      if let match {
        matches.append(
          NearDuplicates.Match(
            text: number, original: match.number, shared: match.set.intersection(set).count, all: match.set.union(set).count))
      } else {
        kept.append((number, set))
      }
    }
    return matches
  }

  private func matches(_ texts: [String]) -> [NearDuplicates.Match] {
    var near = NearDuplicates()
    for (number, text) in texts.enumerated() { near.add(NormalizedText(text), number: number) }
    return near.matches()
  }

  @Test("What is found is what comparing all pairs finds", arguments: 1...6)
  func definition(seed: UInt64) {
    var random = Seeded(seed)
    let words = (0..<40).map { _ in
      String((0..<Int.random(in: 2...7, using: &random)).map { _ in "abcdeñ".randomElement(using: &random) ?? "a" })
    }
    // Templates with small changes, so that many pairs are close to the threshold on either side.
    let templates = (0..<6).map { _ in
      (0..<Int.random(in: 3...20, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
    }
    let texts = (0..<150).map { _ -> String in
      var text = templates.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let place = Int.random(in: 0..<text.count, using: &random)
        text[place] = words.randomElement(using: &random) ?? ""
      }
      return text.joined(separator: " ")
    }
    let expected = byDefinition(texts)
    #expect(expected.count > 10)
    #expect(matches(texts) == expected)
  }

  @Test("A share of exactly four fifths is near, and anything less is not")
  func threshold() {
    // 14 letters have 10 shingles, 12 letters 8 of them: 8 of 10.
    #expect(matches(["abcdefghijklmn", "abcdefghijkl"]).map(\.shared) == [8])
    #expect(matches(["abcdefghijklmno", "abcdefghijkl"]) == [])
  }

  @Test("The first of a cluster is kept, and what is near to another alone that is not kept is kept itself")
  func order() {
    let letters = "abcdefghijklmnopqrstuvwxyz"
    let texts = [0, 2, 4].map { String(letters.dropFirst($0).prefix(22)) }
    // Each is near its neighbour: 16 of 20 shingles; the first and the last have 14 of 22.
    #expect(matches(texts).map { [$0.text, $0.original] } == [[1, 0]])
  }

  @Test("Texts that are too short are not compared")
  func short() {
    #expect(matches(["abcdefghi", "abcdefghi"]) == [])
    #expect(matches(["abcdefghij", "abcdefghij"]).count == 1)
    #expect(matches(["", "a", "ab", "abc"]) == [])
  }

  @Test("Beyond the memory or the time that it has, it says where it stopped")
  func limits() {
    var small = NearDuplicates(capacity: 26)
    for number in 0..<5 { small.add(NormalizedText("abcdefghijkl\(number)"), number: number) }
    #expect(small.firstLeftOut == 2)
    #expect(small.matches().count == 1)
    var hasty = NearDuplicates(budget: 3)
    // Two thirds alike: even the rarest fifth of each has shingles that all have.
    let letters = (0..<25).map { String(repeating: "\(UnicodeScalar(UInt8(97 + $0)))", count: 2) }
    for (number, end) in letters.enumerated() { hasty.add(NormalizedText("0123456789012345678 \(end)"), number: number) }
    _ = hasty.matches()
    #expect(hasty.firstLeftOut != nil)
  }

  @Test("Case, punctuation and space do not count")
  func normalized() {
    func text(_ text: String) -> String { String(String.UnicodeScalarView(NormalizedText(text).scalars)) }
    #expect(text("  ¿Qué le REGALO, (hoy)?! ") == "qué le regalo hoy")
    #expect(text("1.5 e-mail 💕") == "1 5 e mail")
    #expect(text("") == "")
  }
}
