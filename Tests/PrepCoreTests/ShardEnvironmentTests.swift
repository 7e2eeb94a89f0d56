import PrepCore
import Testing

@Suite("Shards from the environment of schedulers")
struct ShardEnvironmentTests {
  private func environment(_ text: String) -> [String: String] {
    var environment = ["PATH": "/bin", "HOME": "/root"]
    for word in text.split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      environment[parts[0]] = parts[1]
    }
    return environment
  }

  @Test(
    "Each scheduler with its own base",
    arguments: [
      ("AWS_BATCH_JOB_ARRAY_INDEX=3 AWS_BATCH_JOB_ARRAY_SIZE=8", "3/8", "AWS_BATCH_JOB_ARRAY_INDEX"),
      ("CLOUD_RUN_TASK_INDEX=0 CLOUD_RUN_TASK_COUNT=8", "0/8", "CLOUD_RUN_TASK_INDEX"),
      (
        "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=8",
        "3/8", "SLURM_ARRAY_TASK_ID"
      ),
      (
        "SLURM_ARRAY_TASK_ID=8 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=8",
        "7/8", "SLURM_ARRAY_TASK_ID"
      ),
      (
        "SLURM_ARRAY_TASK_ID=106 SLURM_ARRAY_TASK_MIN=100 SLURM_ARRAY_TASK_MAX=110 SLURM_ARRAY_TASK_STEP=2 "
          + "SLURM_ARRAY_TASK_COUNT=6", "3/6", "SLURM_ARRAY_TASK_ID"
      ),
      (
        "SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=4 SLURM_ARRAY_TASK_COUNT=2",
        "1/2", "SLURM_ARRAY_TASK_ID"
      ),
      ("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=4 SLURM_ARRAY_TASK_COUNT=3", "1/3", "SLURM_ARRAY_TASK_ID"),
      ("BUILDKITE_PARALLEL_JOB=7 BUILDKITE_PARALLEL_JOB_COUNT=8", "7/8", "BUILDKITE_PARALLEL_JOB"),
      ("CIRCLE_NODE_INDEX=2 CIRCLE_NODE_TOTAL=4", "2/4", "CIRCLE_NODE_INDEX"),
      ("CI_NODE_INDEX=1 CI_NODE_TOTAL=8", "0/8", "CI_NODE_INDEX"),
      ("CI_NODE_INDEX=8 CI_NODE_TOTAL=8", "7/8", "CI_NODE_INDEX"),
      ("SYSTEM_JOBPOSITIONINPHASE=4 SYSTEM_TOTALJOBSINPHASE=8", "3/8", "SYSTEM_JOBPOSITIONINPHASE"),
      (
        "CIRCLE_NODE_INDEX=3 CIRCLE_NODE_TOTAL=8 SYSTEM_JOBPOSITIONINPHASE=4 SYSTEM_TOTALJOBSINPHASE=8", "3/8",
        "CIRCLE_NODE_INDEX"
      ),
      ("CI_NODE_TOTAL=1 CIRCLE_NODE_INDEX=1 CIRCLE_NODE_TOTAL=2", "1/2", "CIRCLE_NODE_INDEX"),
    ])
  func schedulers(variables: String, shard: String, variable: String) throws {
    let found = try #require(try Shard.fromEnvironment(environment(variables)))
    #expect(found.shard == Shard(parsing: shard))
    #expect(found.variable == variable)
  }

  @Test(
    "One job, or no scheduler, is no shard",
    arguments: [
      "A=b", "CI_NODE_TOTAL=1", "CI_NODE_INDEX= CI_NODE_TOTAL=1", "CI_NODE_INDEX=1 CI_NODE_TOTAL=1",
      "CIRCLE_NODE_INDEX=0 CIRCLE_NODE_TOTAL=1", "SYSTEM_JOBPOSITIONINPHASE=1 SYSTEM_TOTALJOBSINPHASE=1",
      "CLOUD_RUN_TASK_INDEX=0 CLOUD_RUN_TASK_COUNT=1", "JOB_COMPLETION_INDEX=",
      "SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_MAX=5 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=1",
    ])
  func none(variables: String) throws {
    #expect(try Shard.fromEnvironment(environment(variables)) == nil)
  }

  @Test(
    "A number without a count, and values without sense, are refused by name",
    arguments: [
      ("JOB_COMPLETION_INDEX=3", "JOB_COMPLETION_INDEX is 3, and nothing says how many machines"),
      ("AWS_BATCH_JOB_ARRAY_INDEX=3", "AWS_BATCH_JOB_ARRAY_SIZE is not set"),
      ("CLOUD_RUN_TASK_INDEX=0", "CLOUD_RUN_TASK_COUNT is not set"),
      ("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=0", "SLURM_ARRAY_TASK_COUNT is not set"),
      ("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=8", "SLURM_ARRAY_TASK_MIN is not set"),
      ("BUILDKITE_PARALLEL_JOB=0", "BUILDKITE_PARALLEL_JOB_COUNT is not set"),
      ("CIRCLE_NODE_INDEX=0", "CIRCLE_NODE_TOTAL is not set"), ("CI_NODE_INDEX=1", "CI_NODE_TOTAL is not set"),
      ("SYSTEM_JOBPOSITIONINPHASE=1", "SYSTEM_TOTALJOBSINPHASE is not set"),
      ("CI_NODE_TOTAL=5", "CI_NODE_TOTAL is 5, and CI_NODE_INDEX is not set"),
      ("CI_NODE_INDEX=0 CI_NODE_TOTAL=8", "CI_NODE_INDEX is 0"), ("CI_NODE_INDEX=9 CI_NODE_TOTAL=8", "CI_NODE_INDEX is 9"),
      ("CIRCLE_NODE_INDEX=8 CIRCLE_NODE_TOTAL=8", "CIRCLE_NODE_INDEX is 8"),
      ("CIRCLE_NODE_INDEX=-1 CIRCLE_NODE_TOTAL=8", "CIRCLE_NODE_INDEX is \"-1\""),
      ("CIRCLE_NODE_INDEX=two CIRCLE_NODE_TOTAL=8", "CIRCLE_NODE_INDEX is \"two\""),
      ("CIRCLE_NODE_INDEX=0 CIRCLE_NODE_TOTAL=0", "CIRCLE_NODE_TOTAL is 0"),
      ("CIRCLE_NODE_INDEX=0 CIRCLE_NODE_TOTAL=many", "CIRCLE_NODE_TOTAL is \"many\""),
      ("CIRCLE_NODE_INDEX=0 CIRCLE_NODE_TOTAL=99999999999999999999", "CIRCLE_NODE_TOTAL is"),
      (
        "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=3",
        "SLURM_ARRAY_TASK_MAX is 7"
      ),
      (
        "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=6 SLURM_ARRAY_TASK_STEP=2 SLURM_ARRAY_TASK_COUNT=4",
        "SLURM_ARRAY_TASK_ID is 3"
      ),
      (
        "SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_STEP=0 SLURM_ARRAY_TASK_COUNT=4",
        "SLURM_ARRAY_TASK_STEP is 0"
      ),
      (
        "CIRCLE_NODE_INDEX=3 CIRCLE_NODE_TOTAL=8 CI_NODE_INDEX=1 CI_NODE_TOTAL=2", "CIRCLE_NODE_INDEX says shard 3 of 8"
      ),
    ])
  func refused(variables: String, message: String) throws {
    let error = try #require(throws: RunError.self) { try Shard.fromEnvironment(environment(variables)) }
    #expect(error.code == .unclearShard)
    #expect(error.message.contains(message), "\(error)")
    #expect(error.remedy.contains("say "))
  }
}
