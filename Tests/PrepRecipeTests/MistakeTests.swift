import PrepCore
import TestSupport
import Testing

@Suite("Mistakes in recipes")
struct MistakeTests {
  @Test("The recipes that are spoilt here are right", arguments: [Right.table, Right.sqlite, Right.documents])
  func right(yaml: String) {
    #expect(problems(yaml) == [])
  }

  private func check(_ mistake: Mistake, sourceLocation: SourceLocation = #_sourceLocation) {
    let found = problems(mistake.yaml)
    guard found.count == 1, let problem = found.first else {
      Issue.record("expected one problem, found \(found)", sourceLocation: sourceLocation)
      return
    }
    #expect(problem.line == mistake.line, "\(problem)", sourceLocation: sourceLocation)
    #expect(problem.message.contains(mistake.message), sourceLocation: sourceLocation)
    #expect(problem.remedy.contains(mistake.remedy), sourceLocation: sourceLocation)
  }

  // MARK: Keys

  private static let unknownKeys = [
    Mistake(
      "top", Right.table + "providr: openai", line: 11, "unknown key \"providr\" at the top", remedy: "did you mean provider?"),
    Mistake(
      "top, near to nothing", Right.table + "zebra: 1", line: 11, "unknown key \"zebra\" at the top",
      remedy: "answer, dataset, evaluation, fetch, files, goals, image, model, prompt, provider, render, source, split"),
    Mistake(
      "source of a table", Right.table.line(4, "  idd: image_path"), line: 4, "unknown key \"idd\" in source",
      remedy: "did you mean id?"),
    Mistake(
      "a key of another kind of source", Right.table.line(4, "  labels: l.csv"), line: 4, "unknown key \"labels\" in source",
      remedy: "id, images, table"),
    Mistake(
      "source of a query", Right.sqlite.line(4, "  query: SELECT a FROM b\n  ids: a"), line: 5, "unknown key \"ids\" in source",
      remedy: "did you mean id?"),
    Mistake(
      "source of documents", Right.documents.line(4, "  lables: labels.csv\n  labels: labels.csv"), line: 4,
      "unknown key \"lables\" in source",
      remedy: "did you mean labels?"),
    Mistake(
      "fetch", Right.table + "fetch: {time_out: 30s}", line: 11, "unknown key \"time_out\" in fetch",
      remedy: "did you mean timeout?"),
    Mistake(
      "render", Right.documents.line(6, "  dip: 300"), line: 6, "unknown key \"dip\" in render",
      remedy: "dpi, pages, per, tiles, timeout"),
    Mistake(
      "image", Right.table + "image:\n  quality: 90\n  min_sid: 8", line: 13, "unknown key \"min_sid\" in image",
      remedy: "did you mean min_side?"),
    Mistake(
      "prompt", Right.table.line(7, "  sytem: You are."), line: 7, "unknown key \"sytem\" in prompt",
      remedy: "did you mean system?"),
    Mistake(
      "a prompt of two", Right.table.line(8, "  user:\n    tuned: a\n    base: b\n    bass: c"), line: 11,
      "unknown key \"bass\" in prompt.user", remedy: "did you mean base?"),
    Mistake("answer", Right.table + "  jsn: [a]", line: 11, "unknown key \"jsn\" in answer", remedy: "did you mean json?"),
    Mistake("split", Right.table + "split: {seeds: 4}", line: 11, "unknown key \"seeds\" in split", remedy: "did you mean seed?"),
    Mistake(
      "files", Right.table + "files: {max_byte: 5MB}", line: 11, "unknown key \"max_byte\" in files",
      remedy: "did you mean max_bytes?"),
    Mistake("a list as key", Right.table + "? [a]\n: 1", line: 11, "unknown key", remedy: "the keys here are"),
  ]

  @Test("A key that is not known is named with its line and what was meant", arguments: unknownKeys)
  func unknownKey(mistake: Mistake) { check(mistake) }

  // MARK: Sections

