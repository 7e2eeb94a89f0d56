import PrepCheck
import PrepCore
import PrepProviders

extension FuzzTarget {
  /// Runs a JSONL file through the checker of every profile.
  static let check = FuzzTarget { bytes in
    for profile in profiles {
      let whole = findings(of: bytes, profile) { _ in }
      for finding in whole.findings {
        require(finding.description.utf8.count <= 1000, "a finding of \(finding.description.utf8.count) bytes")
        require(
          finding.line.map { (1...max(1, whole.summary.lines)).contains($0) } ?? true, "a finding on a line that is not there")
      }
      require(
        whole.summary.counts.values.reduce(0) { $0 + $1.count } >= whole.findings.count, "more findings than were counted")
      let cut = findings(of: bytes, profile) { ($0.partSize, $0.blockSize) = (max(1, bytes.count / 3), 16) }
      // A run of empty lines is reported once for each part.
      require(
        cut.findings.filter { $0.code != .emptyLine } == whole.findings.filter { $0.code != .emptyLine },
        "something else is found in small pieces")
      require(cut.summary == whole.summary, "another summary of small pieces")
    }
  } seeds: {
    [
      #"{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}}]},{"role":"assistant","content":"b","weight":1}]}"#,
      #"{"messages":[{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"\ud83d\ude00"}],"tools":[]}"#,
      #"{"systemInstruction":{"parts":[{"text":"a"}]},"contents":[{"role":"user","parts":[{"fileData":{"mimeType":"image/png","fileUri":"gs://b/a.png"}}]},{"role":"model","parts":[{"text":"c"}]}]}"#,
      #"{"schemaVersion":"bedrock-conversation-2024","system":[{"text":"a"}],"messages":[{"role":"user","content":[{"image":{"format":"png","source":{"s3Location":{"uri":"s3://b/a.png","bucketOwner":"1"}}}}]},{"role":"assistant","content":[{"text":"User:"}]}]}"#,
      #"{"custom_id":"1","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[]}}"#,
      "\n \r\n[1,2]\nnull\n{\"a\":1,\"a\":2}\r\n{\"a\":\"\\ud800\"",
    ].map { Array($0.utf8) }
  }
}

private let profiles = ProviderProfile.names.compactMap { ProviderProfile.named($0) }

private func findings(
  of bytes: [UInt8], _ profile: ProviderProfile, _ change: (inout CheckOptions) -> Void
) -> (findings: [CheckFinding], summary: CheckSummary) {
  var options = CheckOptions()
  options.today = nil
  change(&options)
  var found: [CheckFinding] = []
  guard let summary = try? FileCheck(profile, options: options).check(bytes, name: "a.jsonl", each: { found.append($0) }) else {
    require(false, "memory cannot be read")
    return ([], CheckSummary(file: "", provider: "", collected: "", split: .train))
  }
  return (found, summary)
}
