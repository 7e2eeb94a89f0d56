package import PrepCore

/// Runs independent pieces of work, identified by their numbers, on several threads.
package enum Parallel {
  /// The results for 0 to `count` - 1, in that order.
  /// - Parameter piece: how many numbers a thread takes at a time.
  package static func map<Result: Sendable>(
    _ count: Int, jobs: Int, piece: Int = 256, _ body: @escaping @Sendable (Int) -> Result
  ) throws(RunError) -> [Result] {
    let pieces = (count + piece - 1) / piece
    let state = Monitor((next: 0, results: [[Result]](repeating: [], count: pieces)))
    try NamedThread.together("vp-compare", min(jobs, pieces)) {
      while true {
        let number = state.read { state in
          defer { state.next += 1 }
          return state.next
        }
        guard number < pieces else { return }
        let results = (number * piece..<min(count, (number + 1) * piece)).map(body)
        state.read { $0.results[number] = results }
      }
    }
    return state.read { $0.results.flatMap { $0 } }
  }
}
