/// A door of the engine to bytes of strangers.
struct FuzzTarget: Sendable {
  /// Tries one input; what must not be ends the process.
  var run: @Sendable ([UInt8]) -> Void
  /// First inputs beside the fixtures, where the engine itself can write them.
  var seeds: @Sendable () -> [[UInt8]] = { [] }

  /// All targets by the names that `tools/fuzz` takes.
  static let all: [String: FuzzTarget] = [
    "header": header, "jpeg": jpeg, "png": png, "webp": webp, "recipe": recipe, "csv": csv, "json": json, "jsonl": jsonLines,
    "sqlite": sqlite, "pixels": pixels, "messages": messages, "output": output, "texts": texts,
    "check": check, "reader": reader,
  ]
}

/// The target of this process. It stands here because libFuzzer's callback captures nothing; it is set once, before the first
/// input.
nonisolated(unsafe) var chosen = FuzzTarget { _ in }
