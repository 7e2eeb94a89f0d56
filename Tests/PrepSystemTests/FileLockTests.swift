import Glibc
import PrepSystem
import TestSupport
import Testing

@Suite("A lock on a file or folder belongs to one holder at a time")
struct FileLockTests {
  @Test("A second holder is refused until the first one releases the lock, or is gone")
  func oneHolder() throws {
    let folder = try TemporaryFolder()
    var first: FileLock? = try FileLock("\(folder.path)/lock", flags: O_RDWR | O_CREAT)
    #expect(throws: FileLock.Fault.taken) { try FileLock("\(folder.path)/lock", flags: O_RDWR) }
    first?.release()
    let second = try FileLock("\(folder.path)/lock", flags: O_RDWR)
    first = nil
    #expect(throws: FileLock.Fault.taken) { try FileLock("\(folder.path)/lock", flags: O_RDWR) }
    second.release()
    _ = try FileLock("\(folder.path)/lock", flags: O_RDWR)
  }

  @Test("A released lock is free although a child process still has the open file")
  func sharedWithChild() throws {
    let folder = try TemporaryFolder()
    let lock = try FileLock(folder.path, flags: O_RDONLY | O_DIRECTORY)
    // A duplicate shares the lock exactly as a child does between its creation and the start of its program.
    let shared = dup(lock.descriptor)
    defer { close(shared) }
    lock.release()
    _ = try FileLock(folder.path, flags: O_RDONLY | O_DIRECTORY)
  }

  @Test("A path that cannot be opened gives the system's reason")
  func missing() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileLock.Fault.system(ENOENT)) { try FileLock("\(folder.path)/no/lock", flags: O_RDWR) }
  }
}
