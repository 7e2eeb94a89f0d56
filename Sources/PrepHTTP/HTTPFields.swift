/// The header fields of one response, in the order of their coming. Names are compared without regard to case.
package struct HTTPFields: Sendable, Hashable {
  /// The lines as they came, with their ends. Most are never asked for, so none is read before.
  private var lines: [UInt8] = []

  package init() {}

  /// Reads the lines of a text, for tests and tools.
  package init(parsing text: String) {
    for line in text.utf8.split(separator: 0x0A) { lines += Array(line) + [0x0A] }
  }

  /// Adds one line, with its end.
  mutating func append(_ line: UnsafeRawBufferPointer) { lines.append(contentsOf: line) }

  mutating func removeAll() { lines.removeAll(keepingCapacity: true) }

  /// The value of the first field of a name, without the space around it; nil when there is none.
  package subscript(name: String) -> String? { values(of: name).first }

  /// The values of all fields of a name, in order.
  package func values(of name: String) -> [String] {
    var values: [String] = []
    forEachLine { line in
      let end = name.utf8.count
      guard line.count > end, line[end] == 0x3A, zip(line, name.utf8).allSatisfy({ Self.lower($0) == Self.lower($1) }) else {
        return
      }
      values.append(Self.trimmed(line[(end + 1)...]))
    }
    return values
  }

  /// All fields in order. A line that continues the one before, as HTTP once allowed, is left out.
  package var all: [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    forEachLine { line in
      guard let first = line.first, first != 0x20, first != 0x09, let colon = line.firstIndex(of: 0x3A) else { return }
      fields.append((String(decoding: line[..<colon], as: UTF8.self), Self.trimmed(line[(colon + 1)...])))
    }
    return fields
  }

  private func forEachLine(_ body: (UnsafeRawBufferPointer) -> Void) {
    lines.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
        body(UnsafeRawBufferPointer(rebasing: rest[..<end]))
        rest = rest[end...].dropFirst()
      }
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    let value = bytes.drop { $0 == 0x20 || $0 == 0x09 }.prefix { $0 != 0x0D && $0 != 0x0A }
    let end = value.lastIndex { $0 != 0x20 && $0 != 0x09 }
    return String(decoding: end.map { value[...$0] } ?? value[value.endIndex...], as: UTF8.self)
  }
}

extension HTTPFields {
  /// `Content-Length`; of several, the last that is a number.
  package var contentLength: Int? {
    values(of: "content-length").compactMap { Int($0.prefix { $0.isASCII && $0.isNumber }) }.last
  }
}
