import Foundation
import PrepCheck
import PrepCore
import PrepProviders
import Testing

/// Checks lines in memory as the tests want it.
enum Checking {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "fixtures/images")

  /// A file of `fixtures/images` as base64.
  static func base64(_ name: String) -> String {
    guard let data = try? Data(contentsOf: fixtures.appending(path: name)) else {
      Issue.record("the fixture \(name) is missing")
      return ""
    }
    return data.base64EncodedString()
  }

  static func dataURL(_ name: String, _ mediaType: String? = nil) -> String {
    let ending = name.split(separator: ".").last.map(String.init) ?? ""
    return "data:\(mediaType ?? "image/\(ending == "jpg" ? "jpeg" : ending)");base64,\(base64(name))"
  }

  static let url = dataURL("png-rgb8.png")

  static func imagePart(_ url: String, more: String = "") -> String {
    #"{"type":"image_url","image_url":{"url":"\#(url)"\#(more)}}"#
  }

  static func user(_ parts: String...) -> String {
    #"{"role":"user","content":[{"type":"text","text":"What is it?"}\#(parts.map { "," + $0 }.joined())]}"#
  }

  static let answer = #"{"role":"assistant","content":"A watch."}"#

  static func chat(_ messages: String...) -> String { #"{"messages":[\#(messages.joined(separator: ","))]}"# }

  /// A record with which nothing is wrong.
  static let good = chat(
    #"{"role":"system","content":"You know watches."}"#, user(imagePart(url, more: #","detail":"high""#)), answer)

  struct Report {
    var findings: [CheckFinding]
    var summary: CheckSummary
  }

  static func check(
    _ bytes: [UInt8], provider: String = "openai", name: String = "train.jsonl", split: Split = .train,
    _ change: (inout CheckOptions) -> Void = { _ in }
  ) throws -> Report {
    var options = CheckOptions()
    options.today = nil
    change(&options)
    let profile = try #require(ProviderProfile.named(provider))
    var findings: [CheckFinding] = []
    let summary = try FileCheck(profile, options: options).check(bytes, name: name, split: split) { findings.append($0) }
    return Report(findings: findings, summary: summary)
  }

  /// What is found beside the dates on which something ends.
  static func faults(
    _ lines: [String], provider: String = "openai", _ change: (inout CheckOptions) -> Void = { _ in }
  ) throws -> [CheckFinding] {
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    return try check(bytes, provider: provider, change).findings.filter { $0.code != .closing }
  }
}
