package import Yams

/// A YAML text as a tree of nodes that know their lines.
package enum YAMLTree {
  /// - Parameters:
  ///   - yaml: the text.
  ///   - notes: collects what is wrong with the text.
  ///   - remedy: what to do about a text that holds nothing.
  /// - Returns: nil when there is no tree; the notes say why.
  package static func compose(_ yaml: String, _ notes: ReadingNotes, ifEmpty remedy: String) -> Node? {
    // A byte order mark may begin a text (YAML 1.2, section 5.2), as some editors write it. The library takes it for content.
    let yaml = yaml.unicodeScalars.first == "\u{FEFF}" ? String(yaml.unicodeScalars.dropFirst()) : yaml
    if let line = lineOfOneAliasTooMany(yaml) {
      notes.add(
        "\(notes.subject) has more than \(mostAliases) aliases (*name)", remedy: "write out what they stand for", line: line)
      return nil
    }
    do {
      if let node = try Yams.compose(yaml: yaml), node.null == nil { return node }
      notes.add("\(notes.subject) is empty", remedy: remedy, line: 1)
    } catch let error as YamlError {
      let (message, line) = error.messageAndLine
      let text = line.flatMap {
        yaml.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).dropFirst($0 - 1).first
      }
      if text?.drop(while: { $0 == " " }).first == "\t" {
        notes.add("not valid YAML: the line begins with a tab", remedy: "indent it with spaces", line: line)
        return nil
      }
      let mending =
        if case .duplicatedKeysInMapping = error { "keep one of them" } else {
          "mend this line; texts with \": \" or \" #\" need quotes"
        }
      notes.add("not valid YAML: \(message)", remedy: mending, line: line)
    } catch {
      notes.add("not valid YAML: \(error)", remedy: "mend it", line: nil)
    }
    return nil
  }

  /// The most aliases. An alias is replaced by a copy, and an alias of aliases by many copies. With more of them, a few lines
  /// would keep the YAML library busy for ever (it compares keys, and a key may be an alias). Recipes and profiles have no use
  /// for so many.
  private static let mostAliases = 10

  /// The line of what looks like an alias after as many as are allowed; nil when nothing looks like an anchor.
  private static func lineOfOneAliasTooMany(_ yaml: String) -> Int? {
    var (line, aliases, hasAnchor) = (1, 0, false)
    var lineOfExcess: Int?
    var previous = UInt8(ascii: "\n")
    var sign: UInt8?
    for byte in yaml.utf8 {
      // Inside a word, & and * are ordinary characters.
      if isNameByte(byte), let sign {
        if sign == UInt8(ascii: "&") { hasAnchor = true } else { aliases += 1 }
        if aliases > mostAliases { lineOfExcess = lineOfExcess ?? line }
      }
      sign = !isNameByte(previous) && (byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")) ? byte : nil
      if byte == UInt8(ascii: "\n") { line += 1 }
      previous = byte
    }
    return hasAnchor ? lineOfExcess : nil
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension YamlError {
  /// The sentence and the 1-based line of an error of the YAML library.
  fileprivate var messageAndLine: (String, Int?) {
    switch self {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
      (problem, mark.line)
    case .duplicatedKeysInMapping(let duplicates, let context):
      ("the key \(duplicates.map { "\"\($0)\"" }.joined(separator: ", ")) stands twice", context.mark.line)
    case .reader(let problem, _, _, _): (problem, nil)
    default: ("\(self)", nil)
    }
  }
}