  private static let sections = [
    Mistake("no dataset", Right.table.line(1, ""), line: 1, "dataset is missing", remedy: "dataset, source, prompt and answer"),
    Mistake(
      "no source", "dataset: a\nprompt: {user: a}\nanswer: {text: \"{b}\"}", line: 1, "source is missing", remedy: "source"),
    Mistake(
      "no prompt", "dataset: a\nsource: {table: a.csv, images: []}\nanswer: {text: \"{b}\"}", line: 1, "prompt is missing",
      remedy: "prompt"),
    Mistake(
      "no answer", "dataset: a\nsource: {table: a.csv, images: []}\nprompt: {user: a}", line: 1, "answer is missing",
      remedy: "answer"),
    Mistake("a text for a section", Right.table + "image: auto", line: 11, "image is \"auto\"", remedy: "keys and values"),
    Mistake("a list for a section", Right.table + "files: [5MB]", line: 11, "files is a list", remedy: "keys and values"),
    Mistake("an empty section", Right.table + "split:", line: 11, "split is empty", remedy: "keys and values"),
    Mistake(
      "no input", Right.table.line(3, "  id: a").line(4, ""), line: 3, "source names no input",
      remedy: "exactly one of table, sqlite or documents"),
    Mistake(
      "two inputs", Right.table.line(4, "  sqlite: leads.db"), line: 3, "source names table and sqlite",
      remedy: "exactly one of table, sqlite or documents"),
    Mistake(
      "three inputs", Right.table.line(4, "  documents: a.pdf\n  sqlite: leads.db\n  query: SELECT 1"), line: 3,
      "source names table and sqlite and documents", remedy: "exactly one"),
    Mistake(
      "an empty path", Right.table.line(3, "  table: \"\""), line: 3, "source.table is empty", remedy: "the path of the input"),
    Mistake("no images", Right.table.line(5, ""), line: 3, "source.images is missing", remedy: "[]"),
    Mistake("no query", Right.sqlite.line(4, ""), line: 3, "source.query is missing", remedy: "SELECT"),
    Mistake(
      "a password without labels", Right.documents.line(4, "  password: secret"), line: 4,
      "source.password is given without source.labels",
      remedy: "column of the label table"),
    Mistake(
      "render without documents", Right.table + "render: {dpi: 300}", line: 11, "the source has no documents",
      remedy: "source.documents"),
    Mistake(
      "no question", Right.table.line(8, ""), line: 7, "prompt.user is missing", remedy: "the text that the model is asked"),
    Mistake(
      "one prompt of two", Right.table.line(8, "  user:\n    tuned: a"), line: 9, "prompt.user.base is missing",
      remedy: "both tuned and base"),
    Mistake(
      "no answer's kind", Right.table.line(9, "answer: {}").line(10, ""), line: 9, "neither json nor text",
      remedy: "json: [column, ...]"),
    Mistake(
      "two answers", Right.table + "  text: \"{brand}\"", line: 10, "both json and text", remedy: "json: [column, ...] or text"),
  ]

  @Test("A section that is missing or does not fit is named with what is needed", arguments: sections)
  func badSection(mistake: Mistake) { check(mistake) }

  // MARK: Values

  /// A key of an optional section with a value that cannot be.
  private static func wrong(_ section: String, _ key: String, _ value: String, says: String? = nil, remedy: String) -> Mistake {
    Mistake(
      "\(section).\(key): \(value)", Right.table + "\(section):\n  \(key): \(value)\n", line: 12,
      "\(section).\(key) is \(says ?? "\"\(value)\"")", remedy: remedy)
  }

  private static func header(_ value: String, _ says: String, remedy: String) -> Mistake {
    Mistake("fetch.headers: \(value)", Right.table + "fetch:\n  headers: \(value)\n", line: 12, says, remedy: remedy)
  }

