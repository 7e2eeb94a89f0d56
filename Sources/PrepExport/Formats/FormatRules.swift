import PrepCore

/// What several formats ask of a record.
extension ChatExample {
  /// The assistant's answer ends the record.
  func requireAnswer(_ title: String) throws(ExportFault) {
    if messages.last?.role != .assistant {
      throw ExportFault(.roleOrder, "The last message is not the assistant's; \(title) wants an answer at the end.")
    }
  }

  /// The format has no functions, which tools replaced.
  func requireNoFunctions(_ title: String) throws(ExportFault) {
    if usesFunctions { throw ExportFault(.notSupported, "The record uses functions; \(title) has no place for them.") }
  }

  /// The format has no tools.
  func requireNoTools(_ title: String) throws(ExportFault) {
    try requireNoFunctions(title)
    if tools != nil { throw ExportFault(.notSupported, "The record defines tools; \(title) has no place for them.") }
    if messages.contains(where: { $0.role == .tool || !$0.calls.isEmpty }) {
      throw ExportFault(.notSupported, "The record calls tools; \(title) has no place for that.")
    }
  }

  /// The format cannot leave an answer out of training.
  func requireTrainedAnswers(_ title: String) throws(ExportFault) {
    if let index = messages.firstIndex(where: { !$0.isTrained }) {
      throw ExportFault(.notSupported, "messages[\(index)] has the weight 0; \(title) would train on it all the same.")
    }
  }

  /// User and assistant take turns, the user first; system messages stand before them.
  /// - Parameter firstRoles: the roles that stand where the user does.
  func requireTurns(_ title: String, firstRoles: Set<Role> = [.user]) throws(ExportFault) {
    let rest = instruction.rest
    for (turn, message) in rest.enumerated() {
      let isFirst = turn % 2 == 0
      let isRight = isFirst ? firstRoles.contains(message.role) : message.role == .assistant
      if !isRight {
        let wanted = isFirst ? "the user" : "the assistant"
        throw ExportFault(
          .roleOrder,
          "messages[\(rest.startIndex + turn)] is of the role \(message.role.rawValue); \(title) wants \(wanted) there.")
      }
    }
  }

  /// Questions and answers in turn, all of them to be learned, and nothing else.
  func requirePlainTurns(_ title: String) throws(ExportFault) {
    try requireNoTools(title)
    try requireTrainedAnswers(title)
    try requireTurns(title)
  }

  func requireTexts(_ title: String) throws(ExportFault) {
    for (index, message) in messages.enumerated() {
      let isEmpty = message.parts.contains { if case .text(let text) = $0 { text.isEmpty } else { false } }
      if isEmpty { throw ExportFault(.emptyText, "messages[\(index)] has an empty text; \(title) takes none.") }
    }
  }

  /// No text holds a word that the trainer takes for something else.
  func requireNoReserved(_ words: [String], _ title: String) throws(ExportFault) {
    guard !words.isEmpty else { return }
    for (index, message) in messages.enumerated() {
      for case .text(let text) in message.parts {
        if let word = words.first(where: { text.contains($0) }) {
          throw ExportFault(.reservedWord, "messages[\(index)] holds \"\(word)\", which means something else to \(title).")
        }
      }
    }
  }
}
