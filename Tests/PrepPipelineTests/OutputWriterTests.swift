import Foundation
import PrepCore
import PrepDataset
import PrepDigest
import PrepPlan
import PrepProviders
import PrepSystem
import TestPlans
import TestSupport
import Testing

@testable import PrepPipeline

@Suite("Writing outputs")
struct OutputWriterTests {
  private static let count = 24
  private let input: TemporaryFolder
  private let plan: Plan
  private let outcomes: [PreparedOutcome]
  private let profile: ProviderProfile

  /// 24 items in three splits, some of which fail; records of many lengths, in files of 120 bytes.
  init() throws {
    input = try TemporaryFolder()
    profile = try #require(ProviderProfile.named("openai"))
    let rows = (0..<Self.count).map { "\($0),x,y,s\($0 % 2)" }
    try input.write("id,q,a,s\n" + rows.joined(separator: "\n"), to: "table.csv")
    plan = try makePlan(
      tableRecipe(input) { recipe in
        recipe.files.maxBytes = ByteSize(bytes: 120)
        (recipe.split.train, recipe.split.validation, recipe.split.test) = (0.6, 0.2, 0.2)
        recipe.split.stratify = "s"
      })
    outcomes = try items(plan).map { item in
      let n = item.ordinal
      guard n % 5 != 3 else {
        return PreparedOutcome(
          item: item, images: [], record: nil, failure: ItemFailure(.fetch, n % 2 == 0 ? .dns : .http(404), "no \"\(n)\""))
      }
      let bytes = Array("{\"n\":\(n),\"t\":\"\(String(repeating: "t", count: n * 7 % 60))\"}".utf8)
      let image = ImageRow(
        source: "i\(n).png", page: nil, sha256: "ab", format: .png, width: 1, height: 1, bytes: n, resized: n % 2 == 0,
        kept: n % 2 == 1,
        reducedQuality: nil)
      // Of a record that comes from another folder the digest is known.
      let known = n.isMultiple(of: 2) ? SHA256Digest.of(bytes) : nil
      return PreparedOutcome(item: item, images: [image], record: (bytes, known), failure: nil)
    }
  }

  /// Opens a folder, writes what is missing, up to `end`, and finishes when that is all.
  @discardableResult
  private func run(_ folder: TemporaryFolder, to end: Int = count, fresh: Bool = false, expecting resumed: Int = 0) throws
    -> String?
  {
    let writer = try OutputWriter(folder: folder.path, plan: plan, fresh: fresh)
    #expect(writer.resumed == resumed)
    for outcome in outcomes[writer.resumed..<max(end, writer.resumed)] { _ = try writer.write(outcome) }
    guard end == Self.count else {
      try writer.synchronize()
      return nil
    }
    #expect(writer.tally.done == Self.count)
    return try writer.finish()
  }

