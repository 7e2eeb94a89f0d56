package import PrepCore
import PrepJSON
import PrepSystem

/// Brings the answers of several models together with the items that they are about, by id and never by position.
///
/// Items come in their own order. Everything is sorted outside memory.
package struct AnswerJoin {
  /// What did not fit together in the answers of one model.
  package struct Misfits: Sendable, Hashable {
    /// Items with two answers of the same repeat; the later one counts.
    package var doubled = NamedFew()
    /// Answers to items that are not in the test set.
    package var unknown = NamedFew()
  }

  package let files: [AnswerFile]
  package let misfits: [Misfits]
  /// The items of the test set.
  package let items: Int
  /// a: the item's number. b: repeat. c, d: offset and bytes of the row. One sorter a model.
  private var cursors: [ExternalSorter.Cursor]
  private var heads: [ExternalSorter.Record?]

  /// - Parameters:
  ///   - source: reads the items from the first to the last.
  ///   - files: the answers, a file a model.
  ///   - each: called with each item in their order.
  /// - Throws: an id that two items have.
  package init(
    _ source: consuming TestItemSource, with files: [AnswerFile], isStopped: () -> Bool,
    each: (TestItem) throws(RunError) -> Void
  ) throws(RunError) {
    var ids = ExternalSorter()
    var count = 0
    while let item = try source.next() {
      if count & 1023 == 0, isStopped() { throw .cancelled }
      try each(item)
      let digest = ItemDigest(item.id)
      try ids.add(ExternalSorter.Record(a: digest.high, b: digest.low, c: UInt64(count)))
      count += 1
    }
    try Self.requireOneItemAnID(&ids)
    var models: [(misfits: Misfits, cursor: ExternalSorter.Cursor, head: ExternalSorter.Record?)] = []
    for file in files {
      var misfits = Misfits()
      var joined = try Self.join(&ids, file, &misfits, isStopped)
      var cursor = joined.sorted()
      let head = try cursor.next()
      models.append((misfits, cursor, head))
    }
    self.files = files
    items = count
    misfits = models.map(\.misfits)
    cursors = models.map(\.cursor)
    heads = models.map(\.head)
  }

  private static func requireOneItemAnID(_ ids: inout ExternalSorter) throws(RunError) {
    var cursor = ids.sorted()
    var previous = try cursor.next()
    while let last = previous, let record = try cursor.next() {
      if last.a == record.a, last.b == record.b {
        throw RunError(
          .input, "the items \(last.c + 1) and \(record.c + 1) of the test set have the same id",
          remedy: "give each item an id of its own: answers are joined by it")
      }
      previous = record
    }
  }

  private static func join(
    _ ids: inout ExternalSorter, _ file: AnswerFile, _ misfits: inout Misfits, _ isStopped: () -> Bool
  ) throws(RunError) -> ExternalSorter {
    var joined = ExternalSorter()
    var items = ids.sorted()
    var item = try items.next()
    var rows = file.sorted()
    var row = try rows.next()
    var steps = 0
    while let current = row {
      steps += 1
      if steps & 4095 == 0, isStopped() { throw .cancelled }
      row = try rows.next()
      // Of several answers with one id and repeat, the last one counts.
      if let row, row.digest == current.digest, row.repeat == current.repeat {
        misfits.doubled.add(try file.id(at: current.place))
        continue
      }
      while let record = item, ItemDigest(high: record.a, low: record.b) < current.digest { item = try items.next() }
      guard let record = item, ItemDigest(high: record.a, low: record.b) == current.digest else {
        misfits.unknown.add(try file.id(at: current.place))
        continue
      }
      try joined.add(
        ExternalSorter.Record(
          a: record.c, b: UInt64(current.repeat), c: UInt64(current.place.offset), d: UInt64(current.place.bytes)))
    }
    return joined
  }

  /// The rows of each model about an item, by repeat. Items are asked for in ascending order, each once.
  package mutating func rows(of item: Int) throws(RunError) -> [[(repeat: Int, bytes: [UInt8])]] {
    var answers: [[(repeat: Int, bytes: [UInt8])]] = []
    for (model, file) in files.enumerated() {
      var rows: [(repeat: Int, bytes: [UInt8])] = []
      while let head = heads[model], head.a <= UInt64(item) {
        if head.a == UInt64(item) {
          rows.append((Int(head.b), try file.row(at: AnswerFile.Place(offset: Int(head.c), bytes: Int(head.d)))))
        }
        heads[model] = try cursors[model].next()
      }
      answers.append(rows)
    }
    return answers
  }
}

extension AnswerFile {
  /// The id in a row, for a message.
  fileprivate func id(at place: Place) throws(RunError) -> String {
    let value = try? JSONValue(try row(at: place))
    return (value?["custom_id"] ?? value?["id"])?.text?.excerpt ?? "?"
  }
}
