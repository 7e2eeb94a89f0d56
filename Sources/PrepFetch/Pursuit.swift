import PrepCore

/// One address on its way through all its tries, and all who asked for it. Used by the fetch thread only.
final class Pursuit {
  let address: FetchAddress
  let question: Question
  /// What the next try asks with.
  private(set) var validators: Validators?
  var completions: [FetchRequest.Completion]
  /// Tries that have begun.
  private(set) var tries = 0
  /// When the first began.
  private(set) var started: Duration?
  /// Whether the present try is to show if its host is alive.
  private(set) var isProbe = false

  init(_ request: FetchRequest) {
    address = request.address
    question = request.question
    validators = request.validators
    completions = [request.completion]
  }

  func beginTry(at now: Duration, isProbe: Bool) {
    tries += 1
    started = started ?? now
    self.isProbe = isProbe
  }

  /// Asks for the body from now on, whatever it is. The tries so far were about something else.
  func askPlainly() {
    validators = nil
    tries = 0
  }

  func end(_ ending: Result<FetchedBody, FetchError>) {
    for completion in completions { completion(ending) }
    completions = []
  }
}
