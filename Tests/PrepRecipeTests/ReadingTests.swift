import PrepCore
import PrepRecipe
import Testing

@Suite("Reading recipes")
struct ReadingTests {
  private static let full = """
    dataset: watches
    source:
      table: watches.csv            # csv, tsv, json, jsonl
      id: image_path
      images: [image_path]
    fetch: {timeout: 30s, max_bytes: 50MB, redirects: 5, per_host: 8, allow_private: false}
    image:
      format: auto
      min_side: 1024
      max_side: 2048
      quality: 90
      detail: high
    prompt:
      system: You are an expert watch identifier ...
      user: Identify this watch ...
    answer: {json: [reference_number, brand, model, case_size, year, material]}
    split: {train: 0.8, validation: 0.1, test: 0.1, stratify: brand, group: session, seed: 42}
    provider: openai
    files: {max_bytes: 512MB}
    """

  @Test("Conditions on rows read to bounds and texts")
  func conditions() throws {
    let yaml = Self.full.replacing(
      "  id: image_path\n",
      with: "  id: image_path\n  where: {confidence: {at_least: 0.8}, n: {at_most: -1}, kind: [a, 1], sort: b}\n")
    #expect(
      try read(yaml).recipe.conditions == [
        RowCondition("confidence", .within(atLeast: 0.8, atMost: nil)), RowCondition("n", .within(atLeast: nil, atMost: -1)),
        RowCondition("kind", .oneOf(["a", "1"])), RowCondition("sort", .oneOf(["b"])),
      ])
  }

  @Test("The full example reads to its values")
  func fullExample() throws {
    let document = try read(Self.full)
    let recipe = document.recipe
    #expect(recipe.dataset == "watches")
    #expect(recipe.source == .table(path: "watches.csv", id: "image_path", images: ["image_path"]))
    #expect(recipe.fetch.timeout == 30)
    #expect(recipe.fetch.maxBytes.bytes == 50_000_000)
    #expect(recipe.fetch.redirects == 5)
    #expect(recipe.fetch.perHost == 8)
    #expect(recipe.fetch.allowPrivate == false)
    #expect(recipe.render == Recipe.Render())
    #expect(recipe.image.format == .auto)
    #expect(recipe.image.minSide == 1024)
    #expect(recipe.image.maxSide == 2048)
    #expect(recipe.image.maxBytes == nil)
    #expect(recipe.image.quality == 90)
    #expect(recipe.image.detail == .high)
    #expect(recipe.prompt.system == .one(Template(literal: "You are an expert watch identifier ...")))
    #expect(recipe.prompt.user == .one(Template(literal: "Identify this watch ...")))
    #expect(recipe.answer == .json(["reference_number", "brand", "model", "case_size", "year", "material"]))
    #expect([recipe.split.train, recipe.split.validation, recipe.split.test] == [0.8, 0.1, 0.1])
    #expect(recipe.split.stratify == "brand")
    #expect(recipe.split.group == "session")
    #expect(recipe.split.seed == 42)
    #expect(recipe.provider == "openai")
    #expect(recipe.files.maxBytes.bytes == 512_000_000)
    #expect(recipe.folder == "/data")
  }

  @Test(
    "Crops of large pages are wanted or not",
    arguments: [("auto", Recipe.Render.Tiles.auto), ("6", .most(6)), ("100", .most(100)), ("none", nil)])
  func tiles(text: String, tiles: Recipe.Render.Tiles?) throws {
    let recipe = try read(Right.documents.line(6, "  tiles: \(text)") + "model: gpt-4o\nimage: {fit: model}\n").recipe
    #expect(recipe.render.tiles == tiles)
    #expect(recipe.model == "gpt-4o")
    #expect(recipe.image.fit == .model)
  }

  @Test("Ways to divide are read, and goals of splits go with each")
  func splits() throws {
    func split(_ keys: String) throws -> Recipe.Splitting {
      try read(Right.table + "split: {\(keys)}\ngoals: {test: 5}\n").recipe.split
    }
    #expect(try split("validation: 0.1, test: 0.1, exact: true").exact)
    #expect(try split("column: set").column == "set")
    #expect(try split("keep: out-1, exact: true, test: 0.1").keep == "out-1")
    let folds = try split("folds: 4, validation: 0.25, stratify: a, group: b, seed: 3")
    #expect(folds.folds == 4)
    #expect([folds.train, folds.validation, folds.test] == [0.5, 0.25, 0.25])
  }

  @Test("The document knows the line of each key")
  func lines() throws {
    let lines = try read(Self.full).lines
    #expect(lines["dataset"] == 1)
    #expect(lines["source"] == 2)
    #expect(lines["source.table"] == 3)
    #expect(lines["source.id"] == 4)
    #expect(lines["fetch.per_host"] == 6)
    #expect(lines["image.detail"] == 12)
    #expect(lines["answer.json"] == 16)
    #expect(lines["split.group"] == 17)
    #expect(lines["files.max_bytes"] == 19)
    #expect(lines["render"] == nil)
  }

  @Test("What is not given has its default")
  func defaults() throws {
    let recipe = try read("dataset: a\nsource: {table: a.csv, images: []}\nprompt: {user: \"{q}\"}\nanswer: {text: \"{a}\"}\n")
      .recipe
    #expect(recipe.source == .table(path: "a.csv", id: nil, images: []))
    #expect(recipe.fetch == Recipe.Fetch())
    #expect(recipe.fetch.retries == 3)
    #expect(recipe.fetch.deadline == 120)
    #expect(recipe.render == Recipe.Render())
    #expect(recipe.image == Recipe.Image())
    #expect(recipe.prompt.system == nil)
    #expect(recipe.answer == .text(try Template(parsing: "{a}")))
    #expect(recipe.split == Recipe.Splitting())
    #expect(recipe.split.train == 1)
    #expect(recipe.provider == "openai")
    #expect(recipe.files.maxBytes.bytes == 512_000_000)
  }

  @Test("A query on a database")
  func sqlite() throws {
    let recipe = try read(
      """
      dataset: leads
      source: {sqlite: leads.db, query: "SELECT address, snippet, classification FROM property_scans", id: address, images: []}
      prompt: {user: "{snippet}"}
      answer: {text: "{classification}"}
      """
    ).recipe
    #expect(
      recipe.source
        == .sqlite(
          path: "leads.db", query: "SELECT address, snippet, classification FROM property_scans", id: "address", images: []))
  }

  @Test("Documents with labels, and how their pages are drawn")
  func documents() throws {
    let recipe = try read(
      """
      dataset: drawings
      source: {documents: "drawings/*.pdf", labels: labels.csv, id: name, password: secret}
      render: {dpi: 150, pages: "1-3,5", per: page, timeout: 2m}
      image: {format: png, max_bytes: 10MB, max_pixels: 1000000}
      prompt: {system: {tuned: short, base: long}, user: {tuned: "a {x}", base: "b {y}"}}
      answer: {json: [minutes]}
      """
    ).recipe
    #expect(recipe.source == .documents(glob: "drawings/*.pdf", labels: "labels.csv", id: "name", password: "secret"))
    #expect(recipe.render.dpi == 150)
    #expect(recipe.render.pages == .ranges([1...3, 5...5]))
    #expect(recipe.render.per == .page)
    #expect(recipe.render.timeout == 120)
    #expect(recipe.image.format == .png)
    #expect(recipe.image.maxBytes?.bytes == 10_000_000)
    #expect(recipe.image.maxPixels == 1_000_000)
    #expect(recipe.prompt.user.template(for: .tuned).columns == ["x"])
    #expect(recipe.prompt.user.template(for: .base).columns == ["y"])
    #expect(recipe.prompt.system == .two(tuned: Template(literal: "short"), base: Template(literal: "long")))
  }

  @Test("Documents without labels are named by their files")
  func documentsAlone() throws {
    let recipe = try read("dataset: a\nsource: {documents: in}\nprompt: {user: hi}\nanswer: {text: \"{file}\"}\n").recipe
    #expect(recipe.source == .documents(glob: "in", labels: nil, id: "file", password: nil))
  }

  @Test(
    "Times have units",
    arguments: [("30s", 30.0), ("500ms", 0.5), ("2m", 120), ("1h", 3600), ("45", 45), ("1.5 s", 1.5), ("24h", 86_400)])
  func times(text: String, seconds: Double) throws {
    let yaml =
      "dataset: a\nsource: {table: a.csv, images: []}\nfetch: {timeout: \(text)}\nprompt: {user: hi}\nanswer: {text: \"{a}\"}\n"
    #expect(try read(yaml).recipe.fetch.timeout == seconds)
  }

  @Test(
    "The share that is left out is what the others leave",
    arguments: [
      ("{validation: 0.25}", [0.75, 0.25, 0]), ("{test: 0.5, validation: 0.25}", [0.25, 0.25, 0.5]), ("{train: 1}", [1, 0, 0]),
      ("{test: 1}", [0, 0, 1]), ("{train: 0.7, validation: 0.2, test: 0.1}", [0.7, 0.2, 0.1]),
    ])
  func shares(split: String, expected: [Double]) throws {
    let yaml = "dataset: a\nsource: {table: a.csv, images: []}\nsplit: \(split)\nprompt: {user: hi}\nanswer: {text: \"{a}\"}\n"
    let recipe = try read(yaml).recipe
    #expect([recipe.split.train, recipe.split.validation, recipe.split.test] == expected)
  }

  @Test("Anchors and aliases are read as what they stand for")
  func aliases() throws {
    let yaml = "dataset: &name watches\nsource: {table: a.csv, images: []}\nprompt: {user: *name}\nanswer: {text: \"{a}\"}\n"
    #expect(try read(yaml).recipe.prompt.user == .one(Template(literal: "watches")))
  }

  @Test("What downloads may try and send")
  func downloads() throws {
    let fetch = """
      timeout: 5m
        retries: 0
        headers: {X-Api-Key: "${KEY}", Accept: image/*}
        user_agent: someone/1
        ca_file: ca.pem
      """
    let yaml =
      "dataset: a\nsource: {table: a.csv, images: []}\nfetch:\n  \(fetch)\nprompt: {user: hi}\nanswer: {text: \"{a}\"}\n"
    let found = try read(yaml).recipe.fetch
    #expect(found.retries == 0)
    // No shorter than one try.
    #expect(found.deadline == 300)
    #expect(found.headers == [Recipe.Header("X-Api-Key", "${KEY}"), Recipe.Header("Accept", "image/*")])
    #expect(found.userAgent == "someone/1")
    #expect(found.caFile == "ca.pem")
  }
}
