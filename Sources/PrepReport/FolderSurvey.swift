package import PrepCore
package import PrepDataset
import PrepStatistics
import PrepSystem
package import PrepTokens

/// Reads a finished folder for a report: counts, failures and answers from all rows and records, and the positions of the records
/// to show.
///
/// Only the position of a record is held in memory.
package struct FolderSurvey {
  /// The content that a report should show.
  package struct Wishes: Sendable {
    /// Pictures on the contact sheet.
    package var pictures: Int
    /// The model, and how it sees pictures; nil when that is not known.
    package var model: String
    package var rule: ImageTokenRule?
    package var alike: PictureReport?

    package init(pictures: Int, model: String, rule: ImageTokenRule?, alike: PictureReport?) {
      self.pictures = pictures
      self.model = model
      self.rule = rule
      self.alike = alike
    }
  }

  package private(set) var page: ReportPage
  /// The records that the page shows.
  package private(set) var records: FolderRecords

  private let wishes: Wishes
  private var answers: [ColumnStatistics] = []
  private var places: [String: Int] = [:]
  /// The first record's system and user text, until another differs.
  private var system: SharedText = .none
  private var user: SharedText = .none

  private static let mostFields = 24
  private static let mostFailures = 20
  /// Pictures that are shown as the model sees them.
  private static let mostSeen = 10

  /// - Parameter isStopped: polled for each item; when it is true, reading ends and the result is nil.
  package init?(_ folder: FinishedFolder, _ wishes: Wishes, isStopped: () -> Bool) throws(RunError) {
    self.wishes = wishes
    let files = FilePool()
    try folder.verify(with: files)
    page = ReportPage(
      statistics: Statistics(dataset: folder.dataset, stage: .prepared, goals: Recipe.Goals(), columns: []))
    records = FolderRecords(folder, files)
    guard try countRows(folder, files, isStopped) else { return nil }
    page.facts = Self.facts(folder)
    page.notDone = folder.planned - folder.items
    page.pictures = wishes.alike
    if wishes.rule != nil { page.view = ReportPage.ModelView(model: wishes.model) }
    guard try readRecords(folder, files, isStopped) else { return nil }
    page.columns = answers
    page.systemOfAll = system.text
    page.userOfAll = user.text
    chooseSeen()
  }

  private static func facts(_ folder: FinishedFolder) -> [ReportPage.Fact] {
    var facts = [ReportPage.Fact("Prepared for", "\(folder.provider.name) (limits of \(folder.provider.collected))")]
    if !folder.shard.isWhole {
      facts.append(ReportPage.Fact("Part", "\(folder.shard), 0-based; the other parts are not counted"))
    }
    facts.append(ReportPage.Fact("Made by", folder.versions))
    return facts
  }

  // MARK: Rows

  private mutating func countRows(
    _ folder: FinishedFolder, _ files: FilePool, _ isStopped: () -> Bool
  ) throws(RunError) -> Bool {
    let rows = PartReader(folder, files: files)
    var groups: [FailureCode: ReportPage.FailureGroup] = [:]
    while let outcome = try rows.next() {
      if isStopped() { return false }
      var example = Example(split: outcome.split, failure: outcome.failure?.code, imageCount: outcome.images.count, values: [])
      example.images = outcome.images
      if case .record(let place) = outcome.ending { example.record = place }
      page.statistics.add(example)
      guard let failure = outcome.failure else { continue }
      var group = groups[failure.code] ?? ReportPage.FailureGroup(code: failure.code)
      group.count += 1
      if group.rows.count < Self.mostFailures {
        group.rows.append(ReportPage.FailureGroup.Row(id: outcome.id, split: outcome.split, message: failure.message))
      }
      groups[failure.code] = group
    }
    page.failures = groups.values.sorted { ($1.count, $0.code.name) < ($0.count, $1.code.name) }
    return true
  }

  // MARK: Records

  private mutating func readRecords(
    _ folder: FinishedFolder, _ files: FilePool, _ isStopped: () -> Bool
  ) throws(RunError) -> Bool {
    let rows = PartReader(folder, files: files)
    let wanted = ReportPage.shownPictures(of: wishes.alike)
    var sample = Sample(of: page.statistics, pictures: wishes.pictures)
    while let outcome = try rows.next() {
      if isStopped() { return false }
      let offset = rows.offset(of: outcome)
      guard let record = try rows.record(of: outcome)?.bytes else { continue }
      guard let texts = RecordTexts(record: record) else {
        throw folder.changed("the record of \"\(outcome.id.excerpt)\" is not as prepare wrote it")
      }
      add(texts, outcome)
      let isSample = sample.takes(outcome.split)
      if isSample { page.samples[outcome.split, default: []].append(outcome.ordinal) }
      if isSample || wanted.contains(outcome.ordinal) { records.add(outcome, at: offset) }
    }
    return true
  }

  private mutating func add(_ texts: RecordTexts, _ outcome: Outcome) {
    system.add(texts.system)
    user.add(texts.user)
    for field in texts.fields ?? [RecordTexts.Field(name: "answer", values: texts.answer.isEmpty ? [] : [texts.answer])] {
      let place = places[field.name, default: answers.count]
      if place == answers.count {
        guard answers.count < Self.mostFields else { continue }
        places[field.name] = place
        answers.append(ColumnStatistics(name: field.name))
      }
      answers[place].add(field.values, split: outcome.split, images: outcome.images.count)
    }
    guard let rule = wishes.rule else { return }
    for image in outcome.images {
      let size = PixelSize(width: image.width, height: image.height)
      page.view?.add(size, seen: rule.seenSize(size, detail: texts.detail), id: outcome.id)
    }
  }

  private mutating func chooseSeen() {
    let all = Split.allCases.flatMap { page.samples[$0] ?? [] }.flatMap { ordinal in
      (0..<records.pictureCount(ordinal)).map { ReportPage.PictureKey(ordinal: ordinal, index: $0) }
    }
    let count = min(Self.mostSeen, all.count)
    page.view?.samples = (0..<count).map { all[$0 * all.count / count] }
    if all.isEmpty { page.view = nil }
  }
}

