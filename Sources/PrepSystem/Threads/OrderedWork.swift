package import PrepCore

/// Does work on several threads and delivers the results in the order of the inputs.
package enum OrderedWork {
  /// - Parameters:
  ///   - name: the name of the threads.
  ///   - jobs: the number of threads.
  ///   - most: the largest total cost of inputs that were read and whose results are not yet delivered; a single input may exceed
  ///     it.
  ///   - next: returns an input and its cost, on the caller's thread; nil at the end.
  ///   - work: called on any thread.
  ///   - commit: called with each result on the caller's thread, in order.
  package static func run<Input: Sendable, Output: Sendable>(
    _ name: String, jobs: Int, most: Int, next: () throws(RunError) -> (input: Input, cost: Int)?,
    work: @escaping @Sendable (Input) -> Output,
    commit: (Output) throws(RunError) -> Void
  ) throws(RunError) {
    let queue = WorkQueue<(number: Int, input: Input)>()
    let results = Monitor<[Int: Output]>([:])
    var threads: [NamedThread] = []
    defer {
      queue.close()
      for thread in threads { thread.join() }
    }
    for number in 0..<jobs {
      threads.append(
        try NamedThread("\(name)-\(number)") {
          while let (number, input) = queue.pop() {
            let output = work(input)
            results.change { $0[number] = output }
          }
        })
    }
    // Enough to keep the threads busy while the first input is slow.
    let window = 8 * jobs
    var costs: [Int] = Array(repeating: 0, count: window)
    var (begun, ended, held) = (0, 0, 0)
    var isAtEnd = false
    while true {
      while !isAtEnd, begun == ended || begun - ended < window && held < most {
        guard let (input, cost) = try next() else {
          isAtEnd = true
          break
        }
        costs[begun % window] = cost
        held += cost
        queue.push((begun, input))
        begun += 1
      }
      guard ended < begun else { return }
      let output = results.wait { $0.removeValue(forKey: ended) }
      held -= costs[ended % window]
      ended += 1
      try commit(output)
    }
  }
}
