import Foundation
import PrepTables
import Testing

@Suite struct OpeningTests {
  @Test(arguments: ["table", "table.txt", "table.xlsx", "table.csv.gz", "csv"])
  func anotherExtensionIsRefused(file: String) throws {
    #expect(try error("a\n", as: file)?.remedy.contains(".jsonl") == true)
  }

  @Test func aMissingFileIsNamedAsTheRecipeWroteIt() throws {
    do throws(TableError) {
      _ = try Table.open(path: "/nowhere/at/all.csv", name: "all.csv")
      Issue.record("a file that does not exist was opened")
    } catch {
      #expect(error.description.hasPrefix("all.csv: there is no such file. "))
    }
  }

  @Test func aFolderIsRefused() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "visionprep-\(UUID().uuidString).csv")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: TableError.self) { try Table.open(path: folder.path, name: "table") }
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 0x08, 0x00], "a gzip file"), ([0x50, 0x4B, 0x03, 0x04, 0x14], "a zip archive"),
      ([0x50, 0x4B, 0x03, 0x04] + Array("[Content_Types].xml".utf8), "an Excel workbook or another Office file"),
      (Array("SQLite format 3\0".utf8), "an SQLite database"), (Array("PAR1".utf8), "a Parquet file"),
      (Array("\u{FEFF}\n<!DOCTYPE html>".utf8), "an HTML page"),
      (Array("version https://git-lfs.github.com/spec/v1".utf8), "a Git LFS pointer"),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Excel workbook"), (Array("%PDF-1.7".utf8), "a PDF document"),
    ] as [([UInt8], String)])
  func foreignFilesAreRefusedByName(bytes: [UInt8], name: String) throws {
    for file in ["table.csv", "table.json", "table.jsonl"] {
      #expect(try error(bytes, as: file)?.message == "this is \(name), not a text table")
    }
  }
}
