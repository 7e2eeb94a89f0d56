import ArgumentParser

/// Reads one of a type's words; anything else is answered with all of them.
func choice<Choice: RawRepresentable<String> & CaseIterable>(_ text: String) throws -> Choice {
  if let choice = Choice(rawValue: text) { return choice }
  throw ValidationError("\"\(text)\" is none of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")).")
}
