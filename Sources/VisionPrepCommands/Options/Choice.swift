import ArgumentParser

/// Reads one of a type's words; anything else is answered with all of them.
func choice<Choice: RawRepresentable<String> & CaseIterable>(_ text: String) throws -> Choice {
  if let choice = Choice(rawValue: text) { return choice }
  throw ValidationError("\"\(text)\" is none of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")).")
}

extension CompletionKind {
  /// What a shell offers for an option that takes a type's words.
  static func choices<Choice: RawRepresentable<String> & CaseIterable>(of type: Choice.Type) -> CompletionKind {
    .list(type.allCases.map(\.rawValue))
  }

  static let recipe = CompletionKind.file(extensions: ["yaml", "yml"])
  static let records = CompletionKind.file(extensions: ["jsonl"])
}
