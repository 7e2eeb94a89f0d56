import PrepCore
import TestSupport
import Testing

@testable import PrepStatistics

@Suite("What is probably not meant in a column")
struct ColumnReviewTests {
  /// The findings of one kind in a column: its entries as texts with their counts.
  private func entries(_ kind: ColumnFinding.Kind, _ values: KeyValuePairs<String, Int>) -> [[String]] {
    var counts = ValueCounts()
    for (value, count) in values {
      for _ in 0..<count { counts.add(value, split: .train, images: 0) }
    }
    return ColumnReview("c", counts).findings.filter { $0.kind == kind }.map { finding in
      finding.entries.map { "\($0.value) \($0.count)\($0.note.map { ": \($0)" } ?? "")" }
    }
  }

  @Test(
    "Spaces where none should be are named",
    arguments: [
      (" a", "space in front"), ("a ", "space at the end"), ("a  b", "two spaces together"),
      ("a\u{A0}b", "no-break space U+00A0"),
      ("a\u{202F}b", "no-break space U+202F"), ("a\tb", "tab"), ("a\nb", "line break"),
      ("a\u{200B}b", "invisible character U+200B"),
      ("\u{FEFF}a", "invisible character U+FEFF"), ("a\u{3000}b", "unusual space U+3000"),
      ("  a", "space in front, two spaces together"),
    ])
  func spaces(value: String, fault: String) {
    #expect(Spelling.spaceFault(in: value) == fault)
    #expect(entries(.spaces, [value: 2, "plain text": 3]) == [["\(value) 2: \(fault)"]])
  }

  @Test("Plain values have no fault", arguments: ["", "a", "a b c", "Söhne & Co. (1)", "کتاب\u{200C}ها"])
  func plain(value: String) { #expect(Spelling.spaceFault(in: value) == nil) }

  @Test("Letters of other scripts among Latin ones are named, and words of another script are not")
  func lookalikes() {
    #expect(
      entries(.lookalikes, ["Rolex": 5, "R\u{43E}lex": 1, "Ｏmega": 1, "Часы": 1, "ΩMEGA": 1, "Час of": 1]) == [
        ["R\u{43E}lex 1: U+043E looks like o", "Ｏmega 1: U+FF2F looks like O"]
      ])
  }

  @Test("Every look-alike folds to one ASCII letter")
  func table() {
    for (letter, look) in Lookalikes.latin {
      #expect(look.isASCII && !letter.isASCII)
      #expect(Spelling.fold(String(letter)) == String(look).lowercased())
    }
    #expect(Lookalikes.latin.count == 18 + 14 + 14 + 9)
  }

  @Test("Ways of writing one value are put together, the most frequent first")
  func spellings() {
    #expect(
      entries(.spellings, ["Rolex": 9, "ROLEX": 2, "rolex ": 1, "Omega": 3, "R\u{43E}lex": 1]) == [
        ["Rolex 9", "ROLEX 2", "R\u{43E}lex 1", "rolex  1"]
      ])
    #expect(entries(.spellings, ["40mm": 4, "40 mm": 2, "41mm": 1]) == [["40mm 4", "40 mm 2"]])
    #expect(entries(.spellings, ["2015-2021": 4, "2015–2021": 1]) == [["2015-2021 4", "2015–2021 1"]])
    #expect(entries(.spellings, ["S\u{F6}hne": 2, "So\u{308}hne": 1]).first?.count == 2)
    #expect(entries(.spellings, ["1.5": 4, "15": 2, "-5": 1, "5": 1]) == [])
  }

  @Test(
    "A rare value near a frequent one is a near spelling",
    arguments: [
      ("Rolex", "Rollex", true), ("Rolex", "Roelx", true), ("Rolex", "Rolax", true), ("Rolex", "Rxlax", false),
      ("Omega", "Omegas", true),
      // Two letters in ten.
      ("Audemars Piguet", "Audmars Pigut", true), ("Gold", "Bold", false), ("116610LN", "116613LN", false),
      ("Day-Date 40", "Day-Date 41", false),
      // One value composed in two ways is a spelling of it, however many code points differ.
      ("A. Lange & S\u{F6}hne", "A. Lange & So\u{308}hne", false),
    ])
  func near(usual: String, rare: String, isNear: Bool) {
    #expect(entries(.nearSpellings, [usual: 3, rare: 1]) == (isNear ? [["\(usual) 3", "\(rare) 1"]] : []))
    // Not when it is nearly as frequent.
    #expect(entries(.nearSpellings, [usual: 5, rare: 2]) == [])
  }

  @Test("Units that are mixed or left out are counted")
  func units() {
    #expect(entries(.units, ["40mm": 6, "41 mm": 3, "40": 2, "4cm": 1]) == [["mm 9", "no unit 2", "cm 1"]])
    #expect(entries(.units, ["40mm": 6, "41 MM": 3, "38,5mm": 1]) == [])
    // Reference numbers are no measures, nor are years.
    #expect(entries(.units, ["116610LN": 1, "126334": 1, "79230N": 1, "16710": 4]) == [])
    #expect(entries(.units, ["2010": 5, "2010-2020": 3, "2015-": 2]) == [])
  }

  @Test("Numbers written in two ways are two formats")
  func formats() {
    #expect(entries(.formats, ["2015-2021": 1, "2014-2021": 3, "2015–2021": 1]) == [["#-# 4", "#–# 1"]])
    #expect(entries(.formats, ["40mm": 6, "41 mm": 3, "39.5mm": 2, "38,5mm": 1]) == [["#mm 8", "# mm 3"]])
    #expect(ValueFormat.mask(of: "38,5mm") == "#,#mm")
    #expect(ValueFormat.mask(of: "v1.2.3") == "v#.#")
    #expect(ValueFormat.mask(of: "none") == nil)
  }

  @Test("What occurs once is named where all else repeats")
  func singles() {
    #expect(entries(.singles, ["a": 12, "b": 8, "c": 1, "d": 1]) == [["c 1", "d 1"]])
    #expect(entries(.singles, ["a": 12, "b": 6, "c": 1, "d": 1]) == [["c 1", "d 1"]])
    #expect(entries(.singles, ["a": 9, "c": 1]) == [])
    #expect(entries(.singles, ["a": 12, "b": 5, "c": 1, "d": 1, "e": 1]) == [])
  }

  @Test("The edit distance is that of the textbook, up to its limit")
  func editDistance() {
    /// Optimal string alignment by its definition, without any shortcut.
    func full(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
      var table = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
      for i in 0...left.count {
        for j in 0...right.count {
          if i == 0 || j == 0 {
            table[i][j] = i + j
            continue
          }
          let cost = left[i - 1] == right[j - 1] ? 0 : 1
          table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + cost)
          if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
            table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
          }
        }
      }
      return table[left.count][right.count]
    }
    var random = Seeded(11)
    func word() -> [Unicode.Scalar] {
      (0..<Int.random(in: 0...8, using: &random)).map { _ in ["a", "b", "c"].randomElement(using: &random) ?? "a" }
    }
    for _ in 0..<5000 {
      let (left, right) = (word(), word())
      let distance = full(left, right)
      for most in 0...3 { #expect(EditDistance.between(left, right, atMost: most) == (distance <= most ? distance : nil)) }
    }
  }
}
