import PrepHTTP

/// The headers of an answer that concern the caching of its body.
struct AnswerHeaders {
  private(set) var tag: String?
  private(set) var mayBeStored: Bool
  private let lastModified: String?
  private let date: String?

  /// If a field occurs more than once, the last one counts.
  init(_ fields: HTTPFields) {
    tag = fields.values(of: "etag").last
    lastModified = fields.values(of: "last-modified").last
    date = fields.values(of: "date").last
    mayBeStored = !fields.values(of: "cache-control").contains(where: Self.forbidsStoring)
  }

  /// The validators for the next request to the address. A tag is preferred over a date.
  func validators(of address: String) -> Validators? {
    if let tag { return Validators(.tag(tag), address: Validators.digest(of: address)) }
    guard let lastModified, tellsStates(apart: lastModified) else { return nil }
    return Validators(.date(lastModified), address: Validators.digest(of: address))
  }

  /// A resource that changes twice in one second has one date for two states. So a date identifies a state only when that second
  /// was over.
  private func tellsStates(apart lastModified: String) -> Bool {
    guard let modified = HTTPDate.seconds(lastModified) else { return false }
    guard let date else { return true }
    return HTTPDate.seconds(date).map { $0 > modified } ?? false
  }

  private static func forbidsStoring(_ value: String) -> Bool {
    value.split(separator: ",").contains { directive in
      directive.prefix { $0 != "=" }.filter { $0 != " " && $0 != "\t" }.lowercased() == "no-store"
    }
  }
}
