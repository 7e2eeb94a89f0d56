import Glibc
import PrepCore
import PrepDataset
import PrepSystem

/// The finished parts of one dataset: all there, each once.
struct PartSet: Sendable {
  /// In the order of their shards.
  let parts: [FinishedFolder]
  /// What the merged folder says of itself.
  let whole: Provenance
  /// Items of the plan.
  let count: Int

  /// Opens the folders in any order, and compares their manifests.
  /// - Throws: what does not belong together, is missing, doubled or unfinished, by name.
  init(_ paths: [String]) throws(RunError) {
    var parts: [FinishedFolder] = []
    var unfinished: [String] = []
    for path in paths {
      if let part = try FinishedFolder(path) {
        try part.requireThisVersion()
        parts.append(part)
      } else {
        unfinished.append("\(PreparedFolder.work(begunIn: path) ?? "a part") in \(path)")
      }
    }
    guard unfinished.isEmpty else {
      throw RunError(
        .unfinished, "not finished: \(unfinished.joined(separator: ", "))",
        remedy: "finish the preparation of each; it goes on where it stopped")
    }
    guard let first = parts.first else {
      throw RunError(.wrongParts, "no parts are given", remedy: "name the folders of all parts")
    }
    for part in parts.dropFirst() { try Self.compare(part, first) }
    parts.sort { $0.shard.index < $1.shard.index }
    for (part, next) in zip(parts, parts.dropFirst()) where part.shard == next.shard {
      throw RunError(
        .wrongParts, "part \(part.shard) (0-based) is given twice: \(part.path) and \(next.path)", remedy: "name each part once")
    }
    try Self.checkAllThere(parts, count: first.shard.count)
    for part in parts where part.items != part.planned {
      throw RunError(
        .incompletePart, "\(part.words) holds \(part.items) of its \(part.planned) items",
        remedy: "prepare it again without a limit")
    }
    count = first.provenance.share?.planItems ?? first.items
    guard parts.reduce(0, { $0 + $1.items }) == count else {
      throw RunError(
        .changed, "the parts hold \(parts.reduce(0) { $0 + $1.items }) items, and the plan has \(count)",
        remedy: "a manifest was changed; make the parts again")
    }
    var whole = first.provenance
    whole.share = nil
    self.whole = whole
    self.parts = parts
  }

  private static func compare(_ part: FinishedFolder, _ first: FinishedFolder) throws(RunError) {
    let (own, other) = (part.provenance, first.provenance)
    guard own.planDigest == other.planDigest else {
      throw RunError(
        .wrongParts, "\(part.path) is of another recipe or input than \(first.path)",
        remedy: "give all machines the same recipe and the same input")
    }
    guard own.versions == other.versions, own.collected == other.collected else {
      throw RunError(
        .wrongParts, "\(part.path) was made with \(own.versions), and \(first.path) with \(other.versions)",
        remedy: "make all parts with the same versions, since others may write other bytes")
    }
    guard own.shard.count == other.shard.count else {
      throw RunError(
        .wrongParts,
        "\(part.path) is \(Self.kind(own.shard)), and \(first.path) is \(Self.kind(other.shard))",
        remedy: "name the parts of one division")
    }
    guard own.share?.planItems == other.share?.planItems, own.maxBytes == other.maxBytes else {
      throw part.changed("its manifest does not agree with that of \(first.path)")
    }
  }

  private static func kind(_ shard: Shard) -> String {
    shard.isWhole ? "a whole dataset" : "one of \(shard.count) parts"
  }

  private static func checkAllThere(_ parts: [FinishedFolder], count: Int) throws(RunError) {
    let there = Set(parts.map(\.shard.index))
    let missing = (0..<count).filter { !there.contains($0) }
    guard let first = missing.first else { return }
    let names = missing.prefix(10).map(String.init).joined(separator: ", ")
    let more = missing.count > 10 ? " and \(missing.count - 10) more" : ""
    throw RunError(
      .wrongParts,
      missing.count == 1
        ? "part \(first) of \(count) (0-based) is missing" : "parts \(names)\(more) of \(count) (0-based) are missing",
      remedy: "name its folder too, or prepare it: shard \(first)/\(count)")
  }

  /// Compares what lies in the folders with their manifests.
  func verify() throws(RunError) {
    let files = FilePool()
    for part in parts { try part.verify(with: files) }
  }

  /// - Throws: an output folder that is one of the parts.
  func checkApart(from output: String) throws(RunError) {
    var target = stat()
    guard stat(output, &target) == 0 else { return }
    for part in parts {
      var status = stat()
      guard stat(part.path, &status) == 0, status.st_dev == target.st_dev, status.st_ino == target.st_ino else { continue }
      throw RunError(.usage, "\(output) is one of the parts", remedy: "choose another output folder")
    }
  }
}
