import ArgumentParser
import CPrepSamples
import Glibc
import PrepSystem
import VisionPrep

/// Writes a built-in recipe with a small sample input.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a built-in recipe and a small sample input, ready to run.",
    discussion: """
      The recipes:
        watches   identify a watch from a photo: a CSV of paths or addresses
        drawings  estimate machining times from PDF drawings and a label table
        cards     read trading cards from scans: JSON Lines
        intents   classify shopping queries: JSON Lines, text only
        leads     classify real-estate listings: SQLite, text only
        listings  write texts that sell trading cards: JSON Lines, text only

      Example:
        visionprep init watches
        visionprep prepare watches/watches.yaml --output out
      """)

  enum Name: String, CaseIterable, ExpressibleByArgument { case watches, drawings, cards, intents, leads, listings }

  @Argument(help: "The recipe.")
  var name: Name

  @Argument(help: "The folder to write to (default: the recipe's name).", completion: .directory)
  var folder: String?

  func run() throws {
    let target = folder ?? name.rawValue
    let files = Sample.files(of: name.rawValue)
    for file in files where access("\(target)/\(file.path)", F_OK) == 0 {
      throw CommandFailure(
        code: "output", "\(target)/\(file.path) exists already",
        remedy: "name another folder, for example: visionprep init \(name.rawValue) \(target)-2", exit: Exit.usage)
    }
    var written: [Sample] = []
    do throws(RunError) {
      for file in files {
        try file.write(into: target)
        written.append(file)
      }
    } catch {
      // Otherwise these files would be in the way of the same command.
      for file in written { file.remove(from: target) }
      throw error
    }
    Terminal.result(
      """
      \(target)/\(name.rawValue).yaml and its sample input are written (\(counted(files.count, "file"))).
      next:
        visionprep prepare \(target)/\(name.rawValue).yaml --output out
      then put your own input in the sample's place, or change the recipe: every key is explained in it.
      """)
  }
}

/// A file of a built-in recipe.
struct Sample {
  let path: String
  private let bytes: UnsafeRawBufferPointer

  static func files(of recipe: String) -> [Sample] {
    UnsafeBufferPointer(start: vp_samples, count: vp_sample_count).compactMap { sample in
      guard String(cString: sample.recipe) == recipe else { return nil }
      return Sample(path: String(cString: sample.path), bytes: UnsafeRawBufferPointer(start: sample.bytes, count: sample.count))
    }
  }

  /// Writes the file below a folder, which is created when needed. Either the whole file is there afterwards, or none.
  func write(into folder: String) throws(RunError) {
    let target = "\(folder)/\(path)"
    try Folder.make(target.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"))
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw RunError.output("\(target) cannot be written", errno) }
    var code = Descriptor.write(bytes, to: descriptor)
    if close(descriptor) != 0, code == 0 { code = errno }
    guard code == 0 else {
      remove(from: folder)
      throw RunError.output("\(target) cannot be written", code)
    }
  }

  /// Removes the file, where it was written into this folder.
  func remove(from folder: String) { unlink("\(folder)/\(path)") }
}
