/// How to read a text table. The whole file is examined before its first row: an encoding inferred from a part would be a guess.
struct TextLayout {
  var encoding: TextEncoding
  /// Where the text starts, behind a byte order mark.
  var start = 0
  /// The text is UTF-8 with some bytes that are not; the rows that hold them are faults.
  var isDamaged = false

  /// Bytes that the survey reads at once: even, for UTF-16, and longer than any sequence of UTF-8 or what was kept of one.
  private let pieceSize: Int

  /// Reads the file once.
  init(surveying file: borrowing TableFile, allowsNUL: Bool, memory: Table.Memory) throws(TableError) {
    let head = try Self.head(of: file)
    if let format = ForeignFormat(head: head) {
      throw TableError(name: file.name, message: "this is \(format.name), not a text table", remedy: format.remedy)
    }
    self.init(encoding: .utf8, pieceSize: max(16, 4 * memory.chunk))
    if let mark = try Self.byteOrderMark(head, name: file.name) {
      (encoding, start) = mark
    } else if let pattern = try Self.patternOfNULs(head, name: file.name) {
      encoding = pattern
    }
    if encoding == .utf8 {
      try surveyUTF8(file, allowsNUL: allowsNUL)
    } else {
      try surveyUTF16(file, allowsNUL: allowsNUL)
    }
  }

  private init(encoding: TextEncoding, pieceSize: Int) {
    self.encoding = encoding
    self.pieceSize = pieceSize
  }

  private static func head(of file: borrowing TableFile) throws(TableError) -> [UInt8] {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 8)
    defer { piece.deallocate() }
    let count = try file.read(into: piece, at: 0)
    return Array(piece[..<count])
  }

  private static func byteOrderMark(_ head: [UInt8], name: String) throws(TableError) -> (TextEncoding, Int)? {
    if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) { throw utf32(name) }
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  /// UTF-16 without a byte order mark is recognised by NULs at even or at odd offsets: those of its ASCII characters. The other
  /// offsets have few NULs, in characters such as U+4E00.
  private static func patternOfNULs(_ head: [UInt8], name: String) throws(TableError) -> TextEncoding? {
    var zeros = [0, 0, 0, 0]
    for (index, byte) in head.enumerated() where byte == 0 { zeros[index % 4] += 1 }
    let (even, odd) = (zeros[0] + zeros[2], zeros[1] + zeros[3])
    guard even + odd > 0 else { return nil }
    let quarter = head.count / 4
    let isUTF32 = (
      little: zeros[0] < quarter && zeros[2] >= quarter && zeros[3] >= quarter,
      big: zeros[3] < quarter && zeros[0] >= quarter && zeros[1] >= quarter
    )
    if isUTF32.little || isUTF32.big { throw utf32(name) }
    // A single accidental NUL is no pattern: at least a tenth of the characters must be ASCII.
    let enough = max(2, head.count / 20)
    if odd >= enough, even <= odd / 4 { return .utf16LittleEndian }
    if even >= enough, odd <= even / 4 { return .utf16BigEndian }
    return nil
  }

  private mutating func surveyUTF8(_ file: borrowing TableFile, allowsNUL: Bool) throws(TableError) {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 8)
    defer { piece.deallocate() }
    var survey = UTF8Survey()
    var kept = 0
    var offset = start
    while true {
      let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: piece[kept...]), at: offset)
      offset += count
      let isLast = kept + count < piece.count
      let used = survey.survey(UnsafeRawBufferPointer(rebasing: piece[..<(kept + count)]), isLast: isLast)
      if isLast { break }
      // At most three bytes of a sequence that continues in the next piece.
      kept = piece.count - used
      piece.copyBytes(from: piece[used...])
    }
    if !allowsNUL, let offset = survey.firstNUL { throw try nul(at: start + offset, in: file) }
    if survey.isValid { return }
    // Text in an 8-bit code page hardly ever forms UTF-8 sequences, so many of them mean UTF-8 with damage. Reading that
    // as Windows-1252 would garble every name in the file for the sake of one cut character.
    if start > 0 || survey.sequences > survey.strays {
      isDamaged = true
      return
    }
    if let offset = survey.firstUndefined {
      let byte = try Self.byte(at: offset, in: file)
      throw TableError(
        name: file.name, line: try line(of: offset, in: file),
        message: "the file is not UTF-8, and the byte 0x\(String(byte, radix: 16, uppercase: true)) rules out Windows-1252",
        remedy: "Open it with the program that wrote it and save it as UTF-8.")
    }
    encoding = .windows1252
  }

  private func surveyUTF16(_ file: borrowing TableFile, allowsNUL: Bool) throws(TableError) {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 8)
    defer { piece.deallocate() }
    var offset = start
    while true {
      let count = try file.read(into: piece, at: offset)
      if !allowsNUL, let pair = stride(from: 0, to: count - 1, by: 2).first(where: { piece[$0] == 0 && piece[$0 + 1] == 0 }) {
        throw try nul(at: offset + pair, in: file)
      }
      guard count % 2 == 0 else {
        throw TableError(
          name: file.name, message: "the file is \(encoding) and ends in the middle of a character",
          remedy: "It was cut short; copy or export it again.")
      }
      offset += count
      if count < piece.count { return }
    }
  }

  private func nul(at offset: Int, in file: borrowing TableFile) throws(TableError) -> TableError {
    TableError(
      name: file.name, line: try line(of: offset, in: file),
      message: encoding == .utf8 ? "the file has a NUL byte and is not UTF-16" : "the file has a NUL character",
      remedy: "It is damaged or no text table; export it again.")
  }

  private static func utf32(_ name: String) -> TableError {
    TableError(name: name, message: "the file is UTF-32", remedy: "Save it as UTF-8.")
  }
}

extension TextLayout {
  /// The 1-based line of a byte. Only messages need it, so the file is read again up to there.
  private func line(of offset: Int, in file: borrowing TableFile) throws(TableError) -> Int {
    var lines = LineCount()
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 8)
    defer { piece.deallocate() }
    var left = offset
    while left > 0 {
      let count = min(left, try file.read(into: piece, at: offset - left))
      if count == 0 { break }
      switch encoding {
      case .utf16LittleEndian, .utf16BigEndian:
        // Line ends are the only thing counted, so the low byte of each ASCII character is enough.
        let low = encoding == .utf16LittleEndian ? 0 : 1
        lines.take(
          stride(from: 0, to: count - 1, by: 2).lazy.map { piece[$0 + 1 - low] == 0 ? piece[$0 + low] : 0 })
      case .utf8, .windows1252: lines.take(piece[..<count])
      }
      left -= count
    }
    return lines.ends + 1
  }

  private static func byte(at offset: Int, in file: borrowing TableFile) throws(TableError) -> UInt8 {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
    defer { piece.deallocate() }
    return try file.read(into: piece, at: offset) == 1 ? piece[0] : 0
  }
}
