import PrepSystem
import TestSupport
import Testing

@Suite("Lines of a source")
struct ByteWindowTests {
  /// Gives some of the bytes at a time, so that lines are cut everywhere.
  private struct Drops: ByteSource {
    var bytes: ArraySlice<UInt8>
    var random: Seeded

    mutating func read(into room: UnsafeMutableRawBufferPointer) throws(FileFault) -> Int {
      let count = min(bytes.count, room.count, Int.random(in: 1...5, using: &random))
      room.copyBytes(from: bytes.prefix(count))
      bytes = bytes.dropFirst(count)
      return count
    }
  }

  private enum Line: Equatable {
    case whole([UInt8])
    case tooLong
  }

  private func lines<Source: ByteSource & ~Copyable>(
    _ window: consuming ByteWindow<Source>, longest: Int = .max
  ) throws -> [Line] {
    var lines: [Line] = []
    while let line = try window.nextLine(longest: longest) {
      switch line {
      case .whole(let bytes): lines.append(.whole(Array(bytes)))
      case .tooLong: lines.append(.tooLong)
      }
    }
    return lines
  }

  private func lines(ofFile bytes: [UInt8], chunk: Int = 1 << 20) throws -> [Line] {
    let folder = try TemporaryFolder()
    try folder.write(bytes, to: "lines")
    return try lines(ByteWindow(try InputFile("\(folder.path)/lines"), chunk: chunk))
  }

  @Test("Every line comes whole, whatever its length", arguments: 0..<8)
  func lengths(seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let block = 1 << 20
    let lengths = (0..<40).map { _ in
      [0, 1, 100, block - 1, block, block + 1, 3 * block].randomElement(using: &random) ?? 0
    }
    let wanted = lengths.enumerated().map { index, length in [UInt8](repeating: UInt8(0x41 + index), count: length) }
    let joined = Array(wanted.joined(separator: [0x0A]))
    #expect(try lines(ofFile: joined + [0x0A]) == wanted.map { .whole($0) })
    // A last line needs no line end, but an empty one is none.
    let rest = wanted.last?.isEmpty == true ? Array(wanted.dropLast()) : wanted
    #expect(try lines(ofFile: joined) == rest.map { .whole($0) })
  }

  @Test("Lines that are too long are passed over, and the places of the others are right", arguments: 0..<50)
  func longest(seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let longest = Int.random(in: 0...20, using: &random)
    let wanted = (0..<30).map { _ in [UInt8](repeating: 0x61, count: Int.random(in: 0...40, using: &random)) }
    let bytes = Array(wanted.joined(separator: [0x0A])) + [0x0A]
    let chunk = Int.random(in: 1...64, using: &random)
    var window = ByteWindow(Drops(bytes: bytes[...], random: random), chunk: chunk)
    var place = 0
    for line in wanted {
      switch try window.nextLine(longest: longest) {
      case .whole(let found)?: #expect(Array(found) == line && line.count <= longest)
      case .tooLong?: #expect(line.count > longest)
      case nil: Issue.record("a line is missing")
      }
      place += line.count + 1
      let offset = window.offset
      #expect(offset == place)
    }
    let end = try window.nextLine(longest: longest) == nil
    #expect(end)
  }

  @Test("A file that is not there is an error; an empty one has no lines")
  func edges() throws {
    #expect(try lines(ofFile: []) == [])
    #expect(try lines(ofFile: [0x0A]) == [.whole([])])
    #expect(throws: FileFault(.missing)) { _ = try InputFile("/nowhere/at/all") }
    #expect(throws: FileFault(.folder)) { _ = try InputFile("/") }
  }

  @Test("Whether the last line has a newline is known")
  func ending() throws {
    for (text, isEnded) in [("a\nb", false), ("a\nb\n", true)] {
      var window = ByteWindow(Drops(bytes: Array(text.utf8)[...], random: Seeded(1)), chunk: 3)
      _ = try window.nextLine(longest: 9)
      let first = window.isLineEnded
      _ = try window.nextLine(longest: 9)
      let last = window.isLineEnded
      #expect((first, last) == (true, isEnded))
    }
  }

  /// A source that fails after its first bytes, as a disk does.
  private struct Failing: ByteSource {
    var left = Array("one\ntwo".utf8)

    mutating func read(into room: UnsafeMutableRawBufferPointer) throws(FileFault) -> Int {
      guard !left.isEmpty else { throw FileFault(.system(5)) }
      room.copyBytes(from: left)
      defer { left = [] }
      return left.count
    }
  }

  @Test("A source that fails is not taken for one that has ended")
  func failing() throws {
    var window = ByteWindow(Failing(), chunk: 64)
    guard case .whole(let line)? = try window.nextLine(longest: 100) else { throw FileFault(.missing) }
    #expect(Array(line) == Array("one".utf8))
    var fault: FileFault?
    do throws(FileFault) { _ = try window.nextLine(longest: 100) } catch { fault = error }
    #expect(fault == FileFault(.system(5)))
  }
}
