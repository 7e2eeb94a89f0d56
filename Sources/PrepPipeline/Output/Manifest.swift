import PrepCore
import PrepDataset
import PrepSystem

/// What is in an output folder and what made it: manifest.json. It holds no clock, host, path or thread count, so that equal
/// runs give equal manifests.
struct Manifest {
  var provenance: Provenance
  var items: Int
  var tally: Tally
  var files: [OutputFileEntry]
  /// Bytes and digest of items.jsonl.
  var itemsFile: (bytes: Int, sha256: String)
  var root: String

  func encode() -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    provenance.write(to: &json)
    json.member("items", items)
    json.member("records", tally.records)
    json.member("failed", tally.failed)
    json.key("failures")
    json.beginObject()
    for (code, failures) in tally.failures.sorted(by: { $0.key.name < $1.key.name }) {
      json.member(code.name, failures.count)
    }
    json.endObject()
    json.key("splits")
    json.beginObject()
    for split in Split.allCases {
      json.member(split.rawValue, tally.recordsBySplit[split] ?? 0)
    }
    json.endObject()
    json.key("files")
    json.beginArray()
    for file in files { write(file.name, bytes: file.bytes, lines: file.records, sha256: file.sha256, to: &json) }
    write("items.jsonl", bytes: itemsFile.bytes, lines: items, sha256: itemsFile.sha256, to: &json)
    json.endArray()
    json.member("root_sha256", root)
    json.endObject()
    return Self.indented(json.bytes)
  }

  private func write(_ name: String, bytes: Int, lines: Int, sha256: String, to json: inout JSONWriter) {
    json.beginObject()
    json.member("name", name)
    json.member("bytes", bytes)
    json.member("lines", lines)
    json.member("sha256", sha256)
    json.endObject()
  }

  /// The same JSON with line breaks and two spaces a level, for people.
  private static func indented(_ compact: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var depth = 0
    var isInString = false
    var isEscaped = false
    func breakLine() { result += [UInt8(ascii: "\n")] + [UInt8](repeating: UInt8(ascii: " "), count: 2 * depth) }
    for (index, byte) in compact.enumerated() {
      if isInString {
        result.append(byte)
        if !isEscaped, byte == UInt8(ascii: "\"") { isInString = false }
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        continue
      }
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        result.append(byte)
        depth += 1
        if compact[index + 1] != byte + 2 { breakLine() }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if compact[index - 1] != byte - 2 { breakLine() }
        result.append(byte)
      case UInt8(ascii: ","):
        result.append(byte)
        breakLine()
      case UInt8(ascii: ":"):
        result += [byte, UInt8(ascii: " ")]
      default:
        isInString = byte == UInt8(ascii: "\"")
        result.append(byte)
      }
    }
    return result + [UInt8(ascii: "\n")]
  }
}
