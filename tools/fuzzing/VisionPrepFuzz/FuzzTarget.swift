/// A part of the engine that reads bytes of strangers.
struct FuzzTarget: Sendable {
  /// Tries one input; a violation ends the process.
  var run: @Sendable ([UInt8]) -> Void
  /// First inputs besides the fixtures, where the engine itself can write them.
  var seeds: @Sendable () -> [[UInt8]] = { [] }

  /// All targets by the names that `tools/fuzz` takes.
  static let all: [String: FuzzTarget] = [
    "header": header, "jpeg": jpeg, "png": png, "webp": webp, "recipe": recipe, "csv": csv, "json": json, "jsonl": jsonLines,
    "sqlite": sqlite, "pixels": pixels, "messages": messages, "output": output, "texts": texts, "answers": answers,
    "check": check, "reader": reader,
  ]
}

/// The target of this process. It is a global because libFuzzer's callback captures nothing. It is set once, before the first
/// input.
nonisolated(unsafe) var chosen = FuzzTarget { _ in }