  private static let values = [
    Mistake("dataset is a list", Right.table.line(1, "dataset: [a]"), line: 1, "dataset is a list", remedy: "a text"),
    Mistake("dataset is nothing", Right.table.line(1, "dataset:"), line: 1, "dataset is empty", remedy: "a text"),
    Mistake("dataset has no letters", Right.table.line(1, "dataset: \"\""), line: 1, "dataset is empty", remedy: "a name"),
    Mistake("id is a list", Right.table.line(4, "  id: [a]"), line: 4, "source.id is a list", remedy: "a text"),
    Mistake(
      "images is a text", Right.table.line(5, "  images: image_path"), line: 5, "source.images is \"image_path\"",
      remedy: "[a, b]"),
    Mistake("images holds a list", Right.table.line(5, "  images: [a, [b]]"), line: 5, "source.images", remedy: "[a, b]"),
    Mistake(
      "the answer is a text", Right.table.line(10, "  json: brand"), line: 10, "answer.json is \"brand\"", remedy: "[a, b]"),
    Mistake(
      "the answer is empty", Right.table.line(10, "  json: []"), line: 10, "answer.json is empty", remedy: "at least one column"),
    Mistake("the answer has a column twice", Right.table.line(10, "  json: [a, b, a]"), line: 10, "\"a\" twice", remedy: "once"),
    Mistake(
      "the user's prompt is a list", Right.table.line(8, "  user: [a]"), line: 8, "prompt.user is a list", remedy: "a text"),
    Mistake(
      "a provider that is not known", Right.table + "provider: nobody", line: 11, "provider is \"nobody\"",
      remedy: "one of openai"),
    wrong("fetch", "timeout", "0s", remedy: "30s"),
    wrong("fetch", "timeout", "soon", remedy: "30s"),
    wrong("fetch", "timeout", "-5s", remedy: "30s"),
    wrong("fetch", "timeout", "25h", remedy: "30s"),
    wrong("fetch", "timeout", "30 parsecs", remedy: "30s"),
    wrong("fetch", "retries", "11", remedy: "from 0 to 10"),
    wrong("fetch", "deadline", "0", remedy: "30s"),
    wrong("fetch", "deadline", "1s", says: "shorter than fetch.timeout", remedy: "raise fetch.deadline"),
    wrong("fetch", "headers", "secret", says: "no mapping", remedy: "{Name: value}"),
    wrong("fetch", "user_agent", "[]", says: "a list", remedy: "a text of one line"),
    header("{Host: a}", "fetch.headers.Host is set by the program", remedy: "remove it"),
    header("{If-None-Match: a}", "fetch.headers.If-None-Match is set by the program", remedy: "remove it"),
    header("{A: b, a: c}", "fetch.headers.a is given twice", remedy: "once"),
    header("{\"a b\": c}", "fetch.headers has a name", remedy: "letters, digits and hyphens"),
    header("{A: [b]}", "fetch.headers.A is no text", remedy: "expected a text"),
    header("{A: \"b\\nc\"}", "fetch.headers.A is no text", remedy: "expected a text"),
    wrong("fetch", "max_bytes", "big", remedy: "512MB"),
    wrong("fetch", "max_bytes", "0", remedy: "at least 1 byte"),
    wrong("fetch", "redirects", "51", remedy: "from 0 to 50"),
    wrong("fetch", "redirects", "1.5", remedy: "a whole number from 0 to 50"),
    wrong("fetch", "per_host", "0", remedy: "from 1 to 256"),
    wrong("fetch", "allow_private", "maybe", remedy: "true or false"),
    wrong("image", "format", "gif", remedy: "one of auto, jpeg, png"),
    wrong("image", "min_side", "0", remedy: "from 1 to"),
    wrong("image", "max_side", "8", remedy: "from 16 to"),
    wrong("image", "max_side", "large", remedy: "a whole number"),
    wrong("image", "fit", "512", remedy: "one of model"),
    wrong("image", "max_bytes", "-1MB", remedy: "512MB"),
    wrong("image", "max_pixels", "0", remedy: "from 1 to"),
    wrong("image", "quality", "0", remedy: "from 1 to 100"),
    wrong("image", "quality", "101", remedy: "from 1 to 100"),
    wrong("image", "quality", "{a: 1}", says: "a mapping", remedy: "from 1 to 100"),
    wrong("image", "flags", "maybe", remedy: "true or false"),
    wrong("image", "refuse", "blurred", remedy: "a list of blank, dark"),
    wrong("image", "refuse", "[blurry]", says: "a list", remedy: "a list of blank, dark"),
    wrong("image", "detail", "medium", remedy: "one of auto, low, high"),
    wrong("image", "detail", "", says: "empty", remedy: "one of auto, low, high"),
    wrong("split", "train", "1.2", remedy: "from 0 to 1"),
    wrong("split", "validation", "-0.1", remedy: "from 0 to 1"),
    wrong("split", "test", ".nan", remedy: "from 0 to 1"),
    wrong("split", "seed", "-1", remedy: "a whole number of at least 0"),
    wrong("split", "seed", "1.5", remedy: "a whole number of at least 0"),
    wrong("split", "groups", "[a.csv]", says: "a list", remedy: "a text"),
    wrong("split", "stratify", "[brand]", says: "a list", remedy: "a text"),
    wrong("files", "max_bytes", "0MB", remedy: "at least 1 byte"),
    Mistake("dpi is 0", Right.documents.line(6, "  dpi: 0"), line: 6, "render.dpi is \"0\"", remedy: "from 1 to 4800"),
    Mistake(
      "dpi has no end", Right.documents.line(6, "  dpi: .inf"), line: 6, "render.dpi is \".inf\"", remedy: "from 1 to 4800"),
    Mistake("pages start at 1", Right.documents.line(6, "  pages: 0-2"), line: 6, "render.pages is \"0-2\"", remedy: "\"1-3,5\""),
    Mistake(
      "pages are a list", Right.documents.line(6, "  pages: [1, 2]"), line: 6, "render.pages is a list", remedy: "\"1-3,5\""),
    Mistake(
      "per sheet", Right.documents.line(6, "  per: sheet"), line: 6, "render.per is \"sheet\"", remedy: "one of document, page"),
    Mistake("the page's time is 0", Right.documents.line(6, "  timeout: 0"), line: 6, "render.timeout is \"0\"", remedy: "30s"),
  ]

