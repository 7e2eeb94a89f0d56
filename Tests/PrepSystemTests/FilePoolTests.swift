import PrepCore
import PrepSystem
import TestSupport
import Testing

@Suite("Reading many files with few open")
struct FilePoolTests {
  @Test("Pieces of more files than may be open come right")
  func pieces() throws {
    let folder = try TemporaryFolder()
    for number in 0..<20 { try folder.write("file \(number), and more of it", to: "\(number)") }
    let pool = FilePool(capacity: 3)
    var random = Seeded(3)
    for _ in 0..<200 {
      let number = Int.random(in: 0..<20, using: &random)
      let text = Array("file \(number), and more of it".utf8)
      let offset = Int.random(in: 0..<40, using: &random)
      let piece = try pool.read("\(folder.path)/\(number)", at: offset, count: 8)
      #expect(piece == Array(text.dropFirst(offset).prefix(8)))
    }
  }

  @Test("A file that is not there is an error that names it")
  func missing() throws {
    let folder = try TemporaryFolder()
    let error = try #require(throws: RunError.self) { try FilePool().read("\(folder.path)/none", at: 0, count: 1) }
    #expect(error.code == .notFound)
    #expect(error.message.contains("none is not there"))
  }
}
