import PrepCore
import PrepDigest
import PrepJSON
import PrepTables

/// Turns inputs into items, with the recipe's columns and templates.
package struct ItemComposer {
  private let recipe: Recipe
  private let variant: Recipe.Prompt.Variant
  /// Columns of a text table that stay strings, because not all of their values are numbers and not all are true or false.
  var stringColumns: Set<String> = []

  init(_ recipe: Recipe, variant: Recipe.Prompt.Variant) {
    self.recipe = recipe
    self.variant = variant
  }

  /// The name under which templates find a document's file name when the label table has no such column.
  package static let fileColumn = "file"

  /// The id of an item whose row has none.
  static func madeUpID(ofLine line: Int) -> String { "line \(line)" }

  /// An item before its split is known.
  struct Draft {
    var id: String
    /// False when the id was derived from the content, so that equal rows have equal ids.
    var hasOwnID: Bool
    /// True when the row has no id, so that its line became the id; an item whose real id is the same keeps it.
    var isMadeUp = true
    /// True when the id is an address whose credentials were removed, so that different rows may have equal ids.
    var isRedacted = false
    var sources: [ImageSource]
    var conversation: Conversation
    var failure: ItemFailure?
    /// What must stay in one split: the value of `split.group`, or the item's id.
    var group: String
    /// The value of `split.stratify`.
    var stratum: String
    /// The split that the row itself names, with `split.column`.
    var split: Split?
  }

  func compose(_ input: Input) -> Draft {
    var draft = Draft(
      id: Self.madeUpID(ofLine: input.line), hasOwnID: true, sources: [],
      conversation: Conversation(system: nil, user: "", assistant: ""),
      failure: nil, group: "", stratum: "")
    do throws(ItemFailure) {
      try fill(&draft, from: input)
      draft.split = try namedSplit(input)
    } catch {
      draft.failure = error
    }
    draft.stratum = recipe.split.stratify.flatMap { input.row?.text($0) } ?? ""
    // An item without a group is its own group; the prefixes tell ids and group values apart.
    draft.group = recipe.split.group.flatMap { input.row?.text($0) }.map { "g\($0)" } ?? "i\(draft.id)"
    return draft
  }

  private func fill(_ draft: inout Draft, from input: Input) throws(ItemFailure) {
    switch input.kind {
    case .fault(let message):
      throw ItemFailure(.plan, .invalidRow, "The row cannot be read: \(message).")
    case .missingDocument(let name):
      draft.id = name
      draft.isMadeUp = false
      throw ItemFailure(
        .plan, .notFound, "No document is named \"\(name)\"; line \(input.line) of the labels has it.")
    case .document(let path, let page):
      let name = DocumentList.fileName(path)
      draft.id = page.map { "\(name)#\($0 + 1)" } ?? name
      draft.isMadeUp = false
      guard case .documents(_, let labels, _, let passwordColumn) = recipe.source else { return }
      guard labels == nil || input.row != nil else {
        throw ItemFailure(.plan, .missingValue, "\(name) has no row in the label table.")
      }
      let password = passwordColumn.flatMap { input.row?.text($0) }
      let pages = page.map { DocumentPages.single($0) } ?? .selection(recipe.render.pages)
      draft.sources = [.document(path, pages: pages, password: password)]
      draft.conversation = try conversation(input, document: name)
    case .row:
      guard let row = input.row else { return }
      let id = idColumn
      if let id {
        guard let text = row.text(id), !text.isEmpty else { throw missing(id, input) }
        draft.id = RedactedAddress(text).description
        draft.isMadeUp = false
        draft.isRedacted = draft.id != text
      }
      draft.sources = try sources(row, input)
      draft.conversation = try conversation(input, document: nil)
      if id == nil {
        draft.hasOwnID = false
        draft.id = contentID(draft)
        draft.isMadeUp = false
      }
    }
  }

  private func namedSplit(_ input: Input) throws(ItemFailure) -> Split? {
    guard let column = recipe.split.column else { return nil }
    guard let text = input.row?.text(column), !text.isEmpty else { throw missing(column, input) }
    if let split = Split(word: text) { return split }
    throw ItemFailure(
      .plan, .unknownSplit,
      "The column \"\(column)\" is \"\(text.excerpt)\" on line \(input.line); it names train, validation (or valid, val, dev) or test."
    )
  }

  private var idColumn: String? {
    switch recipe.source {
    case .table(_, let id, _), .sqlite(_, _, let id, _): id
    case .documents: nil
    }
  }

  private func missing(_ column: String, _ input: Input) -> ItemFailure {
    ItemFailure(.plan, .missingValue, "The column \"\(column)\" is empty on line \(input.line).")
  }

  private func contentID(_ draft: Draft) -> String {
    var hasher = SHA256Hasher()
    for source in draft.sources { hasher.update(field: source.name) }
    hasher.update(field: draft.conversation.system ?? "")
    hasher.update(field: draft.conversation.user)
    hasher.update(field: draft.conversation.assistant)
    return String(hasher.finish().hex.prefix(20))
  }

  /// The images of a row. Some of several image columns may be empty, but not all.
  private func sources(_ row: Row, _ input: Input) throws(ItemFailure) -> [ImageSource] {
    let columns =
      switch recipe.source {
      case .table(_, _, let images), .sqlite(_, _, _, let images): images
      case .documents: [String]()
      }
    var sources: [ImageSource] = []
    for column in columns {
      switch row.value(column) {
      case .array(let values)?:
        for value in values {
          guard let text = value.text, !text.isEmpty else { throw missing(column, input) }
          sources.append(ImageSource(cell: text))
        }
      case let value?:
        if let text = value.text, !text.isEmpty { sources.append(ImageSource(cell: text)) }
      case nil: break
      }
    }
    if sources.isEmpty, let column = columns.first { throw missing(column, input) }
    return sources
  }

  private func conversation(_ input: Input, document: String?) throws(ItemFailure) -> Conversation {
    func expand(_ template: Template) throws(ItemFailure) -> String {
      let expansion = template.expand { column in
        if let text = input.row?.text(column), !text.isEmpty { return text }
        return column == Self.fileColumn ? document : nil
      }
      switch expansion {
      case .text(let text): return text
      case .missing(let column): throw missing(column, input)
      }
    }
    let system: String? =
      if let text = recipe.prompt.system { try expand(text.template(for: variant)) } else { nil }
    let user = try expand(recipe.prompt.user.template(for: variant))
    let assistant: String
    switch recipe.answer {
    case .text(let template): assistant = try expand(template)
    case .json(let columns): assistant = try jsonAnswer(columns, input)
    }
    return Conversation(system: system, user: user, assistant: assistant)
  }

  /// A compact JSON object of the columns. Empty values become null, but an answer of only nulls is a failure: it teaches
  /// nothing.
  private func jsonAnswer(_ columns: [String], _ input: Input) throws(ItemFailure) -> String {
    var members: [JSONValue.Member] = []
    for column in columns {
      let value = stringColumns.contains(column) ? input.row?.value(column) : input.row?.typed(column)
      guard let value else { throw missing(column, input) }
      members.append(JSONValue.Member(column, value))
    }
    guard members.contains(where: { $0.value != .null }) else {
      throw ItemFailure(.plan, .missingValue, "All columns of the answer are empty on line \(input.line).")
    }
    return JSONValue.object(members).compactJSON
  }
}

extension ImageSource {
  /// Interprets a cell of an image column: an address when it has a scheme, otherwise a path.
  init(cell text: String) {
    // Leading whitespace is not part of an address, and would hide its scheme.
    let begin = text.drop(while: \.isWhitespace)
    let scheme = begin.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+" || $0 == "." || $0 == "-") }
    let rest = text[scheme.endIndex...]
    let isAddress = !scheme.isEmpty && (rest.hasPrefix("://") || (rest.hasPrefix(":") && scheme.lowercased() == "data"))
    self = isAddress ? .url(text) : .file(text)
  }
}
