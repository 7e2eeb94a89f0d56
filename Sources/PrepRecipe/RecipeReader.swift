import PrepCore
import PrepEvaluation
import PrepYAML
import Yams

/// Converts the YAML tree of a recipe to the typed value, section by section, and notes every mistake on the way.
struct RecipeReader {
  let notes: ReadingNotes
  let folder: String
  let providers: [String]

  /// Nil when a part is missing without which there is no recipe; the notes say which.
  func read(_ node: Node) -> (recipe: Recipe, evaluation: EvaluationRules?)? {
    guard var top = SectionReader(node, path: "", notes: notes) else { return nil }
    let dataset = top.text("dataset")
    var conditions: [RowCondition] = []
    let source = top.section("source").flatMap { self.source($0, &conditions) }
    let fetch = top.section("fetch").map(fetch)
    let isDocuments = if case .documents? = source { true } else { false }
    if top.holds("render"), source != nil, !isDocuments {
      notes.add(
        "render is given, and the source has no documents", remedy: "remove render, or use source.documents",
        line: top.line(of: "render"))
    }
    let render = top.section("render").map(render)
    let image = top.section("image").map(image)
    if isDocuments, let side = image?.maxSide, side > Limits.maxPageSide {
      notes.add(
        "image.max_side \(side) is above what a page can have", remedy: "pages have at most \(Limits.maxPageSide) pixels a side",
        line: notes.lines["image.max_side"])
    }
    if render?.tiles != nil, image?.fit == nil, image?.maxSide == nil {
      notes.add(
        "render.tiles is given, and nothing says how large an image may be",
        remedy: "give model and image: {fit: model}, or image.max_side", line: notes.lines["render.tiles"])
    }
    let prompt = top.section("prompt").flatMap(prompt)
    let answer = top.section("answer").flatMap(answer)
    let split = top.section("split").map { SplitReader(notes: notes).read($0) }
    let choices = "one of \(providers.joined(separator: ", ")), or the path of a profile (.yaml)"
    let provider = top.value("provider", expected: choices) { node in
      node.plainText.flatMap { providers.contains($0) || Recipe.isProfilePath($0) ? $0 : nil }
    }
    let model = top.value("model", expected: "the name of a model, such as gpt-4o-2024-08-06") { node in
      node.plainText.flatMap { $0.isEmpty ? nil : $0 }
    }
    if image?.fit == .model, notes.lines["model"] == nil {
      notes.add(
        "image.fit is model, and the recipe names no model", remedy: "name it at the top, such as model: gpt-4o-2024-08-06",
        line: notes.lines["image.fit"])
    }
    let files = top.section("files").map(files)
    let goals = top.section("goals").map { section in
      GoalsReader(notes: notes, hasImages: source?.hasImages ?? true, split: split ?? Recipe.Splitting()).read(section)
    }
    let evaluation = top.section("evaluation").map { EvaluationReader(notes: notes).read($0) }
    for key in ["dataset", "source", "prompt", "answer"] where notes.lines[key] == nil {
      notes.add("\(key) is missing", remedy: "every recipe has dataset, source, prompt and answer", line: 1)
    }
    top.finish()

    guard let dataset, let source, let prompt, let answer else { return nil }
    if dataset.isEmpty {
      notes.add("dataset is empty", remedy: "give the dataset a name", line: notes.lines["dataset"])
    }
    var recipe = Recipe(dataset: dataset, source: source, prompt: prompt, answer: answer, folder: folder)
    recipe.conditions = conditions
    if let fetch { recipe.fetch = fetch }
    if let render { recipe.render = render }
    if let image { recipe.image = image }
    if let split { recipe.split = split }
    if let provider { recipe.provider = provider }
    recipe.model = model
    if let files { recipe.files = files }
    if let goals { recipe.goals = goals }
    return (recipe, evaluation)
  }

