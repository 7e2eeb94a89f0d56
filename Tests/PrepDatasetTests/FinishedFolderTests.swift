import PrepCore
import PrepDataset
import PrepSystem
import TestSupport
import Testing

@Suite("A finished folder that is read again")
struct FinishedFolderTests {
  private static let none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  /// A manifest as `prepare` writes it, for a folder without items.
  private static func manifest(version: String, more: String = "") -> String {
    #"""
    {"program":{"name":"visionprep","version":"\#(version)"},"libraries":{"poppler":"1"},"dataset":"d",
    "provider":{"name":"openai","collected":"2026-11"},"recipe_sha256":"a","plan_sha256":"b","files_max_bytes":1\#(more),
    "items":0,"files":[{"name":"items.jsonl","bytes":0,"sha256":"\#(none)"}]}
    """#
  }

  @Test("Any version's folder is read; only who adds to it asks for this version", arguments: ["0.0.9", "99.1"])
  func versions(version: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.manifest(version: version, more: #","new":{"a":[1]}"#), to: "manifest.json")
    try folder.write("", to: "items.jsonl")
    let finished = try #require(try FinishedFolder(folder.path + "/"))
    #expect(finished.path == folder.path)
    try finished.verify(with: FilePool())
    #expect(try PartReader(finished, files: FilePool()).next() == nil)
    let error = #expect(throws: RunError.self) { try finished.requireThisVersion() }
    #expect(error?.message == "\(folder.path) was made by visionprep \(version), and this is \(ProgramVersion.current)")
    try folder.write(Self.manifest(version: ProgramVersion.current), to: "manifest.json")
    try #require(try FinishedFolder(folder.path)).requireThisVersion()
  }

  @Test("A manifest that is not understood is damaged when this version wrote it, and foreign otherwise")
  func notUnderstood() throws {
    let folder = try TemporaryFolder()
    for (version, words) in [(ProgramVersion.current, "is not as prepare wrote it"), ("99.1", "is of visionprep 99.1, and")] {
      let manifest = Self.manifest(version: version).replacing("plan_sha256", with: "plan_sha512")
      try folder.write(manifest, to: "manifest.json")
      let error = #expect(throws: RunError.self) { try FinishedFolder(folder.path) }
      #expect(error?.message.contains(words) == true)
    }
  }
}