  @Test("A value of a wrong type or size is shown with what is expected", arguments: values)
  func badValue(mistake: Mistake) { check(mistake) }

  // MARK: Templates and what must fit together

  private static let meaning = [
    Mistake(
      "a condition on a query", Right.sqlite.line(5, "  images: []\n  where: {a: b}"), line: 6,
      "source.where is given with source.sqlite", remedy: "source.query"),
    Mistake(
      "a condition on documents", Right.documents.line(4, "  labels: labels.csv\n  where: {a: b}"), line: 5,
      "source.where is given with source.documents", remedy: "leave out"),
    Mistake(
      "a condition of no kind", Right.table.line(4, "  where: {a: null}"), line: 4, "source.where.a is", remedy: "at_least"),
    Mistake("a condition of nothing", Right.table.line(4, "  where: {a: []}"), line: 4, "source.where.a is", remedy: "at_least"),
    Mistake(
      "a condition without bounds", Right.table.line(4, "  where: {a: {}}"), line: 4, "source.where.a has no bound",
      remedy: "give at_least"),
    Mistake(
      "a condition with an unknown bound", Right.table.line(4, "  where: {a: {min: 1, at_most: 2}}"), line: 4,
      "unknown key \"min\" in source.where.a", remedy: "at_least, at_most"),
    Mistake(
      "a condition that nothing meets", Right.table.line(4, "  where: {a: {at_least: 2, at_most: 1}}"), line: 4,
      "source.where.a is met by no number", remedy: "at_least"),
    Mistake(
      "an open brace", Right.table.line(8, "  user: Identify {brand"), line: 8, "prompt.user is no valid template",
      remedy: "not closed"),
    Mistake(
      "a closing brace", Right.table.line(7, "  system: all} of you"), line: 7, "prompt.system is no valid template", remedy: "}}"
    ),
    Mistake(
      "empty braces in one of two", Right.table.line(8, "  user:\n    tuned: a\n    base: \"{}\""), line: 10,
      "prompt.user.base is no valid template", remedy: "names no column"),
    Mistake(
      "the answer's brace", Right.sqlite.line(7, "answer: {text: \"{a\"}"), line: 7, "answer.text is no valid template",
      remedy: "not closed"),
    Mistake(
      "shares above 1", Right.table + "split: {train: 0.8, validation: 0.3}", line: 11, "add up to 1.1", remedy: "add up to 1"),
    Mistake("shares below 1", Right.table + "split: {train: 0.8, test: 0.1}", line: 11, "add up to 0.9", remedy: "add up to 1"),
    Mistake(
      "shares without room for train", Right.table + "split: {validation: 0.6, test: 0.6}", line: 11, "add up to 1.2",
      remedy: "add up to 1"),
    Mistake(
      "crops that are no number", Right.documents.line(6, "  tiles: 1") + "image: {max_side: 512}", line: 6,
      "render.tiles is \"1\"", remedy: "from 2 to 100"),
    Mistake(
      "crops of no size", Right.documents.line(6, "  dpi: 300\n  tiles: auto"), line: 7,
      "render.tiles is given, and nothing says how large an image may be", remedy: "image.max_side"),
    Mistake(
      "a fit to no model", Right.table + "image:\n  fit: model", line: 12, "image.fit is model, and the recipe names no model",
      remedy: "model: gpt-4o"),
    Mistake(
      "the least side is above the most", Right.table + "image:\n  max_side: 512\n  min_side: 1024", line: 13,
      "image.min_side 1024 is above image.max_side 512", remedy: "lower min_side"),
    Mistake(
      "two ways to group", Right.table + "split:\n  group: session\n  groups: groups.csv", line: 13,
      "split has both group and groups",
      remedy: "keep one"),
  ]