  private func source(_ section: SectionReader, _ conditions: inout [RowCondition]) -> Recipe.Source? {
    var section = section
    defer { section.finish() }
    let kinds = ["table", "sqlite", "documents"].filter(section.holds)
    guard kinds.count == 1, let kind = kinds.first else {
      // Unknown keys are reported with all keys that could be meant here.
      for key in ["table", "sqlite", "query", "documents", "labels", "id", "images", "password", "where"] {
        _ = section.take(key)
      }
      notes.add(
        kinds.isEmpty ? "source names no input" : "source names \(kinds.joined(separator: " and "))",
        remedy: "give exactly one of table, sqlite or documents", line: section.line)
      return nil
    }
    let input = section.text(kind)
    if input?.isEmpty == true {
      notes.add("source.\(kind) is empty", remedy: "give the path of the input", line: section.line(of: kind))
    }
    if kind != "table", section.holds("where") {
      _ = section.take("where")
      notes.add(
        "source.where is given with source.\(kind)",
        remedy: kind == "sqlite" ? "write the condition into source.query" : "leave out what is not wanted in source.documents",
        line: section.line(of: "where"))
    }
    switch kind {
    case "table":
      let id = section.text("id")
      if let section = section.section("where") { conditions = self.conditions(section) }
      guard let images = images(&section), let input else { return nil }
      return .table(path: input, id: id, images: images)
    case "sqlite":
      let id = section.text("id")
      let query = section.text("query")
      if !section.holds("query"), query == nil, notes.lines["source.query"] == nil {
        notes.add("source.query is missing", remedy: "give the SELECT whose rows are the items", line: section.line)
      }
      guard let images = images(&section), let input, let query else { return nil }
      return .sqlite(path: input, query: query, id: id, images: images)
    default:
      let labels = section.text("labels")
      let id = section.text("id") ?? "file"
      let password = section.text("password")
      if labels == nil, password != nil {
        notes.add(
          "source.password is given without source.labels", remedy: "the password is a column of the label table",
          line: section.line(of: "password"))
      }
      return input.map { .documents(glob: $0, labels: labels, id: id, password: password) }
    }
  }

  private func conditions(_ section: SectionReader) -> [RowCondition] {
    var section = section
    return section.takeNames().compactMap { name, line, node in
      guard node.mapping != nil else {
        let texts = node.sequence?.map(\.plainText) ?? [node.plainText]
        if texts.allSatisfy({ $0 != nil }), !texts.isEmpty { return RowCondition(name, .oneOf(texts.compactMap(\.self))) }
        notes.add(
          "\(section.full(name)) is \(node.kindForPeople)",
          remedy: "expected a value, a list of values, or {at_least: 0.8, at_most: 1}", line: line)
        return nil
      }
      guard var bounds = SectionReader(node, path: section.full(name), notes: notes) else { return nil }
      let (least, most) = (bounds.number("at_least", in: -1e15...1e15), bounds.number("at_most", in: -1e15...1e15))
      bounds.finish()
      if bounds.isEmpty, ["at_least", "at_most"].allSatisfy({ notes.lines[bounds.full($0)] == nil }) {
        notes.add("\(bounds.path) has no bound", remedy: "give at_least, at_most or both", line: line)
      } else if let least, let most, least > most {
        notes.add("\(bounds.path) is met by no number", remedy: "at_least is at most at_most", line: line)
      }
      return RowCondition(name, .within(atLeast: least, atMost: most))
    }
  }

  private func images(_ section: inout SectionReader) -> [String]? {
    if notes.lines["source.images"] == nil {
      _ = section.take("images")
      notes.add(
        "source.images is missing", remedy: "name the columns with paths or addresses: [image_path]; for text only write []",
        line: section.line)
      return nil
    }
    return section.texts("images")
  }

