import Glibc
import PrepSystem
import VisionPrep

/// Shows how a run goes on, on standard error: one line that is drawn over in a terminal, else a plain line every few seconds.
final class Progress: Sendable {
  private struct State {
    var total = 0
    var resumed = 0
    var done = 0
    var failed = 0
    var imageBytes = 0
    var isEnded = false
    var isStopping = false
    /// Items done at earlier moments, for the rate of the last half minute.
    var samples: [(time: Double, done: Int)] = []
  }

  private let state = Monitor(State())
  private let columns = Terminal.columns
  private let begin = Progress.now()

  private static let redrawSeconds = 0.2
  private static let lineSeconds = 5.0

  /// Begins to show; nothing is shown before the first tick.
  func start() throws(RunError) -> NamedThread {
    try NamedThread("vp-progress") { [self] in
      let interval = columns > 0 ? Self.redrawSeconds : Self.lineSeconds
      while !state.wait(atMost: interval, until: { $0.isEnded }) { draw() }
    }
  }

  func planned(_ total: Int) { state.read { $0.total = total } }
  func resumed(_ count: Int) { state.read { ($0.resumed, $0.done) = (count, $0.done + count) } }
  func stopping() { state.read { $0.isStopping = true } }

  func add(_ outcome: Outcome) {
    state.read { state in
      state.done += 1
      if outcome.failure != nil { state.failed += 1 }
      for image in outcome.images { state.imageBytes += image.bytes }
    }
  }

  /// Sets what is done, where that is counted elsewhere.
  func update(done: Int, failed: Int) { state.read { ($0.done, $0.failed) = (done, failed) } }

  /// Removes the line.
  func end() {
    state.change { $0.isEnded = true }
    if columns > 0 { Terminal.status(nil) }
  }

  private func draw() {
    let text = state.read { state -> String? in
      guard !state.isEnded else { return nil }
      guard state.total > 0 || state.done > 0 else { return "reading the input (\(spoken(seconds: Self.now() - begin)))" }
      let now = Self.now()
      state.samples.append((now, state.done))
      state.samples.removeAll { now - $0.time > 30 }
      var parts = [state.total > 0 ? "\(grouped(state.done)) of \(grouped(state.total))" : "\(grouped(state.done)) done"]
      if let first = state.samples.first, now - first.time > 0.5 {
        let rate = Double(state.done - first.done) / (now - first.time)
        parts.append("\(rate >= 10 ? grouped(Int(rate)) : String(Double(Int(rate * 10)) / 10))/s")
        if rate > 0, state.done < state.total { parts.append("\(spoken(seconds: Double(state.total - state.done) / rate)) left") }
      }
      parts.append("\(grouped(state.failed)) failed")
      if state.imageBytes > 0 { parts.append("\(ByteSize(bytes: state.imageBytes)) of images") }
      if state.isStopping { parts.append("stopping") }
      return parts.joined(separator: "  ")
    }
    guard let text else { return }
    guard columns > 0 else { return Terminal.note("\(text)") }
    let share = state.read { $0.total > 0 ? Double($0.done) / Double($0.total) : 0 }
    let width = max(0, min(24, columns - text.count - 4))
    let filled = Int(share * Double(width))
    let bar = width < 6 ? "" : "[" + String(repeating: "#", count: filled) + String(repeating: " ", count: width - filled) + "] "
    Terminal.status("\(bar)\(text)")
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
