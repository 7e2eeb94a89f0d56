package import PrepCore
import PrepYAML
import Yams

extension ProviderProfile {
  /// Reads a profile and validates it as a whole.
  /// - Parameters:
  ///   - yaml: the profile's text; JSON is YAML, too.
  ///   - file: the file as the user named it, for messages.
  /// - Throws: all mistakes at once, each with its line and what would be right.
  package init(yaml: String, file: String) throws(RecipeError) {
    let notes = ReadingNotes(subject: "the profile")
    let root = YAMLTree.compose(yaml, notes, ifEmpty: "begin with: extends: openai")
    guard let profile = root.flatMap(ProfileReader(notes: notes).read), notes.problems.isEmpty else {
      throw RecipeError(recipe: file, problems: notes.problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }
    self = profile
  }
}

/// Lifts the YAML tree of a profile to the typed value, noting every mistake on the way.
struct ProfileReader {
  let notes: ReadingNotes

  /// Nil when something without which there is no profile is missing; the notes say what.
  func read(_ node: Node) -> ProviderProfile? {
    guard var top = SectionReader(node, path: "", notes: notes) else { return nil }
    let names = ProviderProfile.names
    let base = top.value("extends", expected: "one of \(names.joined(separator: ", "))") { node in
      node.plainText.flatMap { ProviderProfile.named($0) }
    }
    var profile = base ?? ProviderProfile(name: "", title: "", collected: "", source: "")
    if let value = top.text("name") { profile.name = value }
    if let value = top.text("title") { profile.title = value }
    if let value = top.text("source") { profile.source = value }
    let date = top.value("date", expected: "a month such as 2026-11, or a day such as 2026-11-21") { node in
      node.plainText.flatMap { Self.isDate($0, parts: 2...3) ? $0 : nil }
    }
    if let date { profile.collected = date }
    if let section = top.section("record") { read(section, into: &profile.record) }
    if let section = top.section("images") { read(section, into: &profile.images) }
    if let section = top.section("file") { read(section, into: &profile.file) }
    if let value = top.text("models_source") { profile.modelSource = value }
    if let models = list("models", in: &top, { model($0, base: profile.models) }) {
      // What the base knows of its other models still holds, but whether they are trained here it cannot say.
      let named = Set(models.map(\.name))
      profile.models = models + profile.models.filter { !named.contains($0.name) }.map(\.counting)
    }
    if let closings = list("closing", in: &top, { closing($0) }) { profile.closings = closings }
    if let section = top.section("verdicts") { read(section, into: &profile.severities) }
    if let value = top.texts("unconfirmed", of: "sentences") { profile.unconfirmed = value }
    top.finish()

    for (key, value) in [
      ("name", profile.name), ("title", profile.title), ("date", profile.collected), ("source", profile.source),
    ] where value.isEmpty && notes.lines[key] == nil {
      notes.add("\(key) is missing", remedy: "a profile has name, title, date and source, or extends another", line: 1)
    }
    if profile.formats.isEmpty, notes.lines["images.formats"] == nil {
      notes.add("images.formats is missing", remedy: "name the formats that are taken: [jpeg, png]", line: 1)
    }
    if profile.record.roles.isEmpty, notes.lines["record.roles"] == nil {
      notes.add("record.roles is missing", remedy: "name the roles that messages may have: [system, user, assistant]", line: 1)
    }
    return profile
  }

  private func read(_ section: SectionReader, into record: inout ProviderProfile.Record) {
    var section = section
    if let value = section.choice("format", of: ProviderProfile.Record.Format.self) { record.format = value }
    if let value = section.texts("keys", of: "keys") { record.keys = value }
    if let value = section.texts("roles", of: "roles") { record.roles = value }
    if let value = section.text("schema") { record.schema = value }
    if let value = section.texts("addresses", of: "paths") { record.addresses = value }
    if let value = section.texts("parts", of: "parts") { record.parts = value }
    if let value = section.texts("reserved", of: "words") { record.reserved = value.filter { !$0.isEmpty } }
    section.finish()
  }