  @Test("What cannot be meant is named with its line", arguments: meaning)
  func badMeaning(mistake: Mistake) { check(mistake) }

  // MARK: YAML

  private static let yaml = [
    Mistake("empty", "", line: 1, "the recipe is empty", remedy: "visionprep init"),
    Mistake("spaces alone", "  \n\n", line: 1, "the recipe is empty", remedy: "visionprep init"),
    Mistake("comments alone", "# nothing\n# here\n", line: 1, "the recipe is empty", remedy: "visionprep init"),
    Mistake("a list", "- a\n- b\n", line: 1, "the recipe is a list", remedy: "keys and values"),
    Mistake("a text", "watches", line: 1, "the recipe is \"watches\"", remedy: "keys and values"),
    Mistake("a tab", Right.table.line(4, "\tid: image_path"), line: 4, "not valid YAML", remedy: "indent it with spaces"),
    Mistake("a colon in a text", Right.table.line(7, "  system: Note: answer"), line: 7, "not valid YAML", remedy: "need quotes"),
    Mistake("a bracket that stays open", Right.table.line(10, "  json: [brand"), line: 11, "not valid YAML", remedy: "mend"),
    Mistake("an indentation that fits nothing", Right.table.line(5, " images: []"), line: 5, "not valid YAML", remedy: "mend"),
    Mistake("an alias of nothing", Right.table.line(1, "dataset: *name"), line: 1, "not valid YAML", remedy: "mend"),
    Mistake("a key twice at the top", Right.table + "dataset: again\n", line: 1, "\"dataset\" stands twice", remedy: "keep one"),
    Mistake(
      "a key twice in a section", Right.table.line(5, "  id: other\n  images: []"), line: 4, "\"id\" stands twice",
      remedy: "keep one"
    ),
    Mistake("two documents in one file", Right.table + "---\n" + Right.table, line: 11, "not valid YAML", remedy: "mend"),
  ]

  @Test("What is no YAML, or no mapping, is named with its line", arguments: yaml)
  func badYAML(mistake: Mistake) { check(mistake) }

