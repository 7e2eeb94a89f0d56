import PrepCore
import TestPlans
import TestSupport
import Testing

@testable import PrepPlan

@Suite("Plans of documents")
struct DocumentPlanTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["b.pdf", "a.pdf", "C.pdf"] { try folder.write("%PDF", to: "in/\(name)") }
  }

  private func recipe(
    glob: String = "in/*.pdf", labels: String? = "labels.csv", id: String = "file", password: String? = nil,
    answer: String = "{minutes}",
    change: (inout Recipe) -> Void = { _ in }
  ) throws -> Recipe {
    var recipe = Recipe(
      dataset: "drawings", source: .documents(glob: glob, labels: labels, id: id, password: password),
      prompt: Recipe.Prompt(system: nil, user: .one(Template(literal: "Estimate"))), answer: .text(try Template(parsing: answer)),
      folder: folder.path)
    change(&recipe)
    return recipe
  }

  @Test("Documents come in byte order with the labels of their names")
  func joined() throws {
    try folder.write("file,minutes\nb.pdf,2\nin/a.pdf,1\nC.pdf,3\n", to: "labels.csv")
    let items = try items(makePlan(recipe()))
    #expect(items.map(\.id) == ["C.pdf", "a.pdf", "b.pdf"])
    #expect(items.map(\.conversation.assistant) == ["3", "1", "2"])
    #expect(items[0].sources == [.document("in/C.pdf", pages: .selection(.all), password: nil)])
    #expect(items.allSatisfy { $0.failure == nil })
  }

  @Test("A document without a label row lacks a value, a label row without its document is not found")
  func notJoined() throws {
    try folder.write("file,minutes\nz.pdf,9\na.pdf,1\ny.pdf,8\n", to: "labels.csv")
    let items = try items(makePlan(recipe()))
    #expect(items.map(\.id) == ["C.pdf", "a.pdf", "b.pdf", "z.pdf", "y.pdf"])
    #expect(items.map { $0.failure?.code } == [.missingValue, nil, .missingValue, .notFound, .notFound])
    #expect(items.map { $0.failure?.stage } == [.plan, nil, .plan, .plan, .plan])
    #expect(items[3].failure?.message.contains("line 2") == true)
  }

  @Test("An empty label cell is a missing value")
  func emptyCell() throws {
    try folder.write("file,minutes\na.pdf,1\nb.pdf,\nC.pdf,3\n", to: "labels.csv")
    #expect(try items(makePlan(recipe())).map { $0.failure?.code } == [nil, nil, .missingValue])
  }

  @Test("Another column may hold the name, and one the password")
  func columns() throws {
    try folder.write("drawing,minutes,secret\na.pdf,1,\nb.pdf,2,open sesame\nC.pdf,3,\n", to: "labels.csv")
    let items = try items(makePlan(recipe(id: "drawing", password: "secret")))
    #expect(items.map { $0.document?.password } == [nil, nil, "open sesame"])
    #expect(try DocumentList(recipe(id: "drawing", password: "secret")).keys.map(\.password) == [nil, nil, "open sesame"])
  }

  @Test("The file's name stands in templates whatever the label table's columns are called")
  func fileName() throws {
    try folder.write("drawing,minutes\na.pdf,1\nb.pdf,2\nC.pdf,3\n", to: "labels.csv")
    let items = try items(makePlan(recipe(id: "drawing", answer: "{file}: {minutes}")))
    #expect(items.map(\.conversation.assistant) == ["C.pdf: 3", "a.pdf: 1", "b.pdf: 2"])
  }

  @Test("Without labels the file's name is all there is")
  func withoutLabels() throws {
    let items = try items(makePlan(recipe(labels: nil, answer: "{file}")))
    #expect(items.map(\.conversation.assistant) == ["C.pdf", "a.pdf", "b.pdf"])
    let error = try #require(throws: RunError.self) { try makePlan(recipe(labels: nil)) }
    #expect(error.key == "answer.text")
  }

  @Test("With one item a page, ids hold the page, and a document that cannot be counted is one item")
  func perPage() throws {
    try folder.write("file,minutes\na.pdf,1\nb.pdf,2\nC.pdf,3\n", to: "labels.csv")
    let pages = ["in/C.pdf": 3, "in/a.pdf": 0, "in/b.pdf": 1]
    let all = try items(makePlan(recipe { $0.render.per = .page }, pages: pages))
    #expect(all.map(\.id) == ["C.pdf#1", "C.pdf#2", "C.pdf#3", "a.pdf", "b.pdf#1"])
    #expect(all[1].sources == [.document("in/C.pdf", pages: .single(1), password: nil)])
    #expect(all[3].sources == [.document("in/a.pdf", pages: .selection(.all), password: nil)])
    let some = try items(
      makePlan(
        recipe { recipe in
          recipe.render.per = .page
          recipe.render.pages = .ranges([2...9])
        }, pages: pages))
    #expect(some.map(\.id) == ["C.pdf#2", "C.pdf#3", "a.pdf", "b.pdf"])
  }

  @Test("A folder in place of a pattern means every PDF below it")
  func folderOfDocuments() throws {
    try folder.write("%PDF", to: "in/deep/d.PDF")
    #expect(try items(makePlan(recipe(glob: "in", labels: nil, answer: "x"))).map(\.id) == ["C.pdf", "a.pdf", "b.pdf", "d.PDF"])
  }

  @Test("Two documents of one name are an error that names both")
  func equalNames() throws {
    try folder.write("%PDF", to: "in/deep/a.pdf")
    let error = try #require(throws: RunError.self) { try makePlan(recipe(glob: "in/**/*.pdf", labels: nil, answer: "x")) }
    #expect(error.key == "source.documents")
    #expect(error.message.contains("in/a.pdf") && error.message.contains("in/deep/a.pdf"))
  }

  @Test("Two labels of one document are an error that names both lines")
  func equalLabels() throws {
    try folder.write("file,minutes\na.pdf,1\nb.pdf,2\na.pdf,3\n", to: "labels.csv")
    let error = try #require(throws: RunError.self) { try makePlan(recipe()) }
    #expect(error.code == .input)
    #expect(error.message.contains("line 4") && error.message.contains("line 2"))
  }

  @Test("A pattern that matches nothing is an error that repeats it")
  func noMatch() throws {
    let error = try #require(throws: RunError.self) { try makePlan(recipe(glob: "out/*.pdf", labels: nil)) }
    #expect(error.key == "source.documents")
    #expect(error.message.contains("out/*.pdf"))
  }

  @Test(
    "A column that the labels do not have is an error with its key", arguments: ["source.id", "source.password", "answer.text"])
  func unknownColumn(key: String) throws {
    try folder.write("file,minutes\na.pdf,1\n", to: "labels.csv")
    let recipe = try recipe(
      id: key == "source.id" ? "nope" : "file", password: key == "source.password" ? "nope" : nil,
      answer: key == "answer.text" ? "{nope}" : "{minutes}")
    let error = try #require(throws: RunError.self) { try makePlan(recipe) }
    #expect(error.description.contains("nope"))
    #expect(error.key == key)
  }
}