  private func fetch(_ section: SectionReader) -> Recipe.Fetch {
    var section = section
    var fetch = Recipe.Fetch()
    if let value = section.seconds("timeout") { fetch.timeout = value }
    if let value = section.whole("retries", in: 0...10) { fetch.retries = value }
    if let value = section.seconds("deadline") {
      fetch.deadline = value
      if value < fetch.timeout {
        notes.add(
          "fetch.deadline is shorter than fetch.timeout, which is for one try",
          remedy: "raise fetch.deadline, or lower fetch.timeout", line: section.line(of: "deadline"))
      }
    } else {
      fetch.deadline = max(fetch.deadline, fetch.timeout)
    }
    if let value = section.size("max_bytes") { fetch.maxBytes = value }
    if let value = section.whole("redirects", in: 0...50) { fetch.redirects = value }
    if let value = section.whole("per_host", in: 1...256) { fetch.perHost = value }
    if let value = section.flag("allow_private") { fetch.allowPrivate = value }
    if let node = section.take("headers") { fetch.headers = headers(node) }
    fetch.userAgent = section.value("user_agent", expected: "a text of one line") { node in
      node.plainText.flatMap { $0.isEmpty || $0.contains(where: \.isNewline) ? nil : $0 }
    }
    fetch.caFile = section.text("ca_file")
    section.finish()
    return fetch
  }

