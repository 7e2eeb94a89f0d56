import ArgumentParser

/// How many threads work.
struct JobsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Threads that work at a time, and helper processes where pages are drawn (default: the machine's processors).",
      valueName: "n"))
  var jobs: Int?

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs is \(jobs); expected a number from 1 to 1024, for example --jobs 4.")
    }
  }
}
