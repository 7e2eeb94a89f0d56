/// A recipe with one mistake, and what is to be said about it.
struct Mistake: Sendable, CustomStringConvertible {
  let description: String
  let yaml: String
  let line: Int?
  /// Parts of the message and of the remedy.
  let message: String
  let remedy: String

  init(_ description: String, _ yaml: String, line: Int?, _ message: String, remedy: String) {
    self.description = description
    self.yaml = yaml
    self.line = line
    self.message = message
    self.remedy = remedy
  }
}

/// Recipes that are right, to be spoilt line by line.
enum Right {
  static let table = """
    dataset: watches
    source:
      table: watches.csv
      id: image_path
      images: [image_path]
    prompt:
      system: You are an expert.
      user: Identify {brand}.
    answer:
      json: [brand, model]

    """

  static let sqlite = """
    dataset: leads
    source:
      sqlite: leads.db
      query: SELECT a FROM b
      images: []
    prompt: {user: hi}
    answer: {text: "{a}"}

    """

  static let documents = """
    dataset: drawings
    source:
      documents: "*.pdf"
      labels: labels.csv
    render:
      dpi: 300
    prompt: {user: hi}
    answer: {json: [minutes]}

    """
}

extension String {
  /// The recipe with one of its lines replaced; an empty text takes the line out.
  func line(_ number: Int, _ text: String) -> String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if text.isEmpty { lines.remove(at: number - 1) } else { lines[number - 1] = text }
    return lines.joined(separator: "\n")
  }
}
