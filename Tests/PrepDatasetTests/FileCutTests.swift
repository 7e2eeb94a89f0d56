import PrepCore
import TestSupport
import Testing

@testable import PrepDataset

@Suite("Cutting files")
struct FileCutTests {
  /// The lengths of the records of each file.
  private func cut(_ lengths: [Int], at maxBytes: Int) -> [[Int]] {
    var cut = FileCut(maxBytes: maxBytes)
    var files: [[Int]] = []
    for length in lengths {
      let begins = cut.add(length)
      if begins { files.append([]) }
      files[files.count - 1].append(length)
      #expect(cut.number == files.count)
      #expect(cut.records == files[files.count - 1].count)
      #expect(cut.bytes == files[files.count - 1].reduce(0, +))
    }
    return files
  }

  @Test(
    "A file is filled to the byte",
    arguments: [
      ([Int](), [[Int]]()), ([10], [[10]]), ([4, 6], [[4, 6]]), ([4, 7], [[4], [7]]), ([5, 5, 1], [[5, 5], [1]]),
      ([10, 10], [[10], [10]]),
      ([1, 10, 1], [[1], [10], [1]]), ([3, 3, 3, 3], [[3, 3, 3], [3]]),
    ])
  func toTheByte(lengths: [Int], files: [[Int]]) {
    #expect(cut(lengths, at: 10) == files)
  }

  @Test(
    "Files together hold all records in order, none is above the limit, and none could have taken one more",
    arguments: 1...30 as ClosedRange<UInt64>)
  func properties(seed: UInt64) {
    var random = Seeded(seed)
    let limit = Int.random(in: 5...100, using: &random)
    let lengths = (0..<200).map { _ in Int.random(in: 1...limit, using: &random) }
    let files = cut(lengths, at: limit)
    #expect(files.flatMap { $0 } == lengths)
    #expect(files.allSatisfy { $0.reduce(0, +) <= limit })
    for (file, next) in zip(files, files.dropFirst()) { #expect(file.reduce(0, +) + (next.first ?? 0) > limit) }
  }

  @Test("Names sort as their numbers, up to 99,999 files")
  func names() {
    #expect(FileCut.name(.train, 1) == "train-00001.jsonl")
    #expect(FileCut.name(.validation, 99_999) == "validation-99999.jsonl")
    #expect(FileCut.name(.test, 100_000) == "test-100000.jsonl")
    for split in Split.allCases {
      for number in [1, 12, 99_999, 100_000, 1_234_567] { #expect(PreparedFolder.isOutput(FileCut.name(split, number))) }
    }
  }

  @Test(
    "Other names are no outputs",
    arguments: [
      "train.jsonl", "train-1.jsonl", "train-0000a.jsonl", "train-00001.json", "other-00001.jsonl", "train-", "-", "",
      "items.json",
    ])
  func otherNames(name: String) {
    #expect(!PreparedFolder.isOutput(name))
  }
}