/// A text that may be the same in all records.
private enum SharedText {
  case none
  case same(String?)
  case different

  mutating func add(_ text: String?) {
    switch self {
    case .none: self = .same(text)
    case .same(let first): if first != text { self = .different }
    case .different: break
    }
  }

  var text: String? { if case .same(let text) = self { text } else { nil } }
}

/// Chooses the records to show: from each split in proportion to its size, but at least a tenth for a small one, evenly spaced in
/// the order of the plan.
private struct Sample {
  private var quota: [Split: (taken: Int, of: Int)] = [:]
  private var seen: [Split: Int] = [:]

  init(of statistics: Statistics, pictures: Int) {
    // An item with many pictures stands for as many with one.
    let records = statistics.examples
    let most = max(1, pictures * records.total / max(1, records.total, statistics.images.total))
    var left = most
    let ascending = Split.allCases.sorted { records[$0] < records[$1] }
    for split in ascending {
      // The largest one gets what is left.
      let share = split == ascending.last ? left : max(most * records[split] / max(1, records.total), most / 10)
      let taken = pictures == 0 ? 0 : max(0, min(records[split], share, left))
      quota[split] = (taken, records[split])
      left -= taken
    }
  }

  /// Whether the next record of a split is shown.
  mutating func takes(_ split: Split) -> Bool {
    let place = seen[split, default: 0]
    seen[split] = place + 1
    guard let (taken, count) = quota[split], taken > 0 else { return false }
    // The first number whose place is not before this one.
    let number = (place * taken + count - 1) / count
    return number < taken && number * count / taken == place
  }
}

extension ReportPage.ModelView {
  fileprivate mutating func add(_ size: PixelSize, seen: PixelSize, id: String) {
    pictures += 1
    guard seen.width < size.width || seen.height < size.height else { return }
    shrunk += 1
    if let worst, worst.size.width * seen.width >= worst.seen.width * size.width { return }
    worst = (id, size, seen)
  }
}
