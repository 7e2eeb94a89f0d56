import Glibc
import PrepSystem
import TestSupport
import Testing

@Suite("Files that are read whole")
struct InputFileTests {
  @Test("A pipe nobody writes to is refused, and not waited for")
  func pipe() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/pipe"
    try #require(mkfifo(path, 0o600) == 0)
    #expect(throws: FileFault(.irregular)) { try InputFile.contents(of: path, most: 100) }
    #expect(throws: FileFault(.irregular)) { try InputFile.contents(of: "/dev/zero", most: 100) }
  }

  @Test("A file above the limit is refused with both numbers")
  func limit() throws {
    let folder = try TemporaryFolder()
    try folder.write("0123456789", to: "ten")
    let path = "\(folder.path)/ten"
    #expect(try InputFile.contents(of: path, most: 10) == Array("0123456789".utf8))
    let fault = try #require(throws: FileFault.self) { try InputFile.contents(of: path, most: 9) }
    #expect(fault.words == "has 10 bytes; at most 9 are read")
  }

  @Test("A file of the kernel, which has no size, is read to its end")
  func kernelFile() throws {
    let status = try InputFile.contents(of: "/proc/self/status", most: 1 << 20)
    #expect(String(decoding: status, as: UTF8.self).contains("VmRSS"))
    #expect(throws: FileFault.self) { try InputFile.contents(of: "/proc/self/status", most: 10) }
  }
}
