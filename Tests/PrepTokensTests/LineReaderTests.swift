import Foundation
import PrepTokens
import TestSupport
import Testing

@Suite("Lines of a file")
struct LineReaderTests {
  private func lines(_ bytes: [UInt8]) throws -> [[UInt8]] {
    let folder = try TemporaryFolder()
    let path = folder.path + "/lines"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    var lines: [[UInt8]] = []
    try LineReader(path).forEach { line in
      if case .whole(let bytes) = line { lines.append(Array(bytes)) }
    }
    return lines
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
    #expect(try lines(joined + [0x0A]) == wanted)
    // A last line needs no line end, but an empty one is none.
    #expect(try lines(joined) == (wanted.last?.isEmpty == true ? wanted.dropLast() : wanted))
  }

  @Test("A file that is not there is an error; an empty one has no lines")
  func edges() throws {
    #expect(try lines([]) == [])
    #expect(try lines([0x0A]) == [[]])
    #expect(throws: LineReader.Fault.self) { try LineReader("/nowhere/at/all") }
    #expect(throws: LineReader.Fault.self) { try LineReader("/").forEach { _ in } }
  }
}