  /// All files under their final names, and the journal.
  private func contents(_ folder: TemporaryFolder) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for name in try folder.names() where name != ".visionprep" { contents[name] = try folder.read(name) }
    contents["journal"] = try folder.read(".visionprep/journal")
    return contents
  }

  private func truncateJournal(_ folder: TemporaryFolder, to bytes: Int) throws {
    try folder.write(Array(try folder.read(".visionprep/journal").prefix(bytes)), to: ".visionprep/journal")
  }

  private func error(_ folder: TemporaryFolder, plan: Plan, fresh: Bool = false) throws -> RunError {
    try #require(throws: RunError.self) { _ = try OutputWriter(folder: folder.path, plan: plan, fresh: fresh) }
  }

  // MARK: One go

  @Test("Every item has its row, every record its line, and every file is within its limit")
  func oneGo() throws {
    let folder = try TemporaryFolder()
    try run(folder)
    let rows = try folder.read("items.jsonl").split(separator: UInt8(ascii: "\n")).map { try #require(ItemRow.decode(Array($0))) }
    #expect(rows.map(\.ordinal) == Array(0..<Self.count))
    var lines: [String: [[UInt8]]] = [:]
    let names = try folder.names().filter { PreparedFolder.isOutput($0) && $0.hasPrefix("t") || $0.hasPrefix("v") }
    #expect(names.count > 6)
    for name in names {
      let bytes = try folder.read(name)
      #expect(bytes.count <= 120)
      #expect(bytes.last == UInt8(ascii: "\n"))
      lines[name] = bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }
    for (row, outcome) in zip(rows, outcomes) {
      #expect(row.id == outcome.item.id)
      switch row.ending {
      case .failure(let failure): #expect(failure == outcome.failure)
      case .record(let place):
        let record = try #require(outcome.record)
        #expect(place.file.hasPrefix(outcome.item.split.rawValue))
        #expect(lines[place.file]?[place.line - 1] == record.bytes)
        #expect(place.bytes == record.bytes.count)
        #expect(place.sha256 == SHA256Digest.of(record.bytes).hex)
        #expect(row.images == outcome.images)
      }
    }
    #expect(lines.values.reduce(0) { $0 + $1.count } == outcomes.count { $0.record != nil })
  }

  @Test("The manifest is JSON that lists every file with its bytes, lines and digest")
  func manifest() throws {
    let folder = try TemporaryFolder()
    let root = try #require(try run(folder))
    let bytes = try folder.read("manifest.json")
    #expect(bytes.last == UInt8(ascii: "\n"))
    let manifest = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(manifest["dataset"] as? String == "test")
    #expect(manifest["root_sha256"] as? String == root)
    #expect(manifest["plan_sha256"] as? String == plan.digest)
    #expect(manifest["recipe_sha256"] as? String == plan.recipeDigest)
    #expect(manifest["items"] as? Int == Self.count)
    let failed = outcomes.count { $0.record == nil }
    #expect(manifest["failed"] as? Int == failed)
    #expect(manifest["records"] as? Int == Self.count - failed)
    #expect((manifest["failures"] as? [String: Int])?.values.reduce(0, +) == failed)
    #expect((manifest["splits"] as? [String: Int])?.values.reduce(0, +) == Self.count - failed)
    let files = try #require(manifest["files"] as? [[String: Any]])
    let names = files.compactMap { $0["name"] as? String }
    #expect(Set(names) == Set(try folder.names()).subtracting(["manifest.json", ".visionprep"]))
    for file in files {
      let content = try folder.read(try #require(file["name"] as? String))
      #expect(file["bytes"] as? Int == content.count)
      #expect(file["lines"] as? Int == content.count { $0 == UInt8(ascii: "\n") })
      #expect(file["sha256"] as? String == SHA256Digest.of(content).hex)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!text.contains(folder.path) && !text.contains(input.path))
  }

  @Test("Texts full of quotes and braces leave the manifest valid JSON")
  func manifestOfHardTexts() throws {
    let folder = try TemporaryFolder()
    for name in ["a\"b", "\\", "{[\"x\": 1]}", "{}", "a\nb", "\u{1}", "\\\""] {
      let plan = try makePlan(tableRecipe(input) { $0.dataset = name })
      let manifest = Manifest(
        provenance: Provenance(plan, profile: profile), items: 0, tally: Tally(), files: [], itemsFile: (0, ""), root: "")
      let object = try #require(try JSONSerialization.jsonObject(with: Data(manifest.encode())) as? [String: Any])
      #expect(object["dataset"] as? String == name)
      #expect((object["failures"] as? [String: Int])?.isEmpty == true)
    }
    _ = folder
  }

  @Test("Two runs give the same bytes")
  func deterministic() throws {
    let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
    try run(first)
    try run(second)
    #expect(try contents(first) == contents(second))
  }

  // MARK: Going on

  @Test("From a journal of any length, an interrupted run ends with the bytes of one go", arguments: 0...count)
  func resumeInterrupted(length: Int) throws {
    let whole = try TemporaryFolder()
    try run(whole)
    let folder = try TemporaryFolder()
    try run(folder, to: Self.count - 1)
    try truncateJournal(folder, to: length * Journal.entrySize)
    #expect(!folder.holds("items.jsonl") && !folder.holds("manifest.json"))
    try run(folder, expecting: min(length, Self.count - 1))
    #expect(try contents(folder) == contents(whole))
    #expect(try folder.names(in: ".visionprep/parts").isEmpty)
  }

  @Test(
    "From a journal of any length, torn in its last entry, a finished folder ends with the bytes of one go", arguments: 1...count)
  func resumeFinished(length: Int) throws {
    let whole = try TemporaryFolder()
    try run(whole)
    let folder = try whole.copy()
    try truncateJournal(folder, to: length * Journal.entrySize - 1)
    try run(folder, expecting: length - 1)
    #expect(try contents(folder) == contents(whole))
  }

  @Test("Stopped after every item, a run ends with the bytes of one go")
  func manyRuns() throws {
    let whole = try TemporaryFolder()
    try run(whole)
    let folder = try TemporaryFolder()
    for end in 1...Self.count { try run(folder, to: end, expecting: end - 1) }
    #expect(try contents(folder) == contents(whole))
  }

  @Test("Killed between two of its last renames, a run ends with the bytes of one go")
  func killedWhilePublishing() throws {
    let whole = try TemporaryFolder()
    try run(whole)
    let names = try whole.names().filter { PreparedFolder.isOutput($0) && $0 != "manifest.json" }
    for moved in 0...names.count {
      let folder = try whole.copy()
      try folder.remove("manifest.json")
      for name in names[..<moved] {
        try FileManager.default.moveItem(atPath: "\(folder.path)/\(name)", toPath: "\(folder.path)/.visionprep/parts/\(name)")
      }
      try run(folder, expecting: Self.count)
      #expect(try contents(folder) == contents(whole))
    }
  }

  @Test("A finished folder that is opened again stays as it is")
  func again() throws {
    let folder = try TemporaryFolder()
    let root = try run(folder)
    let before = try contents(folder)
    #expect(try run(folder, expecting: Self.count) == root)
    #expect(try contents(folder) == before)
  }

  @Test("While a run goes on again, its folder has no manifest")
  func noManifestMeanwhile() throws {
    let folder = try TemporaryFolder()
    try run(folder)
    try truncateJournal(folder, to: 3 * Journal.entrySize)
    let writer = try OutputWriter(folder: folder.path, plan: plan, fresh: false)
    #expect(writer.resumed == 3)
    #expect(!folder.holds("manifest.json"))
  }

  @Test("A manifest that cannot be set aside ends a run that goes on, instead of staying beside unfinished files")
  func manifestInTheWay() throws {
    let folder = try TemporaryFolder()
    try run(folder)
    try truncateJournal(folder, to: 3 * Journal.entrySize)
    try folder.write("in the way", to: ".visionprep/parts/manifest.json/file")
    let error = try error(folder, plan: plan)
    #expect(error.message.contains("manifest.json cannot be set aside"))
  }

  @Test("A run goes on only when all rows of the journal are there")
  func rowsMissing() throws {
    let folder = try TemporaryFolder()
    try run(folder, to: 10)
    let path = ".visionprep/parts/items.jsonl"
    // Two rows become one that is no row; the number of bytes stays.
    var bytes = try folder.read(path)
    let newline = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
    bytes[newline] = UInt8(ascii: " ")
    try folder.write(bytes, to: path)
    #expect(try error(folder, plan: plan).message.contains("items.jsonl has a row that cannot be read"))
  }

  @Test("A finished folder that has lost its whole journal has no manifest while it is done again")
  func noManifestWithoutJournal() throws {
    let folder = try TemporaryFolder()
    try run(folder)
    try truncateJournal(folder, to: 0)
    try run(folder, to: 1)
    #expect(!folder.holds("manifest.json"))
  }

  @Test(
    "A file that is shorter than the journal says is an error, and never filled up",
    arguments: ["items.jsonl", "train-00001.jsonl"])
  func shortened(name: String) throws {
    let folder = try TemporaryFolder()
    try run(folder, to: Self.count - 1)
    let part = ".visionprep/parts/\(name)"
    try folder.write(Array(try folder.read(part).dropLast(5)), to: part)
    let error = try error(folder, plan: plan)
    #expect(error.code == .damaged)
    #expect(error.message.contains(name))
    #expect(error.remedy == "begin again")
  }

  @Test("A file that is gone is an error", arguments: ["items.jsonl", "train-00001.jsonl"])
  func gone(name: String) throws {
    let folder = try TemporaryFolder()
    try run(folder, to: Self.count - 1)
    try folder.remove(".visionprep/parts/\(name)")
    let error = try error(folder, plan: plan)
    #expect(error.code == .damaged)
    #expect(error.message.contains(name))
  }

  // MARK: Whose folder it is

  @Test("A fresh run replaces what was there, and leaves what is not ours")
  func fresh() throws {
    let whole = try TemporaryFolder()
    try run(whole)
    let folder = try TemporaryFolder()
    try run(folder, to: 9)
    try folder.write("mine", to: "notes.txt")
    try run(folder, fresh: true)
    #expect(try folder.read("notes.txt") == Array("mine".utf8))
    try folder.remove("notes.txt")
    #expect(try contents(folder) == contents(whole))
  }

  @Test("A fresh run removes no file that no run says to have written", arguments: [true, false])
  func stranger(hasRun: Bool) throws {
    let folder = try TemporaryFolder()
    if hasRun { try run(folder) }
    try folder.write("mine", to: "train-00099.jsonl")
    let error = #expect(throws: RunError.self) { try OutputWriter(folder: folder.path, plan: plan, fresh: true) }
    #expect(error?.code == .foreignFiles)
    #expect(error?.message.contains("train-00099.jsonl") == true)
    #expect(try folder.read("train-00099.jsonl") == Array("mine".utf8))
    #expect(folder.holds("manifest.json") == hasRun)
  }

  @Test("A run that was killed while files got their final names is completed, or replaced")
  func killedWithManifestAside() throws {
    let whole = try TemporaryFolder()
    try run(whole)
    for fresh in [false, true] {
      let folder = try TemporaryFolder()
      try run(folder)
      // As it is after some of the renames: the manifest still aside.
      try folder.move("manifest.json", to: ".visionprep/parts/manifest.json")
      try folder.move("items.jsonl", to: ".visionprep/parts/items.jsonl")
      try run(folder, fresh: fresh, expecting: fresh ? 0 : Self.count)
      #expect(try contents(folder) == contents(whole))
    }
  }

  @Test("A folder with the work of another plan is refused, and not touched")
  func otherPlan() throws {
    let folder = try TemporaryFolder()
    try run(folder)
    let before = try contents(folder)
    let other = try makePlan(tableRecipe(input) { $0.dataset = "other" })
    let error = try error(folder, plan: other)
    #expect(error.code == .otherPlan)
    #expect(error.remedy.contains("begin again"))
    #expect(try contents(folder) == before)
    _ = try OutputWriter(folder: folder.path, plan: other, fresh: true)
    #expect(try folder.names() == [".visionprep"])
  }

  @Test("A folder in which another run is at work is refused until that run ends")
  func locked() throws {
    let folder = try TemporaryFolder()
    do {
      let writer = try OutputWriter(folder: folder.path, plan: plan, fresh: false)
      #expect(try error(folder, plan: plan).code == .locked)
      #expect(try error(folder, plan: plan, fresh: true).code == .locked)
      try writer.synchronize()
    }
    _ = try OutputWriter(folder: folder.path, plan: plan, fresh: false)
  }

  @Test(
    "Outputs without a journal are somebody else's, and are refused",
    arguments: ["train-00001.jsonl", "items.jsonl", "manifest.json"])
  func foreign(name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("precious", to: name)
    let error = try error(folder, plan: plan)
    #expect(error.code == .foreignFiles)
    #expect(error.message.contains(name))
    #expect(try folder.read(name) == Array("precious".utf8))
  }

  @Test("A folder with other files is taken, one that does not exist is made")
  func otherFiles() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", to: "notes.txt")
    _ = try OutputWriter(folder: folder.path, plan: plan, fresh: false)
    _ = try OutputWriter(folder: "\(folder.path)/new/deep", plan: plan, fresh: false)
    #expect(folder.holds("new/deep/.visionprep/journal"))
    try folder.write("file", to: "blocked")
    let error = try #require(throws: RunError.self) {
      _ = try OutputWriter(folder: "\(folder.path)/blocked", plan: plan, fresh: false)
    }
    #expect(error.code == .output)
  }

  @Test("A single file is written whole, with its folders, and replaces the one before")
  func singleFile() throws {
    let folder = try TemporaryFolder()
    try FileReplacement.write(Array("first, and longer".utf8), to: "\(folder.path)/a/b/page.png")
    try FileReplacement.write(Array("second".utf8), to: "\(folder.path)/a/b/page.png")
    #expect(try folder.read("a/b/page.png") == Array("second".utf8))
    #expect(try folder.names(in: "a/b") == ["page.png"])
    let error = try #require(throws: RunError.self) {
      try FileReplacement.write([1], to: "\(folder.path)/a/b/page.png/c.png")
    }
    #expect(error.code == .output)
  }

  // MARK: Earlier work

  /// The outcomes of this plan's items in folders of earlier work, by ordinal.
  private func found(_ earlier: EarlierWork, traces: [Int: ItemTrace]) throws -> [Int: (Outcome, [UInt8]?)] {
    var result: [Int: (Outcome, [UInt8]?)] = [:]
    for (ordinal, trace) in traces {
      guard let found = earlier.find(trace.key), let outcome = earlier.read(found) else { continue }
      #expect(found.hasSameTexts)
      result[ordinal] = (outcome.outcome, outcome.record?.bytes)
    }
    return result
  }

  private func key(_ number: Int) -> ItemKey {
    // Equal first words, as two digests may have: the rest tells them apart.
    ItemKey(
      images: ItemKey.Half(a: UInt64(number / 3 + 1), b: UInt64(number)), texts: ItemKey.Half(a: 7, b: UInt64(number)))
  }

  /// A folder with the outcomes up to an ordinal, each with a trace.
  private func traced(to end: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try write(
      outcomes[..<end].map { outcome in
        var outcome = outcome
        outcome.trace = ItemTrace(key: key(outcome.item.ordinal), stamp: ItemTrace.noFiles, content: ItemTrace.unknown)
        return outcome
      }, to: folder)
    return folder
  }

  /// Writes outcomes, and lets the folder go.
  private func write(_ outcomes: [PreparedOutcome], to folder: TemporaryFolder) throws {
    let writer = try OutputWriter(folder: folder.path, plan: plan, fresh: false)
    for outcome in outcomes { _ = try writer.write(outcome) }
    if outcomes.count == Self.count { _ = try writer.finish() } else { try writer.synchronize() }
  }

  @Test("Work that is set aside is found again, whole or interrupted", arguments: [count, 10, 0])
  func setAside(end: Int) throws {
    let folder = try traced(to: end)
    let opened = try OutputFolder(folder.path)
    try opened.setAside()
    #expect(try folder.names() == [".visionprep"])
    #expect(try folder.names(in: ".visionprep/parts").isEmpty)
    #expect(try opened.holding(for: Provenance(plan, profile: profile)) == .nothing)
    let traces = Dictionary(
      uniqueKeysWithValues: (0..<Self.count).map {
        ($0, ItemTrace(key: key($0), stamp: ItemTrace.noFiles, content: ItemTrace.unknown))
      })
    let all = try found(EarlierWork(opened.earlier.map(EarlierWork.Source.init(setAside:)), retry: .none), traces: traces)
    #expect(all.keys.sorted() == Array(0..<end))
    for (ordinal, (outcome, record)) in all {
      #expect(outcome.id == outcomes[ordinal].item.id)
      #expect(outcome.failure == outcomes[ordinal].failure)
      #expect(record == outcomes[ordinal].record?.bytes)
    }
    let retried = try found(
      EarlierWork(opened.earlier.map(EarlierWork.Source.init(setAside:)), retry: FailureSelection([.dns])), traces: traces)
    #expect(retried.keys.sorted() == (0..<end).filter { outcomes[$0].failure?.code != .dns })
    try opened.forgetEarlier()
    #expect(!folder.holds(".visionprep/earlier"))
  }

  @Test("Killed while work is set aside, the next run ends that first")
  func killedWhileSettingAside() throws {
    let whole = try traced(to: Self.count)
    let names = ["manifest.json"] + (try whole.names()).filter { $0 != ".visionprep" && $0 != "manifest.json" }
    let files = names + [".visionprep/journal", ".visionprep/plan.json"]
    for moved in 0...files.count {
      let folder = try whole.copy()
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/.visionprep/earlier/next", withIntermediateDirectories: true)
      for file in files[..<moved] {
        try folder.move(file, to: ".visionprep/earlier/next/\(file.split(separator: "/").last ?? "")")
      }
      let opened = try OutputFolder(folder.path)
      #expect(try folder.names() == [".visionprep"], "\(moved) moved")
      #expect(try folder.names(in: ".visionprep/earlier") == ["000001"])
      #expect(try folder.names(in: ".visionprep/earlier/000001").count == files.count)
      #expect(!EarlierWork(opened.earlier.map(EarlierWork.Source.init(setAside:)), retry: .none).isEmpty)
    }
  }

  @Test("Of two earlier runs the later one speaks")
  func latest() throws {
    let folder = try traced(to: 4)
    try OutputFolder(folder.path).setAside()
    var outcome = outcomes[0]
    outcome.trace = ItemTrace(key: key(0), stamp: ItemTrace.noFiles, content: ItemTrace.unknown)
    outcome.record = (Array("{}".utf8), SHA256Digest.of(Array("{}".utf8)))
    try write([outcome], to: folder)
    let opened = try OutputFolder(folder.path)
    try opened.setAside()
    let earlier = EarlierWork(opened.earlier.map(EarlierWork.Source.init(setAside:)), retry: .none)
    let later = try #require(earlier.find(key(0)))
    #expect(earlier.read(later)?.record?.bytes == Array("{}".utf8))
    #expect(earlier.find(key(1)) != nil)
    #expect(earlier.find(key(9)) == nil)
  }

  @Test("An earlier record that was changed since is not taken over", arguments: ["train-00001.jsonl", "items.jsonl", "journal"])
  func damaged(name: String) throws {
    let folder = try traced(to: 10)
    let opened = try OutputFolder(folder.path)
    try opened.setAside()
    let file = ".visionprep/earlier/000001/\(name)"
    var bytes = try folder.read(file)
    for index in bytes.indices where bytes[index] != UInt8(ascii: "\n") { bytes[index] ^= 1 }
    let earlier = EarlierWork(opened.earlier.map(EarlierWork.Source.init(setAside:)), retry: .none)
    try folder.write(bytes, to: file)
    for ordinal in 0..<10 where outcomes[ordinal].item.split == .train && outcomes[ordinal].record != nil {
      if let found = earlier.find(key(ordinal)), let (outcome, record) = earlier.read(found) {
        // Another file of the split.
        #expect(name == "train-00001.jsonl" && outcome.ordinal == ordinal && record?.bytes == outcomes[ordinal].record?.bytes)
      }
    }
  }

  @Test("What was set aside is not removed with an output file that is not ours in the way")
  func strangerBesideWork() throws {
    let folder = try traced(to: Self.count)
    try folder.write("mine", to: "train-00099.jsonl")
    let opened = try OutputFolder(folder.path)
    let error = #expect(throws: RunError.self) { try opened.setAside() }
    #expect(error?.message.contains("train-00099.jsonl") == true)
    #expect(folder.holds("manifest.json"))
  }
}
