import PrepCore
import PrepDataset
import PrepDigest
import PrepSystem

/// Reads the items of all parts in the order of the plan, on its own thread: records are read and checked against their digests
/// while earlier ones are written.
final class MergeReader: Sendable {
  /// An item's outcome, with its record when it has one.
  typealias Element = (outcome: Outcome, record: (bytes: [UInt8], digest: SHA256Digest)?)

  /// Items that are handed over together, since switching threads costs more than a short record.
  private struct Batch {
    var elements: [Element] = []
    var bytes = 0
  }

  private struct State {
    var batches: [Batch] = []
    /// The number of bytes of all batches.
    var bytes = 0
    var ending: Result<Void, RunError>?
    var isCancelled = false
  }

  private let state = Monitor(State())
  private let thread: NamedThread

  /// The reader pauses when it is this many bytes ahead.
  private static let mostAhead = 8 << 20
  private static let batchBytes = 512 << 10
  /// The approximate size of an outcome without its record.
  private static let outcomeBytes = 1 << 10

  /// Starts reading.
  /// - Parameters:
  ///   - first: the ordinal of the first item to read.
  ///   - isStopped: ends the sequence early when it becomes true.
  init(_ set: PartSet, from first: Int, isStopped: Monitor<Bool>) throws(RunError) {
    thread = try NamedThread("vp-merge-read") { [state] in
      let ending: Result<Void, RunError>
      do throws(RunError) {
        ending = .success(try Self.read(set, from: first, into: state, isStopped))
      } catch {
        ending = .failure(error)
      }
      state.change { $0.ending = ending }
    }
  }

  /// The next items; nil when there are no more.
  /// - Throws: the fault of a part, after the items before it were returned.
  func next() throws(RunError) -> [Element]? {
    let next: Result<[Element]?, RunError> = state.wait { state in
      guard !state.batches.isEmpty else { return state.ending?.map { nil } }
      let batch = state.batches.removeFirst()
      state.bytes -= batch.bytes
      return .success(batch.elements)
    }
    // Wakes the reader, because there is room again.
    state.change { _ in }
    return try next.get()
  }

  /// Ends the thread. Must be called when no more items are needed.
  func cancel() {
    state.change { $0.isCancelled = true }
    thread.join()
  }

  private static func read(
    _ set: PartSet, from first: Int, into state: Monitor<State>, _ isStopped: Monitor<Bool>
  ) throws(RunError) {
    let files = FilePool()
    /// The parts by the ordinal of their next item. The ordinals of all parts together have no gaps, so the next item is found
    /// without comparisons.
    var heads: [Int: (reader: PartReader, outcome: Outcome)] = [:]
    func advance(_ reader: PartReader) throws(RunError) {
      guard let outcome = try reader.next() else { return }
      if let other = heads.updateValue((reader, outcome), forKey: outcome.ordinal) {
        throw reader.folder.changed("item \(outcome.ordinal) is also in \(other.reader.folder.path)")
      }
    }
    var batch = Batch()
    defer { handOver(batch, to: state) }
    for part in set.parts { try advance(PartReader(part, files: files)) }
    for ordinal in 0..<set.count {
      if isStopped.read({ $0 }) { return }
      guard let (reader, outcome) = heads.removeValue(forKey: ordinal) else {
        throw RunError(.changed, "no part holds item \(ordinal)", remedy: "an items.jsonl was changed; make the parts again")
      }
      if ordinal < first {
        try reader.skipRecord(of: outcome)
      } else {
        let record = try reader.record(of: outcome)
        batch.elements.append((outcome, record))
        batch.bytes += outcomeBytes + (record?.bytes.count ?? 0)
        if batch.bytes >= batchBytes {
          guard handOver(batch, to: state) else { return }
          batch = Batch()
        }
      }
      try advance(reader)
    }
  }

  /// Waits for room, and then hands items over.
  /// - Returns: false when the consumer no longer wants items.
  @discardableResult
  private static func handOver(_ batch: Batch, to state: Monitor<State>) -> Bool {
    let isWanted = state.wait { $0.isCancelled ? false : $0.bytes < mostAhead ? true : nil }
    guard isWanted, !batch.elements.isEmpty else { return isWanted }
    state.change { state in
      state.batches.append(batch)
      state.bytes += batch.bytes
    }
    return true
  }
}
