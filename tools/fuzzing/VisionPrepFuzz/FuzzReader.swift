import PrepJSON

extension FuzzTarget {
  /// A JSON text through the reader: in memory and in blocks of 16 bytes, as a text and as a line; and as a value, which is written and read
  /// again.
  static let reader = FuzzTarget { bytes in
    for isByLine in [false, true] {
      for invalidUTF8 in [JSONOptions.Replacement.refuse, .replace] {
        var options = JSONOptions()
        options.isByLine = isByLine
        options.duplicateKeys = isByLine ? .report : .refuse
        options.invalidUTF8 = invalidUTF8
        let inMemory = bytes.withUnsafeBytes { events(JSONReader($0, options: options)) }
        let inBlocks = events(JSONReader(BlockReader(.memory(bytes), blockSize: 16), options: options))
        require(inMemory == inBlocks, "other tokens in blocks of 16 bytes")
      }
    }
    do throws(JSONFault) {
      requireRoundTrip(try JSONValue(bytes))
    } catch {
      require(
        !error.message.isEmpty && error.message.utf8.count <= 1000, "a fault's message has \(error.message.utf8.count) bytes")
      require((0...bytes.count).contains(error.offset), "a fault at a place that is not there")
    }
    // What is read over without a look ends where it ends.
    bytes.withUnsafeBytes { bytes in
      var checked = JSONReader(bytes, options: .values)
      var unchecked = JSONReader(bytes, options: .picking)
      guard (try? checked.skip()) != nil else { return }
      require((try? unchecked.skip()) != nil && unchecked.offset == checked.offset, "a value that is read over ends elsewhere")
    }
  } seeds: {
    [
      #" {"a":[1,-0.5e+3,"x\u00e9\ud83d\ude00\ud800\\\"",true,null,{}],"b":"é😀","c":{"d":[[2]]},"a":0} "#,
      "[\n\"\\n\",\r\t[]]\n{}", #"{"a key of more than sixteen bytes":0,"":{"":{}}}"#,
    ].map { Array($0.utf8) }
  }
}

private enum Event: Hashable {
  case token(JSONToken)
  case text([UInt8])
  case number(Int?)
  case fault(JSONFault)
}

/// All that a reader gives of a text, up to its end or its first fault.
private func events<Input>(_ reader: consuming JSONReader<Input>) -> [Event] {
  var events: [Event] = []
  do throws(JSONFault) {
    while true {
      let token = try reader.next()
      events.append(.token(token))
      switch token {
      case .key: events.append(.text(Array(reader.key.kept)))
      case .string:
        var text: [UInt8] = []
        try reader.string(into: &text)
        events.append(.text(text))
      case .number: events.append(.number(try reader.number().whole))
      case .end: return events
      default: break
      }
    }
  } catch {
    return events + [.fault(error)]
  }
}
