package import PrepCore
import PrepDigest
package import PrepStatistics
import PrepTables

/// The items of a run, their order, ids and splits. The plan is fixed before any work starts. The input is read twice: once to
/// check it as a whole, and once more, row by row, during the work.
package final class Plan {
  package let recipe: Recipe
  package let variant: Recipe.Prompt.Variant
  /// The shard whose items ``items()`` yields.
  package let shard: Shard
  /// The number of items of all shards together.
  package let count: Int
  /// The number of items of the shard.
  package private(set) var share: Int
  /// The digest of the recipe and of every cell that the recipe uses.
  package let digest: String
  package let recipeDigest: String
  /// Notes on the input for the user, such as a detected encoding.
  package let notes: [String]
  /// The statistics of the input that the goals need.
  package private(set) var statistics: Statistics
  /// The number of items with more images than one example may have, judged by the input alone, and the id of the first; nil when
  /// there are none.
  package private(set) var overfull: (count: Int, first: String)?
  private let inputDigest: SHA256Digest
  private var composer: ItemComposer
  private let documents: DocumentList?
  private let splits: SplitAssignment
  /// The occurrence number, from 2, of items that share an id. It concerns ids that were derived from the content and addresses
  /// without their credentials.
  private let occurrences: [Int: Int]
  private let columns: RecipeColumns
  private let groups: GroupTable?
  private let kept: KeptSplits?

  /// What is needed to open a document.
  package struct DocumentKey: Sendable {
    package var path: String
    package var password: String?
  }

  /// Reads the whole input once.
  /// - Parameters:
  ///   - shard: the share of this machine; order, ids and splits are always those of the whole plan.
  ///   - maxImages: the most images that the provider accepts in one example.
  ///   - pageCounts: counts the pages of documents by path, for recipes with one item per page; 0 where that fails.
  ///   - isStopped: polled during the reading; true ends it.
  /// - Throws: when the input as a whole is faulty. The result is nil when the reading was stopped.
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
    kept = try recipe.split.keep.map { path throws(RunError) in try KeptSplits(path, recipe: recipe) }

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
    var known = 0
    let counted = ColumnValues(statistics.columnNames)
    // With strata, for example, the split of an item is known only after all items were read.
    let countsGoals = !recipe.goals.isEmpty && (splits.isImmediate || recipe.goals.splits.isEmpty)
    while let input = try reader.next() {
      if ordinal & 1023 == 0, isStopped() { return nil }
      survey.look(at: input)
      let draft = composer.compose(input)
      hasOwnIDs = hasOwnIDs && draft.hasOwnID
      try ids.add(draft.id, ordinal: ordinal, line: input.line, isRedacted: draft.isRedacted, isMadeUp: draft.isMadeUp)
      if groups?.group(of: draft.id) != nil { grouped += 1 }
      let group = Self.group(of: draft, groups)
      // The line of a row that cannot be read says nothing about which item it was before.
      let before = draft.isMadeUp ? nil : kept?.split(of: draft.id)
      if before != nil { known += 1 }
      try splits.add(ordinal: ordinal, group: group, stratum: draft.stratum, named: draft.split, kept: before)
      if countsGoals {
        statistics.add(
          Example(
            split: splits.immediateSplit(group: group, named: draft.split), draft: draft, recipe,
            values: counted.values(of: input)))
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
    var hasher = SHA256Hasher()
    for part in [recipeDigest, inputDigest.hex, groups?.digest.hex, kept?.digest.hex] {
      if let part { hasher.update(field: part) }
    }
    digest = hasher.finish().hex
    if let note = groups?.note(matching: grouped) { notes.append(note) }
    if let kept { notes += kept.notes(found: known, torn: splits.torn) }
    self.notes = notes
    if !recipe.goals.isEmpty, !countsGoals { try countGoals(counted) }
    // Equal rows other than the first have received other ids by now.
    if !shard.isWhole, !occurrences.isEmpty {
      share = 0
      var items = try items()
      while try items.next() != nil { share += 1 }
    }
  }

  /// The occurrence number of each of several equal ids. Made-up ids take the first number whose id no other item has.
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

  /// Notes for the user on splits that are far from their shares.
  package var splitNotes: [String] { splits.notes }

  /// The number of items of each split, of all shards together.
  package var splitSizes: [Split: Int] { splits.sizes }

  /// The number of items of each fold; empty without folds.
  package var foldSizes: [Int] { splits.foldSizes }

  /// The goals that the input does not meet.
  package var unmetGoals: [GoalStanding] { statistics.standings.filter { !$0.isMet } }

  /// Counts for goals of a single split when the split of an item becomes known only now.
  private func countGoals(_ counted: ColumnValues) throws(RunError) {
    var items = try items(of: .whole)
    while let item = try items.next() {
      statistics.add(Example(of: item, recipe, values: counted.values(of: items.input)))
    }
  }

  /// The group of an item: from the table of groups when that has the item, otherwise from the recipe's columns.
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
      // The file's name is always available; without labels it is the only value.
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

  /// Reads the items of a shard, by default this machine's, from the first one.
  package func items(of shard: Shard? = nil) throws(RunError) -> ItemReader {
    let reader = try Self.open(recipe, documents: documents, columns: columns).reader
    return ItemReader(
      plan: self, shard: shard ?? self.shard, reader: reader, survey: InputSurvey(recipe, columns: columns),
      splits: splits.reader())
  }

  /// The items of a plan that belong to a shard, one after another.
  package struct ItemReader: ~Copyable {
    private let plan: Plan
    private let shard: Shard
    /// The input of the item that was returned last.
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

    /// - Throws: when the input is no longer the one that was planned.
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
        id: id, ordinal: ordinal, split: try splits.next(group: Plan.group(of: draft, plan.groups), named: draft.split),
        sources: draft.sources, conversation: draft.conversation, failure: draft.failure)
    }

    private static let changed = RunError(
      .input, "the input changed while it was read", remedy: "run again when nothing writes to it")
  }
}