  /// Such a recipe kept the program busy for ever.
  @Test("Aliases of aliases are refused before they are multiplied")
  func manyAliases() {
    var yaml = "a0: &a0 [x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let copies = repeatElement("*a\(level - 1)", count: 8).joined(separator: ",")
      yaml += "a\(level): &a\(level) [\(copies)]\n"
    }
    let found = problems(yaml + "? *a9\n: 1\n")
    #expect(found.map(\.line) == [3])
    #expect(found.first?.message == "the recipe has more than 10 aliases (*name)")
  }

  @Test("Stars and ampersands in texts are no aliases", arguments: ["R&D a*b 2*3 * *", "*one* **two** *three* (*four*) & &"])
  func starsInTexts(text: String) {
    let long = Array(repeating: text, count: 20).joined(separator: " ")
    #expect(problems(Right.table.line(7, "  system: 'See \(long)'")) == [])
  }

  @Test("A control character is an error and not a crash")
  func controlCharacter() {
    let found = problems("dataset: a\u{1}b\n")
    #expect(found.count == 1)
    #expect(found.first?.message.contains("not valid YAML") == true)
  }

  // MARK: All at once

  @Test("All mistakes are reported at once, in the order of their lines")
  func several() throws {
    let yaml = """
      dataset: watches
      source:
        table: watches.csv
        imags: [a]
        images: image_path
      fetch: {timeout: never, redirects: 99}
      image:
        min_side: 4000
        max_side: 2000
        qualty: 80
      prompt:
        user: "{"
      split: {train: 0.5}
      answer: {json: []}
      provider: none
      zebra: 1
      """
    let found = problems(yaml)
    #expect(found.map(\.line) == [4, 5, 6, 6, 8, 10, 12, 13, 14, 15, 16])
    let messages = found.map(\.message)
    for (message, part) in zip(
      messages,
      [
        "imags", "source.images", "fetch.", "fetch.", "min_side", "qualty", "prompt.user", "add up", "answer.json", "provider",
        "zebra",
      ])
    {
      #expect(message.contains(part))
    }
    let error = try #require(throws: RecipeError.self) { try read(yaml) }
    #expect(error.recipe == "test.yaml")
    #expect(error.description.split(separator: "\n").count == found.count)
    #expect(error.description.hasPrefix("test.yaml:4: "))
  }

  @Test("Recipes that are torn anywhere, or have a byte changed, never crash the reader")
  func damaged() {
    let whole = Array((Right.table + "split: {train: 0.9, test: 0.1}\nimage: {min_side: 3}\n").utf8)
    for length in 0..<whole.count { _ = problems(String(decoding: whole[..<length], as: UTF8.self)) }
    var random = Seeded(6)
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<3 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 9...126, using: &random) }
      _ = problems(String(decoding: bytes, as: UTF8.self))
    }
  }

  // MARK: Splits

  private static func division(_ keys: String, _ message: String, remedy: String) -> Mistake {
    Mistake(keys, Right.table + "split: {\(keys)}", line: 11, message, remedy: remedy)
  }

  private static let divisions: [Mistake] = [
    division("column: set, exact: true", "split.exact is given beside split.column", remedy: "the column alone says the split"),
    division("column: set, keep: out", "split.keep is given beside split.column", remedy: "remove it, or split.column"),
    division("column: set, test: 0.1, seed: 4", "split.test, seed are given beside split.column", remedy: "remove them"),
    division("column: set, folds: 5", "split.folds is given beside split.column", remedy: "remove it"),
    division("folds: 5, test: 0.1", "split.test is given beside split.folds", remedy: "every item is tested in one fold"),
    division("folds: 5, exact: true, keep: a", "split.exact, keep are given beside split.folds", remedy: "remove them"),
    division(
      "folds: 2, validation: 0.5", "split.validation is 0.5, and 1 of 2 folds is tested", remedy: "lower split.validation"),
    division("folds: 1", "split.folds is \"1\"", remedy: "a whole number from 2 to 100"),
    division("keep: \"\"", "split.keep is empty", remedy: "name an output folder"),
    division("column: \"\"", "split.column is empty", remedy: "name a column"),
    division("exact: maybe", "split.exact is \"maybe\"", remedy: "true or false"),
    division("train: 0.5, keep: old, exact: true", "add up to 0.5", remedy: "they must add up to 1"),
    division("group: a, groups: b.csv", "split has both group and groups", remedy: "keep one"),
  ]

  @Test("Keys of split that contradict each other are named with what decides", arguments: divisions)
  func division(mistake: Mistake) { check(mistake) }
}
