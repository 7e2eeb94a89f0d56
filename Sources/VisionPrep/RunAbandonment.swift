import PrepPipeline
import PrepSystem

/// Gives up what a cancelled run is still finishing. The program's second Ctrl-C needs it.
package final class RunAbandonment: Sendable {
  private struct State {
    var engine: (any Engine)?
    var isAbandoned = false
  }

  private let state = Monitor(State())

  package init() {}

  package func abandon() {
    state.change { state -> (any Engine)? in
      state.isAbandoned = true
      return state.engine
    }?.abandon()
  }

  func attach(_ engine: any Engine) {
    let isAbandoned = state.change { state -> Bool in
      state.engine = engine
      return state.isAbandoned
    }
    if isAbandoned { engine.abandon() }
  }
}
