import ArgumentParser
import VisionPrep

/// How much memory a run may use.
struct MemoryOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Memory for the run, such as 2GB (default: half of what the machine or container allows).", valueName: "size"))
  var memory: String?

  /// nil when it was not given.
  var bytes: Int? { memory.flatMap { ByteSize(parsing: $0)?.bytes } }

  func validate() throws {
    if let memory, (bytes ?? 0) < 64_000_000 {
      throw ValidationError("--memory is \"\(memory)\"; expected a size of at least 64MB, for example --memory 2GB.")
    }
  }
}
