import Foundation

/// The program that was built with the tests; it lies beside them.
let builtProgram: String? = {
  let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
  let candidates = ([bundle] + CommandLine.arguments).map {
    URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("visionprep").path
  }
  return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
}()
