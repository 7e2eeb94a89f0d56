import ArgumentParser
import PrepJSON
import VisionPrep

/// What on this machine would spoil a run.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check this machine for what would spoil a run.",
    discussion: """
      Looks at fonts, libraries, limits and the resolver. Each line says what was \
      found; below one that begins with "!" stands what to do. Ends with exit code 4 \
      when something should be mended.

      Example:
        visionprep doctor
      """)

  @Flag(help: "Print the findings as JSON.")
  var json = false

  @Flag(name: [.short, .long], help: "Print only what should be mended.")
  var quiet = false

  func run() async throws {
    let findings = try await Diagnosis(pages: .helpers(executable: OwnExecutable.path)).run()
    if json {
      let line = JSONLine(findings) { json, finding in
        json.member("subject", finding.subject)
        json.member("ok", finding.remedy == nil)
        json.member("found", finding.found)
        json.member("remedy", finding.remedy)
      }
      Terminal.result(line)
    } else {
      for finding in findings where !quiet || finding.remedy != nil {
        Terminal.result("\(finding.remedy == nil ? " " : "!") \(finding.subject): \(finding.found)")
        if let remedy = finding.remedy { Terminal.result("    \(remedy)") }
      }
    }
    if findings.contains(where: { $0.remedy != nil }) { throw Exit.checkFailed }
  }
}