  private func read(_ section: SectionReader, into images: inout ProviderProfile.Images) {
    var section = section
    if let value = choices("formats", in: &section, of: ProviderProfile.Images.Format.self) {
      images.formats = value
      if value.isDisjoint(with: [.jpeg, .png, .webp]) {
        notes.add(
          "images.formats has no format that is read here", remedy: "name jpeg, png or webp", line: section.line(of: "formats"))
      }
    }
    if let value = choices("modes", in: &section, of: ProviderProfile.Images.Mode.self) { images.modes = value }
    if let value = section.texts("roles", of: "roles") { images.roles = Set(value) }
    if let value = choices("places", in: &section, of: ProviderProfile.Images.Place.self) { images.places = value }
    if let value = section.whole("per_example", in: 0...1_000_000) { images.perExample = value }
    if let value = section.size("max_bytes") { images.maxBytes = value.bytes }
    let sides = section.value("sides", expected: "the least and the most pixels a side: [10, 8192]") {
      node -> ClosedRange<Int>? in
      let numbers = (node.sequence ?? []).compactMap { $0.scalar.flatMap(Int.construct(from:)) }
      return numbers.count == 2 && node.sequence?.count == 2 && numbers[0] >= 1 && numbers[0] <= numbers[1]
        ? numbers[0]...numbers[1] : nil
    }
    if let sides { images.sides = sides }
    if let value = section.texts("skipped", of: "words") { images.skipped = value }
    if let value = section.flag("same_bucket") { images.isOneBucket = value }
    section.finish()
  }

  private func read(_ section: SectionReader, into file: inout ProviderProfile.File) {
    var section = section
    if let value = section.size("max_bytes") { file.maxBytes = value.bytes }
    if let value = section.whole("min_examples", in: 0...Int.max) { file.minExamples = value }
    if let value = section.whole("max_examples", in: 1...Int.max) { file.maxExamples = value }
    if let value = section.whole("max_examples_with_images", in: 1...Int.max) { file.maxExamplesWithImages = value }
    section.finish()
  }

  private func closing(_ section: SectionReader) -> ProviderProfile.Closing? {
    var section = section
    let date = day("date", in: &section)
    let after = day("after", in: &section)
    let what = section.text("what")
    section.finish()
    guard let day = after ?? date, let what else {
      let hasDay = notes.lines["\(section.path).date"] != nil || notes.lines["\(section.path).after"] != nil
      if !hasDay || notes.lines["\(section.path).what"] == nil {
        notes.add(
          "\(section.path) is incomplete", remedy: "give date and what; after instead of date for the last day",
          line: section.line)
      }
      return nil
    }
    if after != nil, date != nil {
      notes.add("\(section.path) has date and after", remedy: "give one of them: after for the last day", line: section.line)
    }
    return ProviderProfile.Closing(date: day, isLastDay: after != nil, what: what)
  }

  private func read(_ section: SectionReader, into severities: inout [CheckCode: CheckCode.Severity?]) {
    var section = section
    let words = CheckCode.Severity.allCases.map(\.rawValue) + ["accepted"]
    for code in CheckCode.allCases {
      let word = section.value(code.rawValue, expected: "one of \(words.joined(separator: ", "))") { node in
        node.plainText.flatMap { words.contains($0) ? $0 : nil }
      }
      if let word { severities[code] = .some(CheckCode.Severity(rawValue: word)) }
    }
    section.finish()
  }

  func day(_ key: String, in section: inout SectionReader) -> String? {
    section.value(key, expected: "a day such as 2027-01-06") { node in
      node.plainText.flatMap { Self.isDate($0, parts: 3...3) ? $0 : nil }
    }
  }

  private func choices<Choice: RawRepresentable<String> & CaseIterable & Hashable>(
    _ key: String, in section: inout SectionReader, of: Choice.Type
  ) -> Set<Choice>? {
    let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return section.value(key, expected: "a list of \(words)") { node in
      guard let sequence = node.sequence else { return nil }
      let values = sequence.compactMap { $0.plainText.flatMap(Choice.init(rawValue:)) }
      return values.count == sequence.count ? Set(values) : nil
    }
  }

  /// The elements of a list of mappings.
  private func list<Element>(_ key: String, in top: inout SectionReader, _ read: (SectionReader) -> Element?) -> [Element]? {
    let nodes = top.value(key, expected: "a list of mappings") { $0.sequence.map(Array.init) }
    return nodes?.enumerated().compactMap { index, node in
      SectionReader(node, path: "\(key)[\(index)]", notes: notes).flatMap(read)
    }
  }

  /// Whether a text is a date of the calendar in the order of ISO 8601, with as many parts.
  private static func isDate(_ text: String, parts: ClosedRange<Int>) -> Bool {
    let fields = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = fields.compactMap { $0.utf8.allSatisfy { (48...57).contains($0) } ? Int($0) : nil }
    guard parts.contains(fields.count), numbers.count == fields.count, fields[0].count == 4,
      fields.dropFirst().allSatisfy({ $0.count == 2 }), (1...12).contains(numbers[1])
    else { return false }
    return numbers.count < 3 || (1...31).contains(numbers[2])
  }
}
