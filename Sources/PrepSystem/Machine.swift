import CPrepPosix
import Glibc

/// What this machine, or the container that the process runs in, allows.
package enum Machine {
  /// The processors that this process may use, by its CPU affinity and the quota of its control group.
  package static let processors: Int = {
    let allowed = max(1, Int(vp_posix_processors()))
    // "max 100000" or "150000 100000": microseconds per period.
    guard let words = controlGroupFile("cpu.max")?.split(separator: " "), words.count == 2,
      let quota = Double(words[0]), let period = Double(words[1]), period > 0
    else { return allowed }
    return max(1, min(allowed, Int((quota / period).rounded(.up))))
  }()

  /// The bytes of memory that this process and its helpers may use: the limit of the control group, or else the machine's memory.
  package static let memory: Int = {
    let total = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    let limit = (controlGroupFile("memory.max") ?? file("/sys/fs/cgroup/memory/memory.limit_in_bytes")).flatMap { Int($0) }
    return min(total, limit ?? total)
  }()

  /// A file of this process's control group (version 2), without the trailing newline.
  private static func controlGroupFile(_ name: String) -> String? {
    guard let line = file("/proc/self/cgroup")?.split(separator: "\n").first(where: { $0.hasPrefix("0::") }) else { return nil }
    return file("/sys/fs/cgroup\(line.dropFirst(3))/\(name)") ?? file("/sys/fs/cgroup/\(name)")
  }

  private static func file(_ path: String) -> String? {
    guard let bytes = try? InputFile.contents(of: path, most: 1 << 20) else { return nil }
    var text = String(decoding: bytes, as: UTF8.self)
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
