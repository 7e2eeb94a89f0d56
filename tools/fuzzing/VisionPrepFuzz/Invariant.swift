import Glibc

/// Ends the process when something that must always hold does not. libFuzzer then keeps the input.
func require(_ condition: Bool, _ broken: @autoclosure () -> String) {
  guard !condition else { return }
  let line = Array("broken invariant: \(broken())\n".utf8)
  _ = Glibc.write(2, line, line.count)
  abort()
}

/// The standard error of the engine, separate from libFuzzer's: nothing that reads a stranger's file may write to it.
enum Notes {
  /// With `-close_fd_mask=2` libFuzzer has a descriptor of its own for its messages, and this file replaces the standard error.
  /// `tools/fuzz` shows it when something was found.
  private static let isWatched: Bool = {
    guard let path = getenv("VISIONPREP_FUZZ_NOTES") else { return false }
    let file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0o644)
    return file >= 0 && dup2(file, 2) == 2
  }()

  static func begin() { _ = isWatched }

  static func requireSilence() {
    guard isWatched else { return }
    require(lseek(2, 0, SEEK_CUR) == 0, "something was written to the standard error")
  }
}
