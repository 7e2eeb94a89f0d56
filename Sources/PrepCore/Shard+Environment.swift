extension Shard {
  /// A shard that a scheduler's variables name.
  public struct Assignment: Sendable, Hashable {
    public var shard: Shard
    /// The variable that holds the number.
    public var variable: String
  }

  private static let schedulers = [
    // Kubernetes Indexed Job
    ShardVariables(index: "JOB_COMPLETION_INDEX"),
    // AWS Batch array job
    ShardVariables(index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE"),
    // Google Cloud Run job
    ShardVariables(index: "CLOUD_RUN_TASK_INDEX", count: "CLOUD_RUN_TASK_COUNT"),
    // Slurm job array
    ShardVariables(
      index: "SLURM_ARRAY_TASK_ID", count: "SLURM_ARRAY_TASK_COUNT", first: "SLURM_ARRAY_TASK_MIN",
      last: "SLURM_ARRAY_TASK_MAX", step: "SLURM_ARRAY_TASK_STEP"),
    // Buildkite
    ShardVariables(index: "BUILDKITE_PARALLEL_JOB", count: "BUILDKITE_PARALLEL_JOB_COUNT"),
    // CircleCI
    ShardVariables(index: "CIRCLE_NODE_INDEX", count: "CIRCLE_NODE_TOTAL"),
    // GitLab
    ShardVariables(index: "CI_NODE_INDEX", count: "CI_NODE_TOTAL", base: 1),
    // Azure DevOps
    ShardVariables(index: "SYSTEM_JOBPOSITIONINPHASE", count: "SYSTEM_TOTALJOBSINPHASE", base: 1),
  ]

  /// The shard that the environment of a scheduler names: Kubernetes, AWS Batch, Cloud Run, Slurm, Buildkite, CircleCI, GitLab or
  /// Azure DevOps.
  ///
  /// - Parameter environment: variables by name; an empty one counts as not set.
  /// - Returns: nil when no scheduler's variables are set, or when they describe a single job.
  /// - Throws: when there is a number without a count, since every machine would then do all the work; when values are invalid;
  ///   and when two schedulers disagree. The error's kind is `usage`.
  public static func fromEnvironment(_ environment: [String: String]) throws(RunError) -> Assignment? {
    var found: Assignment?
    for scheduler in schedulers {
      guard let assignment = try scheduler.assignment(in: environment.filter { !$0.value.isEmpty }) else { continue }
      if let found, found.shard != assignment.shard {
        throw RunError(
          .unclearShard,
          "\(found.variable) says shard \(found.shard) (0-based), and \(assignment.variable) says \(assignment.shard)",
          remedy: "say which: \(found.shard.index)/\(found.shard.count)")
      }
      found = found ?? assignment
    }
    return found
  }
}
