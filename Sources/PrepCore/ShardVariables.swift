/// The variables in which a scheduler gives a job its number.
struct ShardVariables {
  var index: String
  var count: String?
  /// The variable with the number of the first job, when any can be the first.
  var first: String?
  /// The variable with the number of the last job.
  var last: String?
  /// The variable with the distance between two numbers.
  var step: String?
  /// The number of the first job, when it is always the same.
  var base = 0
}

extension ShardVariables {
  /// The shard that these variables describe; nil when they are not set, or when there is one job.
  func assignment(in environment: [String: String]) throws(RunError) -> Shard.Assignment? {
    let jobs = try count.flatMap { (name) throws(RunError) in try number(name, environment) }
    if let count, let jobs, !(1...Shard.maxCount).contains(jobs) {
      throw senseless(count, "\(jobs)", "a number from 1 to \(Shard.maxCount)")
    }
    if jobs == 1 { return nil }
    guard let own = try number(index, environment) else {
      guard let count, let jobs else { return nil }
      throw RunError(
        .unclearShard, "\(count) is \(jobs), and \(index) is not set; every machine would do all the work",
        remedy: "say which shard this is: 0/\(jobs), or 0/1 for all of the work")
    }
    let start = try first.flatMap { (name) throws(RunError) in try number(name, environment) } ?? (first == nil ? base : nil)
    let distance = try step.flatMap { (name) throws(RunError) in try number(name, environment) } ?? 1
    guard let jobs, let start else {
      let missing = (jobs == nil ? count : first).map { "\($0) is not set" } ?? "nothing says how many machines there are"
      throw RunError(
        .unclearShard, "\(index) is \(own), and \(missing); every machine would do all the work",
        remedy: "say both, for example 3/8 on number 3 (0-based) of 8 machines, or 0/1 for all of the work")
    }
    if let step, distance < 1 { throw senseless(step, "\(distance)", "at least 1") }
    // Numbers with gaps, such as 1,3,7: the position among them is unknown.
    if let last, let end = try number(last, environment), end < start || (end - start) / distance != jobs - 1 {
      throw senseless(last, "\(end)", "\(start + (jobs - 1) * distance), since there are \(jobs) jobs from \(start) on")
    }
    let position = own - start
    guard position >= 0, position % distance == 0, let shard = Shard(index: position / distance, count: jobs) else {
      throw senseless(index, "\(own)", "one of \(jobs) numbers from \(start) on")
    }
    return Shard.Assignment(shard: shard, variable: index)
  }

  private func number(_ name: String, _ environment: [String: String]) throws(RunError) -> Int? {
    guard let text = environment[name] else { return nil }
    guard let number = Shard.number(text), number <= 1 << 40 else { throw senseless(name, "\"\(text)\"", "a whole number") }
    return number
  }

  private func senseless(_ name: String, _ value: String, _ expected: String) -> RunError {
    RunError(
      .unclearShard, "\(name) is \(value); expected \(expected)",
      remedy: "say which shard this is, for example 3/8, or 0/1 for all of the work")
  }
}
