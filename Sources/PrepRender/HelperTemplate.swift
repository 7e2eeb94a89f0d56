package import CPrepPosix
import Glibc
import PrepSystem

/// The process that helpers are copied from. It is started once and loads everything that any document needs, so a copy is ready
/// in a fraction of the time that a program takes to start. The copies are children of this program (see
/// `vp_posix_fork_sibling`), so it sees their ends as if it had started each of them.
///
/// The kernel kills a template and its copies when the thread that started it ends. So one thread does nothing else, and lives
/// until `close`.
package final class HelperTemplate: Sendable {
  private enum Phase {
    case none
    case wanted
    case running(HelperProcess)
    case refused(HelperProcess.StartError)
  }

  private struct State {
    var phase = Phase.none
    var thread: NamedThread?
    var isEnding = false
  }

  /// The program that serves as the template.
  private let executable: String
  private let state = Monitor(State())

  /// The most templates that may die during one request for a helper.
  private static let attempts = 2
  /// The number of seconds that a new template may take to start; if the font library has no cache on disk, it reads all fonts.
  private static let patience = 60.0

  package init(executable: String) { self.executable = executable }

  /// The identifier of the current template process.
  package var processIdentifier: pid_t? {
    state.read { state in if case .running(let process) = state.phase { process.identifier } else { nil } }
  }

  /// A new helper. May be called from any thread.
  package func start() throws(HelperProcess.StartError) -> HelperProcess {
    var attempt = 1
    while true {
      let ends = try HelperProcess.Ends()
      let template: HelperProcess
      do throws(HelperProcess.StartError) {
        template = try hand(ends)
        Glibc.close(ends.theirs)
      } catch {
        Glibc.close(ends.theirs)
        ends.abandon()
        throw error
      }
      // A new helper sends its process identifier as soon as it runs. When there is no helper, the template sends the reason
      // instead.
      if case .reply(let bytes) = ends.ours.receive(4, timeout: Self.patience) {
        let number = bytes.reversed().reduce(0) { $0 << 8 | Int32($1) }
        if number > 0 { return HelperProcess(identifier: number, ends: ends) }
        ends.abandon()
        throw HelperProcess.StartError(code: -number)
      }
      ends.abandon()
      let death = bury(template)
      guard attempt < Self.attempts else {
        throw HelperProcess.StartError(reason: death.map(Self.describe) ?? "its template died")
      }
      attempt += 1
    }
  }

  /// Ends the template. Must be called when all its helpers have ended. A later `start` starts a new template.
  package func close() {
    let thread = state.change { state -> NamedThread? in
      state.isEnding = true
      return state.thread
    }
    thread?.join()
    let phase = state.change { state -> Phase in
      defer { state = State() }
      return state.phase
    }
    if case .running(let process) = phase { process.stop() }
  }

  /// Sends a helper's descriptors to the running template, or to a new one.
  private func hand(_ ends: HelperProcess.Ends) throws(HelperProcess.StartError) -> HelperProcess {
    while true {
      try want()
      let result = state.wait { state -> Result<HelperProcess?, HelperProcess.StartError>? in
        switch state.phase {
        // Another thread has already found the template dead.
        case .none: return .success(nil)
        case .wanted: return nil
        case .refused(let error): return .failure(error)
        case .running(let process):
          // The lock is held, so that no other thread closes the template's channel. A dead template shows later, because no
          // answer comes.
          let error = vp_posix_send_descriptors(process.channel.descriptor, ends.theirs, ends.notes)
          let isSent = [0, EPIPE, ECONNRESET].contains(error)
          return isSent ? .success(process) : .failure(HelperProcess.StartError(code: error))
        }
      }
      if let process = try result.get() { return process }
    }
  }

  private func want() throws(HelperProcess.StartError) {
    let isThere = state.change { state -> Bool in
      switch state.phase {
      case .none, .refused: state.phase = .wanted
      case .wanted, .running: break
      }
      if state.thread == nil { state.thread = try? NamedThread("vp-template") { self.work() } }
      return state.thread != nil
    }
    guard isThere else { throw HelperProcess.StartError(code: EAGAIN) }
  }

  /// Starts templates on request.
  private func work() {
    while true {
      let isWanted = state.wait { state -> Bool? in
        if state.isEnding { return false }
        if case .wanted = state.phase { return true }
        return nil
      }
      guard isWanted else { return }
      let phase: Phase
      do throws(HelperProcess.StartError) {
        phase = .running(try HelperProcess(executable: executable))
      } catch {
        phase = .refused(error)
      }
      state.change { $0.phase = phase }
    }
  }

  /// Removes a template that failed to start a helper.
  /// - Returns: the cause of its death, to the first caller only.
  private func bury(_ template: HelperProcess) -> HelperProcess.Death? {
    let isOurs = state.change { state -> Bool in
      guard case .running(let process) = state.phase, process.identifier == template.identifier else { return false }
      state.phase = .none
      return true
    }
    return isOurs ? template.kill() : nil
  }

  private static func describe(_ death: HelperProcess.Death) -> String {
    switch death {
    case .overtime: "it took too long"
    case .memory: "it took too much memory"
    case .signal(let signal): "it died of signal \(signal)"
    case .exit(let code): "it ended with exit code \(code)"
    }
  }
}
