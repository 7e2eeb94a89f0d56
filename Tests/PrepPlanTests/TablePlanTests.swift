import PrepCore
import TestPlans
import TestSupport
import Testing

@testable import PrepPlan

@Suite("Plans of tables")
struct TablePlanTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func answers(_ csv: String, _ columns: [String]) throws -> [String] {
    try folder.write(csv, to: "table.csv")
    return try items(makePlan(tableRecipe(folder, answer: .json(columns)))).map(\.conversation.assistant)
  }

  private func error(_ recipe: Recipe) throws -> RunError {
    try #require(throws: RunError.self) { try makePlan(recipe) }
  }

  // MARK: Answers

  @Test("A column of numbers or of true and false keeps that type; a mixed one stays text in every row")
  func types() throws {
    let answers = try answers(
      "id,q,year,price,sold,reference,flag\n1,x,2010,1.50,true,116610,true\n2,x,2011,-2,false,116610LN,7\n",
      ["year", "price", "sold", "reference", "flag"])
    #expect(
      answers == [
        #"{"year":2010,"price":1.50,"sold":true,"reference":"116610","flag":"true"}"#,
        #"{"year":2011,"price":-2,"sold":false,"reference":"116610LN","flag":"7"}"#,
      ])
  }

  @Test("A mixed column is found even when the odd one stands last")
  func mixedAtTheEnd() throws {
    let rows = (0..<50).map { "\($0),x,\($0)" } + ["50,x,n/a"]
    let answers = try answers("id,q,a\n" + rows.joined(separator: "\n"), ["a"])
    #expect(answers.first == #"{"a":"0"}"#)
    #expect(answers.last == #"{"a":"n/a"}"#)
  }

  @Test("Empty cells are null and do not change a column's type; numbers with leading zeros are text")
  func emptyCells() throws {
    let answers = try answers("id,q,year,code\n1,x,2010,007\n2,x,,008\n", ["year", "code"])
    #expect(answers == [#"{"year":2010,"code":"007"}"#, #"{"year":null,"code":"008"}"#])
  }

  @Test("An answer of nothing but empty cells is a missing value")
  func emptyAnswer() throws {
    try folder.write("id,q,a,b\n1,x,,\n2,x,,y\n", to: "table.csv")
    let items = try items(makePlan(tableRecipe(folder, answer: .json(["a", "b"]))))
    #expect(items[0].failure?.code == .missingValue)
    #expect(items[0].failure?.stage == .plan)
    #expect(items[0].failure?.message.contains("line 2") == true)
    #expect(items[1].failure == nil)
    #expect(items[1].conversation.assistant == #"{"a":null,"b":"y"}"#)
  }

  @Test("JSON rows keep their types, lists and key order")
  func jsonTypes() throws {
    try folder.write(
      #"{"id": "1", "q": "x", "a": "5", "b": [1, {"z": 1, "a": null}], "c": 1.10}"# + "\n"
        + #"{"id": "2", "q": "x", "a": 5, "b": [], "c": null}"# + "\n",
      to: "table.jsonl")
    let items = try items(makePlan(tableRecipe(folder, table: "table.jsonl", answer: .json(["c", "a", "b"]))))
    #expect(
      items.map(\.conversation.assistant) == [
        #"{"c":1.10,"a":"5","b":[1,{"z":1,"a":null}]}"#, #"{"c":null,"a":5,"b":[]}"#,
      ])
  }

  // MARK: Missing values and broken rows

  @Test("A row without what the recipe needs is planned as a failure that names column and line, and keeps its place")
  func missingValues() throws {
    try folder.write("id,q,a\n1,x,y\n2,,y\n,x,y\n4,x,y\n", to: "table.csv")
    let items = try items(makePlan(tableRecipe(folder)))
    #expect(items.map(\.ordinal) == [0, 1, 2, 3])
    #expect(items.map(\.id) == ["1", "2", "line 4", "4"])
    #expect(items.map { $0.failure?.code } == [nil, .missingValue, .missingValue, nil])
    #expect(items[1].failure?.message == "The column \"q\" is empty on line 3.")
    #expect(items[2].failure?.message == "The column \"id\" is empty on line 4.")
  }

  @Test("An id that was made for a faulty row yields to the item that has that id", arguments: [true, false])
  func madeUpIDs(isFaultyFirst: Bool) throws {
    let folder = try TemporaryFolder()
    let faulty = "{broken"
    // The faulty row is on line 1 or 4, and its first substitute is somebody's id as well.
    let names = isFaultyFirst ? ["line 1", "line 1-2", "a"] : ["line 4", "line 4-2", "a"]
    let rows = names.map { "{\"id\":\"\($0)\",\"q\":\"x\",\"a\":\"y\"}" }
    try folder.write((isFaultyFirst ? [faulty] + rows : rows + [faulty]).joined(separator: "\n"), to: "table.jsonl")
    let plan = try makePlan(try tableRecipe(folder, table: "table.jsonl"))
    let ids = try items(plan).map(\.id)
    #expect(ids == (isFaultyFirst ? ["line 1-3"] + names : names + ["line 4-3"]))
  }

  @Test("A row that cannot be read is a failure of its own")
  func brokenRow() throws {
    try folder.write("id,q,a\n1,x,y\n2,x\n3,x,y\n", to: "table.csv")
    let items = try items(makePlan(tableRecipe(folder)))
    #expect(items.count == 3)
    #expect(items[1].failure?.code == .invalidRow)
    #expect(items[1].id == "line 3")
    #expect(items[2].id == "3")
  }

  @Test("Texts come from the variant that is asked for")
  func variants() throws {
    try folder.write("id,q,a\n1,x,y\n", to: "table.csv")
    let recipe = try tableRecipe(folder) {
      $0.prompt.user = .two(tuned: Template(literal: "short"), base: Template(literal: "long"))
      $0.prompt.system = .one(Template(literal: "system"))
    }
    let tuned = try makePlan(recipe)
    let base = try makePlan(recipe, variant: .base)
    #expect(try items(tuned).map(\.conversation) == [Conversation(system: "system", user: "short", assistant: #"{"a":"y"}"#)])
    #expect(try items(base).map(\.conversation.user) == ["long"])
    #expect(tuned.digest != base.digest)
  }

  // MARK: Images

  @Test("Images come from their columns in order; one of several may be empty, but not all")
  func images() throws {
    try folder.write("id,q,a,front,back\n1,x,y,f.png,https://h/b.png\n2,x,y,,b.png\n3,x,y,,\n", to: "table.csv")
    let items = try items(makePlan(tableRecipe(folder, images: ["front", "back"])))
    #expect(items[0].sources == [.file("f.png"), .url("https://h/b.png")])
    #expect(items[1].sources == [.file("b.png")])
    #expect(items[2].failure?.code == .missingValue)
  }

  @Test("A list in a JSON row is several images")
  func imageLists() throws {
    try folder.write(
      #"{"id": 1, "q": "x", "a": 1, "i": ["a.png", "http://h/b.png"]}"# + "\n" + #"{"id": 2, "q": "x", "a": 1, "i": []}"# + "\n"
        + #"{"id": 3, "q": "x", "a": 1, "i": ["a.png", null]}"# + "\n", to: "table.jsonl")
    let items = try items(makePlan(tableRecipe(folder, table: "table.jsonl", images: ["i"])))
    #expect(items[0].sources == [.file("a.png"), .url("http://h/b.png")])
    #expect(items[1].failure?.code == .missingValue)
    #expect(items[2].failure?.code == .missingValue)
  }

  @Test(
    "A cell is an address when it has a scheme, else a path",
    arguments: [
      ("a.png", ImageSource.file("a.png")), ("/abs/a.png", .file("/abs/a.png")), ("C:\\a.png", .file("C:\\a.png")),
      ("http://h/a", .url("http://h/a")), ("HTTPS://h/a", .url("HTTPS://h/a")), ("ftp://h/a", .url("ftp://h/a")),
      ("data:image/png;base64,AA", .url("data:image/png;base64,AA")), ("://x", .file("://x")), ("a:b", .file("a:b")),
    ])
  func cells(text: String, source: ImageSource) {
    #expect(ImageSource(cell: text) == source)
  }

  // MARK: Ids

  @Test("Without an id column, ids come from the content and stay when rows change places")
  func contentIDs() throws {
    let rows = (0..<40).map { "\($0),question \($0 % 7),answer \($0)" }
    func ids(_ rows: [String]) throws -> [String: String] {
      try folder.write("n,q,a\n" + rows.joined(separator: "\n") + "\n", to: "table.csv")
      let all = try items(makePlan(tableRecipe(folder, id: nil)))
      return Dictionary(all.map { ($0.conversation.assistant, $0.id) }, uniquingKeysWith: { first, _ in first })
    }
    let before = try ids(rows)
    #expect(before.count == 40)
    #expect(Set(before.values).count == 40)
    #expect(try ids(rows.reversed()) == before)
    #expect(try ids(Array(rows[5..<20])) == before.filter { id in (5..<20).contains { id.key.contains("answer \($0)\"") } })
  }

  @Test("Rows with the same content are told apart by a number, the same in any order")
  func equalRows() throws {
    try folder.write("q,a\nx,y\nx,z\nx,y\nx,y\n", to: "table.csv")
    let ids = try items(makePlan(tableRecipe(folder, id: nil))).map(\.id)
    #expect(ids[2] == "\(ids[0])-2")
    #expect(ids[3] == "\(ids[0])-3")
    #expect(Set(ids).count == 4)
  }

  @Test("Addresses as ids lose their credentials, and those that become equal by that are numbered")
  func redactedIDs() throws {
    let folder = try TemporaryFolder()
    let rows = ["u:p@h/a", "h/a", "h/b?w=1&sig=s1", "h/b?w=1&sig=s2", "h/c"].map { "https://\($0),ask,answer\n" }
    try folder.write("id,q,a\n" + rows.joined(), to: "table.csv")
    let plan = try makePlan(try tableRecipe(folder, images: ["id"]))
    let found = try items(plan)
    #expect(
      found.map(\.id) == [
        "https://h/a", "https://h/a-2", "https://h/b?w=1&sig=REDACTED", "https://h/b?w=1&sig=REDACTED-2", "https://h/c",
      ])
    #expect(found[0].sources == [.url("https://u:p@h/a")])
    #expect(found[2].sources.map(\.name) == ["https://h/b?w=1&sig=REDACTED"])
  }

  @Test("An id that stands twice is an error that names it and both lines")
  func doubledID() throws {
    try folder.write("id,q,a\nsame,x,y\nother,x,y\nsame,x,y\n", to: "table.csv")
    let error = try error(tableRecipe(folder))
    #expect(error.code == .repeatedID)
    #expect(error.key == "source.id")
    #expect(error.message == "the id \"same\" stands on line 2 and again on line 4")
  }

  // MARK: Columns

  @Test(
    "A column that the table does not have is an error with the key that names it and the columns there are",
    arguments: ["source.id", "source.images", "prompt.user", "prompt.system", "answer.json", "split.stratify", "split.group"],
    ["table.csv", "table.jsonl"])
  func unknownColumn(key: String, table: String) throws {
    try folder.write("id,q,a,i\n1,x,y,z\n", to: "table.csv")
    try folder.write(#"{"id": 1, "q": "x", "a": "y", "i": "z"}"#, to: "table.jsonl")
    let template = try Template(parsing: "{nope}")
    let recipe = try tableRecipe(
      folder, table: table, id: key == "source.id" ? "nope" : "id", images: key == "source.images" ? ["i", "nope"] : ["i"],
      answer: .json(key == "answer.json" ? ["a", "nope"] : ["a"])
    ) { recipe in
      if key == "prompt.user" { recipe.prompt.user = .one(template) }
      if key == "prompt.system" { recipe.prompt.system = .one(template) }
      if key == "split.stratify" { recipe.split.stratify = "nope" }
      if key == "split.group" { recipe.split.group = "nope" }
    }
    let error = try error(recipe)
    #expect(error.code == .unknownColumn)
    #expect(error.key == key)
    #expect(error.message.contains("\"nope\""))
    #expect(error.remedy.contains("id, q, a, i"))
  }

  @Test("A column of text answers is named by its key")
  func unknownTextColumn() throws {
    try folder.write("id,q,a\n1,x,y\n", to: "table.csv")
    #expect(try error(tableRecipe(folder, answer: .text(try Template(parsing: "{b}")))).key == "answer.text")
  }

  @Test("A table without rows is an error")
  func noRows() throws {
    try folder.write("id,q,a\n", to: "table.csv")
    #expect(try error(tableRecipe(folder)).code == .emptyInput)
  }

  @Test("A table that is not there is an error that names it as the recipe does")
  func noTable() throws {
    let error = try error(tableRecipe(folder))
    #expect(error.code == .input)
    #expect(error.message.hasPrefix("table.csv: "))
    #expect(!error.description.contains(folder.path))
  }

  // MARK: Splits

  @Test("Items get the splits of their groups, in both readings of the table", arguments: [nil, "s"])
  func splits(stratify: String?) throws {
    let rows = (0..<300).map { "\($0),x,y,g\($0 % 60),s\($0 % 4)" }
    try folder.write("id,q,a,g,s\n" + rows.joined(separator: "\n"), to: "table.csv")
    let plan = try makePlan(
      tableRecipe(folder) { recipe in
        (recipe.split.train, recipe.split.validation, recipe.split.test) = (0.6, 0.2, 0.2)
        (recipe.split.stratify, recipe.split.group) = (stratify, "g")
      })
    let first = try items(plan)
    #expect(first.count == plan.count)
    for item in first { #expect(item.split == first[item.ordinal % 60].split) }
    #expect(Set(first.map(\.split)) == Set(Split.allCases))
    #expect(try items(plan) == first)
  }

  // MARK: The plan as a whole

  @Test("The digest changes with each cell and each choice that matters, and with nothing else")
  func digest() throws {
    func digest(_ csv: String, _ change: (inout Recipe) -> Void = { _ in }) throws -> String {
      try folder.write(csv, to: "table.csv")
      return try makePlan(tableRecipe(folder, change: change)).digest
    }
    let csv = "id,q,a,unused\n1,x,y,z\n2,x,y,z\n"
    let whole = try digest(csv)
    #expect(try digest("id,q,a,unused\n1,x,y,other\n2,x,y,\n") == whole)
    #expect(
      try digest(csv) { recipe in
        recipe.fetch.timeout = 1
        recipe.fetch.perHost = 1
        recipe.render.timeout = 1
      } == whole)
    var others = [
      try digest("id,q,a,unused\n1,x,Y,z\n2,x,y,z\n"), try digest("id,q,a,unused\n2,x,y,z\n1,x,y,z\n"),
      try digest("id,q,a,unused\n1,x,y,z\n"), try digest("id,q,a,unused\n1,xy,,z\n2,x,y,z\n"),
      try digest("id,q,a,unused\n1,x,y,z\n2,x,\"\",z\n"), try digest("id,q,a,unused\n1,x,y,z\n2,x,,z\n"), whole,
    ]
    let changes: [(inout Recipe) -> Void] = [
      { $0.dataset = "other" }, { $0.image.maxSide = 16 }, { $0.image.minSide = 16 }, { $0.image.quality = 89 },
      { $0.image.format = .png },
      { $0.image.detail = .low }, { $0.image.maxBytes = ByteSize(bytes: 5) }, { $0.split.seed = 1 },
      { ($0.split.train, $0.split.test) = (0.5, 0.5) }, { $0.files.maxBytes = ByteSize(bytes: 7) },
      { $0.answer = .text(Template(literal: "a")) },
      { $0.prompt.system = .one(Template(literal: "")) }, { $0.prompt.user = .one(Template(literal: "Ask {q}")) },
      { $0.fetch.allowPrivate = true }, { $0.answer = .json(["a", "q"]) }, { $0.split.group = "q" }, { $0.split.stratify = "q" },
    ]
    for change in changes { others.append(try digest(csv, change)) }
    #expect(Set(others).count == others.count)
  }

  @Test("A JSON value of another type is another plan, since it is another answer")
  func digestOfTypes() throws {
    var digests: Set<String> = []
    let values = ["5", "\"5\"", "true", "\"true\"", "null", "\"null\"", "\"\"", "[1]", "\"[1]\""]
    for value in values {
      try folder.write(#"{"id": "1", "q": "x", "a": "# + value + #", "b": 1}"#, to: "table.jsonl")
      digests.insert(try makePlan(tableRecipe(folder, table: "table.jsonl", answer: .json(["a", "b"]))).digest)
    }
    #expect(digests.count == values.count)
  }

  @Test("The digest does not depend on where the recipe lies")
  func digestElsewhere() throws {
    let other = try TemporaryFolder()
    for place in [folder, other] { try place.write("id,q,a\n1,x,y\n", to: "table.csv") }
    #expect(try makePlan(tableRecipe(folder)).digest == makePlan(tableRecipe(other)).digest)
  }

  @Test("An input that changes between the two readings ends the run")
  func changedInput() throws {
    for changed in ["id,q,a\n1,x,y\n2,x,y\n", "id,q,a\n1,x,z\n", "id,q,a\n"] {
      try folder.write("id,q,a\n1,x,y\n", to: "table.csv")
      let plan = try makePlan(tableRecipe(folder))
      try folder.write(changed, to: "table.csv")
      let error = try #require(throws: RunError.self) { try items(plan) }
      #expect(error.code == .input)
      #expect(error.message.contains("changed"))
    }
  }

  @Test("A stopped reading gives no plan")
  func stopped() throws {
    try folder.write("id,q,a\n1,x,y\n", to: "table.csv")
    func count(_ documents: [Plan.DocumentKey]) throws(RunError) -> [Int] { documents.map { _ in 0 } }
    let plan = try Plan(tableRecipe(folder), variant: .tuned, pageCounts: count, isStopped: { true })
    #expect(plan == nil)
  }
}
