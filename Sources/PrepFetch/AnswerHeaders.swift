import CPrepCurl

/// What is read from the headers of one response.
struct AnswerHeaders {
  /// `Content-Length`.
  private(set) var length: Int?
  private(set) var location: String?
  private(set) var tag: String?
  private(set) var mayBeStored = true
  private var lastModified: String?
  private var date: String?

  /// Takes one line.
  mutating func read(_ line: UnsafeRawBufferPointer) {
    if let value = Self.value(of: "content-length:", in: line) {
      length = Int(value.prefix { $0.isASCII && $0.isNumber }) ?? length
    } else if let value = Self.value(of: "location:", in: line) {
      location = value
    } else if let value = Self.value(of: "etag:", in: line) {
      tag = value
    } else if let value = Self.value(of: "last-modified:", in: line) {
      lastModified = value
    } else if let value = Self.value(of: "date:", in: line) {
      date = value
    } else if let value = Self.value(of: "cache-control:", in: line), Self.forbidsStoring(value) {
      mayBeStored = false
    }
  }

  /// What to ask the address with, next time. A tag says more than a date.
  func validators(of address: String) -> Validators? {
    if let tag { return Validators(.tag(tag), address: Validators.digest(of: address)) }
    guard let lastModified, tellsStates(apart: lastModified) else { return nil }
    return Validators(.date(lastModified), address: Validators.digest(of: address))
  }

  /// What changes twice in a second has one date for two states. So a date tells them apart only when that second was over.
  private func tellsStates(apart lastModified: String) -> Bool {
    let modified = curl_getdate(lastModified, nil)
    guard modified >= 0 else { return false }
    guard let date else { return true }
    return curl_getdate(date, nil) > modified
  }

  private static func forbidsStoring(_ value: String) -> Bool {
    value.split(separator: ",").contains { directive in
      directive.prefix { $0 != "=" }.filter { $0 != " " && $0 != "\t" }.lowercased() == "no-store"
    }
  }

  /// The value of a header, without the space around it; nil when the line is another's.
  private static func value(of name: StaticString, in line: UnsafeRawBufferPointer) -> String? {
    name.withUTF8Buffer { name in
      // Or-ing 0x20 makes ASCII letters lower case and leaves the hyphen and the colon.
      guard line.count > name.count, zip(line, name).allSatisfy({ $0 | 0x20 == $1 }) else { return nil }
      let value = line.dropFirst(name.count).drop { $0 == 0x20 || $0 == 0x09 }.prefix { $0 != 0x0D && $0 != 0x0A }
      let end = value.lastIndex { $0 != 0x20 && $0 != 0x09 }
      return String(decoding: end.map { value[...$0] } ?? value[value.endIndex...], as: UTF8.self)
    }
  }
}