  /// Reads headers of requests. Messages name them and never repeat a value, which may be a secret.
  private func headers(_ node: Node) -> [Recipe.Header] {
    guard let mapping = node.mapping else {
      notes.add("fetch.headers is no mapping", remedy: "write it as {Name: value}", line: node.mark?.line)
      return []
    }
    var headers: [Recipe.Header] = []
    for (key, value) in mapping {
      let name = key.string ?? ""
      let line = key.mark?.line ?? node.mark?.line
      if !Self.isHeaderName(name) {
        notes.add("fetch.headers has a name that no header can have", remedy: "use letters, digits and hyphens", line: line)
      } else if Self.ownHeaders.contains(name.lowercased()) {
        notes.add("fetch.headers.\(name) is set by the program", remedy: "remove it", line: line)
      } else if headers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
        notes.add("fetch.headers.\(name) is given twice", remedy: "give each header once", line: line)
      } else if let text = value.plainText, !text.isEmpty, !text.unicodeScalars.contains(where: { $0.value < 0x20 }) {
        headers.append(Recipe.Header(name, text))
      } else {
        notes.add("fetch.headers.\(name) is no text of one line", remedy: "expected a text, such as \"${TOKEN}\"", line: line)
      }
    }
    return headers
  }

  /// Headers that would change what a request is.
  private static let ownHeaders: Set<String> = [
    "host", "content-length", "transfer-encoding", "connection", "accept-encoding", "range", "te", "upgrade", "if-match",
    "if-none-match", "if-modified-since", "if-unmodified-since", "if-range",
  ]

  private static func isHeaderName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "-_".utf8.contains(byte)
      }
  }

  private func render(_ section: SectionReader) -> Recipe.Render {
    var section = section
    var render = Recipe.Render()
    if let value = section.number("dpi", in: 1...4800) { render.dpi = value }
    let pages = section.value("pages", expected: "all, first, or page numbers such as \"1-3,5\"") {
      $0.plainText.flatMap(PageSelection.init(parsing:))
    }
    if let pages { render.pages = pages }
    if let value = section.choice("per", of: Recipe.Render.Per.self) { render.per = value }
    render.tiles = tiles(&section)
    if let value = section.seconds("timeout") { render.timeout = value }
    section.finish()
    return render
  }

  private func tiles(_ section: inout SectionReader) -> Recipe.Render.Tiles? {
    let range = 2...100
    let expected = "none, auto, or the most crops of a page, from \(range.lowerBound) to \(range.upperBound)"
    let tiles = section.value("tiles", expected: expected) { node -> [Recipe.Render.Tiles]? in
      switch node.plainText {
      case "none"?: return []
      case "auto"?: return [.auto]
      default: return node.scalar.flatMap(Int.construct(from:)).flatMap { range.contains($0) ? [.most($0)] : nil }
      }
    }
    return tiles?.first
  }

  private func image(_ section: SectionReader) -> Recipe.Image {
    var section = section
    var image = Recipe.Image()
    if let value = section.choice("format", of: Recipe.Image.Format.self) { image.format = value }
    image.minSide = section.whole("min_side", in: 1...Limits().maxSide)
    image.maxSide = section.whole("max_side", in: 16...Limits().maxSide)
    image.fit = section.choice("fit", of: Recipe.Image.Fit.self)
    image.maxBytes = section.size("max_bytes")
    if let value = section.whole("max_pixels", in: 1...2_000_000_000) { image.maxPixels = value }
    if let value = section.whole("quality", in: 1...100) { image.quality = value }
    image.detail = section.choice("detail", of: Recipe.Image.Detail.self)
    if let value = section.choice("verify", of: Recipe.Image.Verify.self) { image.verify = value }
    if let value = section.choice("truncated", of: Recipe.Image.Truncated.self) { image.truncated = value }
    if let value = section.flag("flags") { image.flags = value }
    if let value = section.choices("refuse", of: PictureFlag.self) { image.refuse = value }
    if let least = image.minSide, let most = image.maxSide, least > most {
      notes.add(
        "image.min_side \(least) is above image.max_side \(most)", remedy: "no image can satisfy both; lower min_side",
        line: section.line(of: "min_side"))
    }
    section.finish()
    return image
  }

  private func prompt(_ section: SectionReader) -> Recipe.Prompt? {
    var section = section
    let system = promptText(&section, "system")
    if notes.lines["prompt.user"] == nil {
      notes.add("prompt.user is missing", remedy: "give the text that the model is asked", line: section.line)
    }
    let user = promptText(&section, "user")
    section.finish()
    return user.map { Recipe.Prompt(system: system, user: $0) }
  }

  /// Reads one template, or two under `tuned` and `base`.
  private func promptText(_ section: inout SectionReader, _ key: String) -> Recipe.Prompt.Text? {
    guard let node = section.take(key) else { return nil }
    guard node.mapping != nil else { return section.template(node, key: key).map { .one($0) } }
    guard var two = SectionReader(node, path: "prompt.\(key)", notes: notes) else { return nil }
    let tuned = two.template("tuned")
    let base = two.template("base")
    for name in ["tuned", "base"] where notes.lines["prompt.\(key).\(name)"] == nil {
      notes.add("prompt.\(key).\(name) is missing", remedy: "give both tuned and base, or one text", line: two.line)
    }
    two.finish()
    guard let tuned, let base else { return nil }
    return .two(tuned: tuned, base: base)
  }

  private func answer(_ section: SectionReader) -> Recipe.Answer? {
    var section = section
    let columns = section.texts("json")
    let text = section.template("text")
    let given = ["json", "text"].filter { notes.lines["answer.\($0)"] != nil }
    section.finish()
    guard given.count == 1 else {
      notes.add(
        given.isEmpty ? "answer names neither json nor text" : "answer names both json and text",
        remedy: "give json: [column, ...] or text: \"{column}\"", line: section.line)
      return nil
    }
    if let columns {
      let doubled = columns.indices.first { columns[..<$0].contains(columns[$0]) }
      if let doubled {
        notes.add(
          "answer.json names \"\(columns[doubled])\" twice", remedy: "name each column once", line: section.line(of: "json"))
      }
      if columns.isEmpty {
        notes.add("answer.json is empty", remedy: "name at least one column", line: section.line(of: "json"))
      }
      return .json(columns)
    }
    return text.map { .text($0) }
  }

  private func files(_ section: SectionReader) -> Recipe.Files {
    var section = section
    var files = Recipe.Files()
    if let value = section.size("max_bytes") { files.maxBytes = value }
    section.finish()
    return files
  }
}
