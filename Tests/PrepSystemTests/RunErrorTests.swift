import Glibc
import PrepCore
import PrepSystem
import Testing

@Suite("Errors of outputs say what is true of the verb")
struct RunErrorTests {
  @Test("Only work that is kept goes on after a full disk")
  func fullDisk() {
    let error = RunError.output("x.jsonl cannot be written", ENOSPC)
    #expect(error.code == .diskFull && error.remedy == "make room, and run it again")
    #expect(error.keepingWork(fresh: false).remedy == "make room, and run it again; it goes on where this run stopped")
    #expect(error.keepingWork(fresh: true).remedy.contains("unless it is told to begin again"))
    let other = RunError.output("x.jsonl cannot be written", EACCES)
    #expect(other.keepingWork(fresh: false) == other)
  }
}
