package import PrepCore
import PrepDigest
package import PrepStatistics
import PrepTables

/// What a run is about to do: which items there are, in which order, with which ids and splits. It is fixed before any work,
/// and read from the input twice: once to check it as a whole, once more, row by row, while the work goes on.
package final class Plan {
  package let recipe: Recipe
  package let variant: Recipe.Prompt.Variant
  /// Whose items ``items()`` yields.
  package let shard: Shard
  /// The number of items, of all shards together.
  package let count: Int
  /// The number of items of the shard.
  package private(set) var share: Int
  /// The digest of the recipe and of every cell that it uses.
  package let digest: String
  package let recipeDigest: String
  /// Things that the user should know about the input, such as an encoding that was recognised.
  package let notes: [String]
  /// What the input holds, as far as goals ask for it.
  package private(set) var statistics: Statistics
  /// Items with more images than one example may have, by the input alone, and the id of the first.
  package private(set) var overfull: (count: Int, first: String)?
  private let inputDigest: SHA256Digest
  private var composer: ItemComposer
  private let documents: DocumentList?
  private let splits: SplitAssignment
  /// For items whose id is made from their content, or is an address without its credentials: which of several equal ones an item
  /// is, from 2.
  private let occurrences: [Int: Int]
  private let columns: RecipeColumns
  private let groups: GroupTable?

  /// What is needed to open a document.
  package struct DocumentKey: Sendable {
    package var path: String
    package var password: String?
  }

  /// Reads the whole input once.
  /// - Parameters:
  ///   - shard: the share of this machine; order, ids and splits are those of the whole plan.
  ///   - maxImages: the most that the provider takes in one example.
  ///   - pageCounts: counts the pages of documents by path, for recipes with one item a page; 0 where that fails.
  ///   - isStopped: asked from time to time; true ends the reading.
  /// - Throws: what is wrong with the input as a whole, or nil's error when stopped.
  package init?(
    _ recipe: Recipe, variant: Recipe.Prompt.Variant, shard: Shard = .whole, maxImages: Int = .max,
    pageCounts: ([DocumentKey]) throws(RunError) -> [Int], isStopped: () -> Bool
  ) throws(RunError) {
    self.recipe = recipe
    self.variant = variant
    self.shard = shard
    share = 0
    columns = RecipeColumns(recipe, variant: variant)
    composer = ItemComposer(recipe, variant: variant)
    splits = SplitAssignment(recipe.split)
    statistics = Statistics(dataset: recipe.dataset, stage: .planned, goals: recipe.goals, columns: [])
    groups = try recipe.split.groups.map { path throws(RunError) in try GroupTable(path, recipe: recipe) }

    var documents: DocumentList?
    if case .documents = recipe.source {
      var list = try DocumentList(recipe)
      if recipe.render.per == .page { list.pageCounts = try pageCounts(list.keys) }
      documents = list
    }
    self.documents = documents
    let opened = try Self.open(recipe, documents: documents, columns: columns)
    var notes = opened.notes

    var reader = opened.reader
    var survey = InputSurvey(recipe, columns: columns)
    var ids = RepeatedIDs()
    var hasOwnIDs = true
    var ordinal = 0
    var grouped = 0
    let counted = ColumnValues(statistics.columnNames)
    // With strata an item's split is known when all items are.
    let countsGoals = !recipe.goals.isEmpty && (recipe.split.stratify == nil || recipe.goals.splits.isEmpty)
    while let input = try reader.next() {
      if ordinal & 1023 == 0, isStopped() { return nil }
      survey.look(at: input)
      let draft = composer.compose(input)
      hasOwnIDs = hasOwnIDs && draft.hasOwnID
      try ids.add(draft.id, ordinal: ordinal, line: input.line, isRedacted: draft.isRedacted, isMadeUp: draft.isMadeUp)
      if groups?.group(of: draft.id) != nil { grouped += 1 }
      let group = Self.group(of: draft, groups)
      try splits.add(ordinal: ordinal, group: group, stratum: draft.stratum)
      if countsGoals {
        statistics.add(
          Example(split: splits.splitByHash(group: group), draft: draft, recipe, values: counted.values(of: input)))
      }
      if shard.holds(draft.id) { share += 1 }
      if draft.failure == nil, draft.sources.count > maxImages {
        overfull = ((overfull?.count ?? 0) + 1, overfull?.first ?? draft.id)
      }
      ordinal += 1
    }
    if reader.leftOut > 0 { notes.append("source.where leaves out \(reader.leftOut) of \(reader.leftOut + ordinal) rows") }
    guard ordinal > 0 else {
      guard reader.leftOut == 0 else {
        throw RunError(
          .recipe, "source.where leaves out all \(reader.leftOut) rows", remedy: "check its columns and values",
          key: "source.where")
      }
      throw RunError(.emptyInput, "the input has no rows", remedy: "check that source names the right table", key: "source")
    }
    try survey.finish()
    composer.stringColumns = survey.types.stringColumns
    count = ordinal
    try splits.finish()

    let repeated = try ids.repeated()
    if hasOwnIDs, let first = repeated.first(where: { !$0.isRedacted && !$0.isMadeUp }) {
      throw try Self.doubled(first, recipe: recipe, documents: documents, columns: columns, composer: composer)
    }
    occurrences = try Self.occurrences(of: repeated, in: &ids)
    inputDigest = survey.digest
    recipeDigest = recipe.digest(variant: variant).hex
    if let groups {
      digest = SHA256Digest.of(fields: recipeDigest, inputDigest.hex, groups.digest.hex).hex
      if let note = groups.note(matching: grouped) { notes.append(note) }
    } else {
      digest = SHA256Digest.of(fields: recipeDigest, inputDigest.hex).hex
    }
    self.notes = notes
    if !recipe.goals.isEmpty, !countsGoals { try countGoals(counted) }
    // Of equal rows all but the first have got other ids meanwhile.
    if !shard.isWhole, !occurrences.isEmpty {
      share = 0
      var items = try items()
      while try items.next() != nil { share += 1 }
    }
  }

  /// Which of several equal ids each of these is. Made-up ones take the first number that makes no other item's id.
  private static func occurrences(
    of repeated: [RepeatedIDs.Repeated], in ids: inout RepeatedIDs
  ) throws(RunError) -> [Int: Int] {
    var occurrences = Dictionary(uniqueKeysWithValues: repeated.map { ($0.ordinal, $0.occurrence) })
    var open = repeated.filter(\.isMadeUp)
    func id(_ item: RepeatedIDs.Repeated) -> String {
      numbered(ItemComposer.madeUpID(ofLine: item.line), occurrences[item.ordinal] ?? 2)
    }
    while !open.isEmpty {
      let taken = try ids.known(of: open.map(id))
      open = open.filter { taken.contains(id($0)) }
      for item in open { occurrences[item.ordinal, default: 2] += 1 }
    }
    return occurrences
  }

  private static func numbered(_ id: String, _ occurrence: Int) -> String { "\(id)-\(occurrence)" }

  /// The goals that the input does not meet.
  package var unmetGoals: [GoalStanding] { statistics.standings.filter { !$0.isMet } }

  /// Counts for goals of a single split where the split of an item is known only now.
  private func countGoals(_ counted: ColumnValues) throws(RunError) {
    var items = try items(of: .whole)
    while let item = try items.next() {
      statistics.add(Example(of: item, recipe, values: counted.values(of: items.input)))
    }
  }

  /// What an item stays together with: the items that a table of groups puts beside it, else what the recipe's columns say.
  private static func group(of draft: ItemComposer.Draft, _ groups: GroupTable?) -> String {
    groups?.group(of: draft.id) ?? draft.group
  }

  private static func open(
    _ recipe: Recipe, documents: DocumentList?, columns: RecipeColumns
  ) throws(RunError) -> (reader: any InputReader, notes: [String]) {
    var notes: [String] = []
    func note(_ encoding: TextEncoding?, _ name: String) {
      if let encoding, encoding != .utf8 { notes.append("\(name) is read as \(encoding)") }
    }
    if case .documents(_, let labels, _, _) = recipe.source {
      let list: DocumentList = if let documents { documents } else { try DocumentList(recipe) }
      note(list.labels?.encoding, labels ?? "")
      // The file's name can always be used; without labels there is nothing else.
      if let known = list.labels == nil ? [] : list.labels?.columns {
        try columns.check(against: known + [ItemComposer.fileColumn])
      }
      return (DocumentInputReader(list), notes)
    }
    let table = try openTable(recipe)
    note(table.encoding, recipe.source.path)
    if let known = table.columns { try columns.check(against: known) }
    return (TableInputReader(table, conditions: recipe.conditions), notes)
  }

  private static func openTable(_ recipe: Recipe) throws(RunError) -> any TableReader {
    try RunError.reading { () throws(TableError) in
      switch recipe.source {
      case .sqlite(let path, let query, _, _):
        try Table.open(sqlite: recipe.resolve(path), name: path, query: query)
      case .table(let path, _, _), .documents(let path, _, _, _):
        try Table.open(path: recipe.resolve(path), name: path)
      }
    }
  }

  private static func doubled(
    _ repeated: RepeatedIDs.Repeated, recipe: Recipe, documents: DocumentList?, columns: RecipeColumns, composer: ItemComposer
  ) throws(RunError) -> RunError {
    var reader = try open(recipe, documents: documents, columns: columns).reader
    var id = ""
    var ordinal = 0
    while let input = try reader.next() {
      if ordinal == repeated.ordinal {
        id = composer.compose(input).id
        break
      }
      ordinal += 1
    }
    return RunError(
      .repeatedID, "the id \"\(id)\" stands on line \(repeated.firstLine) and again on line \(repeated.line)",
      remedy: "name a column with unique values in source.id, or leave source.id out", key: "source.id")
  }

  /// Reads the items of a shard, by default of this machine's, from the first.
  package func items(of shard: Shard? = nil) throws(RunError) -> ItemReader {
    let reader = try Self.open(recipe, documents: documents, columns: columns).reader
    return ItemReader(
      plan: self, shard: shard ?? self.shard, reader: reader, survey: InputSurvey(recipe, columns: columns),
      splits: splits.reader())
  }

  /// The items of a plan that are a shard's, one after another.
  package struct ItemReader: ~Copyable {
    private let plan: Plan
    private let shard: Shard
    /// What the item that was yielded last was made from.
    package private(set) var input: Input?
    private var reader: any InputReader
    private var survey: InputSurvey
    private var splits: SplitAssignment.Reader
    private var ordinal = 0

    fileprivate init(
      plan: Plan, shard: Shard, reader: any InputReader, survey: consuming InputSurvey, splits: SplitAssignment.Reader
    ) {
      self.plan = plan
      self.shard = shard
      self.reader = reader
      self.survey = survey
      self.splits = splits
    }

    /// - Throws: an input that is not the one that was planned.
    package mutating func next() throws(RunError) -> Item? {
      while let item = try nextOfPlan() {
        if shard.holds(item.id) { return item }
      }
      return nil
    }

    private mutating func nextOfPlan() throws(RunError) -> Item? {
      guard let input = try reader.next() else {
        guard ordinal == plan.count, survey.digest == plan.inputDigest else { throw Self.changed }
        return nil
      }
      guard ordinal < plan.count else { throw Self.changed }
      self.input = input
      survey.look(at: input)
      let draft = plan.composer.compose(input)
      let id = plan.occurrences[ordinal].map { Plan.numbered(draft.id, $0) } ?? draft.id
      defer { ordinal += 1 }
      return Item(
        id: id, ordinal: ordinal, split: try splits.next(group: Plan.group(of: draft, plan.groups)), sources: draft.sources,
        conversation: draft.conversation, failure: draft.failure)
    }

    private static let changed = RunError(
      .input, "the input changed while it was read", remedy: "run again when nothing writes to it")
  }
}
