import PrepCore
import PrepYAML

/// Reads the section `split` of a recipe, and notes keys that contradict each other.
struct SplitReader {
  let notes: ReadingNotes

  /// The fewest and the most folds.
  private static let folds = 2...100

  func read(_ section: SectionReader) -> Recipe.Splitting {
    var section = section
    let given = { [section] (key: String) in section.holds(key) }
    var split = Recipe.Splitting()
    let validation = section.number("validation", in: 0...1)
    let test = section.number("test", in: 0...1)
    let train = section.number("train", in: 0...1)
    split.validation = validation ?? 0
    split.test = test ?? 0
    split.train = train ?? max(0, 1 - split.validation - split.test)
    split.stratify = section.text("stratify")
    split.group = section.text("group")
    split.groups = section.text("groups")
    if let seed = section.whole("seed", in: 0...Int.max) { split.seed = seed }
    if let exact = section.flag("exact") { split.exact = exact }
    split.column = section.text("column")
    split.keep = section.text("keep")
    split.folds = section.whole("folds", in: Self.folds)
    for (key, value) in [("column", split.column), ("keep", split.keep)] where value?.isEmpty == true {
      notes.add(
        "split.\(key) is empty", remedy: key == "column" ? "name a column" : "name an output folder of an earlier preparation",
        line: section.line(of: key))
    }
    section.finish()

    if given("group"), given("groups") {
      notes.add(
        "split has both group and groups", remedy: "keep one: a table for groups may hold the column's values too",
        line: section.line(of: "groups"))
    }
    if given("column") {
      refuse(
        ["train", "validation", "test", "stratify", "group", "groups", "seed", "exact", "keep", "folds"].filter(given),
        beside: "column", because: "the column alone says the split of every row", section)
    } else if given("folds") {
      let others = ["train", "test", "exact", "keep"].filter(given)
      refuse(others, beside: "folds", because: "every item is tested in one fold, and folds are of equal size", section)
      if others.isEmpty, let folds = split.folds { divideByFolds(&split, folds, section) }
    } else {
      let sum = split.train + split.validation + split.test
      if abs(sum - 1) > 1e-9 {
        notes.add(
          "split.train, validation and test add up to \((sum * 1000).rounded() / 1000)", remedy: "they must add up to 1",
          line: section.line)
      }
    }
    return split
  }

  private func refuse(_ keys: [String], beside key: String, because reason: String, _ section: SectionReader) {
    guard let first = keys.first else { return }
    notes.add(
      "split.\(keys.joined(separator: ", ")) \(keys.count == 1 ? "is" : "are") given beside split.\(key)",
      remedy: "\(reason); remove \(keys.count == 1 ? "it" : "them"), or split.\(key)", line: section.line(of: first))
  }

  /// The shares of one fold's folder.
  private func divideByFolds(_ split: inout Recipe.Splitting, _ folds: Int, _ section: SectionReader) {
    split.test = 1 / Double(folds)
    split.train = 1 - split.test - split.validation
    if split.train < 1e-9 {
      notes.add(
        "split.validation is \(split.validation), and 1 of \(folds) folds is tested, which leaves nothing for train",
        remedy: "lower split.validation; it is a share of all items", line: section.line(of: "validation"))
    }
  }
}
