import PrepCodecs
package import PrepCore
import PrepDataset
import PrepImage
import PrepSystem

/// Examines the pictures of a finished output folder: which are alike, which have contradicting answers, and which need a look.
///
/// Each picture is read from its record and decoded at the smallest sufficient size. The results are stored in the folder, so a
/// second search decodes only new pictures.
package final class PictureSearch: Sendable {
  private let path: String
  private let jobs: Int
  private let isStopped = Monitor(false)

  /// - Parameters:
  ///   - path: the output folder.
  ///   - jobs: threads that work at a time.
  package init(_ path: String, jobs: Int) {
    self.path = path
    self.jobs = max(1, jobs)
  }

  /// Ends the search soon; its results so far are kept.
  package func stop() { isStopped.change { $0 = true } }

  /// - Parameters:
  ///   - planned: called once, with the number of items.
  ///   - looked: called for each item that has been looked at, on threads of the search and in no order.
  /// - Returns: nil when the search was stopped.
  package func execute(
    planned: (Int) -> Void, looked: @escaping @Sendable (Outcome) -> Void
  ) throws(RunError) -> PictureReport? {
    guard let folder = try FinishedFolder(path) else {
      throw RunError(.unfinished, "\(path) is not finished", remedy: "finish its preparation; it goes on where it stopped")
    }
    let files = FilePool()
    try folder.verify(with: files)
    planned(folder.items)
    let store = PictureStore(in: "\(folder.path)/.visionprep")
    let reading = try PictureReading(
      folder, into: store, jobs: jobs, isStopped: { [isStopped] in isStopped.read { $0 } }, looked: looked)
    store.flush()
    guard !isStopped.read({ $0 }) else { return nil }
    var report = PictureReport(dataset: folder.provenance.dataset)
    report.records = reading.items.count
    report.pictures = reading.pictures.count
    report.unreadable = reading.unreadable
    report.flagged = reading.pictures.filter { !$0.flags.isEmpty }
    try compare(reading, store, into: &report)
    try comparePixels(reading, store, folder, in: &report)
    guard !isStopped.read({ $0 }) else { return nil }
    report.conflicts = try AnswerConflicts.find(in: report.groups, of: reading, folder, files)
    return report
  }

  private func compare(_ reading: PictureReading, _ store: PictureStore, into report: inout PictureReport) throws(RunError) {
    // A thumbnail that many pictures have is compared once.
    var numbers: [PictureThumbnail: Int] = [:]
    var thumbnails: [PictureThumbnail] = []
    var members: [[Int]] = []
    for (place, picture) in reading.pictures.enumerated() {
      guard let thumbnail = store[picture.sha256]?.thumbnail else { continue }
      let number = numbers[thumbnail, default: thumbnails.count]
      if number == thumbnails.count {
        numbers[thumbnail] = number
        thumbnails.append(thumbnail)
        members.append([])
      }
      members[number].append(place)
    }
    let comparison = try PictureComparison(thumbnails, jobs: jobs)
    let pairs = try comparison.pairs(jobs: jobs).map { PictureGroups.Pair($0.first, $0.second) }
    let groups = PictureGroups(count: thumbnails.count, pairs: pairs, mayJoin: comparison.mayBeOneGroup)
    report.keptApart = groups.refused.count
    for group in groups.all {
      let places = group.flatMap { number in members[number].map { (place: $0, number: number) } }.sorted { $0.place < $1.place }
      guard let first = places.first, places.count > 1 else { continue }
      report.groups.append(
        PictureReport.Group(
          pictures: places.map { reading.pictures[$0.place] },
          likeness: places.map { place in
            if place.place == first.place { return .first }
            if reading.pictures[place.place].sha256 == reading.pictures[first.place].sha256 { return .bytes }
            if place.number == first.number { return .looks }
            guard let orientation = comparison.likeness(first.number, place.number) else { return .other }
            return orientation == .upright ? .looks : .turned
          }))
    }
    report.groups.sort { Self.order($0.pictures[0]) < Self.order($1.pictures[0]) }
    report.itemGroups = Self.itemGroups(report.groups)
  }

  /// Tells pictures that have the same pixels as the first of their group from those that only look like it. Only pictures that
  /// can be equal are decoded at full size: they must have the same size and the same thumbnail, unless only one of them was
  /// decoded with the DCT's scaling.
  private func comparePixels(
    _ reading: PictureReading, _ store: PictureStore, _ folder: FinishedFolder, in report: inout PictureReport
  ) throws(RunError) {
    func mayBeEqual(_ group: PictureReport.Group, _ number: Int) -> Bool {
      let (first, other) = (group.pictures[0], group.pictures[number])
      guard group.likeness[number] == .looks, first.size == other.size else { return false }
      return (first.format == .jpeg) != (other.format == .jpeg)
        || store[first.sha256]?.thumbnail == store[other.sha256]?.thumbnail
    }
    var wanted: Set<String> = []
    for group in report.groups {
      let candidates = group.pictures.indices.filter { mayBeEqual(group, $0) }
      if !candidates.isEmpty { wanted.formUnion((candidates + [0]).map { group.pictures[$0].sha256 }) }
    }
    let digests = try PixelDigests(of: wanted, in: reading, folder, jobs: jobs) { [isStopped] in isStopped.read { $0 } }
    for place in report.groups.indices {
      let group = report.groups[place]
      for number in group.pictures.indices where mayBeEqual(group, number) {
        guard digests.areEqual(group.pictures[0].sha256, group.pictures[number].sha256) else { continue }
        report.groups[place].likeness[number] = .pixels
      }
    }
  }

  private static func order(_ picture: PictureReport.Picture) -> (Int, Int) { (picture.ordinal, picture.index) }

  /// The items that share pictures: all items of a group belong together, and an item is in one group only.
  private static func itemGroups(_ groups: [PictureReport.Group]) -> [PictureReport.ItemGroup] {
    var numbers: [Int: Int] = [:]
    var ids: [String] = []
    for picture in groups.flatMap(\.pictures).sorted(by: { $0.ordinal < $1.ordinal }) where numbers[picture.ordinal] == nil {
      numbers[picture.ordinal] = ids.count
      ids.append(picture.id)
    }
    let pairs = groups.flatMap { group in
      group.pictures.dropFirst().compactMap { picture -> PictureGroups.Pair? in
        guard let first = numbers[group.pictures[0].ordinal], let second = numbers[picture.ordinal], first != second else {
          return nil
        }
        return PictureGroups.Pair(first, second)
      }
    }
    return PictureGroups(count: ids.count, pairs: pairs) { _, _ in true }.all.filter { $0.count > 1 }
      .map { PictureReport.ItemGroup(ids: $0.map { ids[$0] }) }
  }
}
