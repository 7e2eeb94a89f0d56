import PrepSystem

/// An open table file that can be read at any place, as often as needed.
struct TableFile: ~Copyable {
  /// The path as the recipe wrote it, for messages.
  let name: String
  private let file: InputFile

  init(path: String, name: String) throws(TableError) {
    self.name = name
    do throws(FileFault) {
      file = try InputFile(path)
    } catch {
      throw TableError(name: name, opening: error)
    }
  }

  /// Fills the buffer from a place in the file; the number of bytes is short only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(TableError) -> Int {
    do throws(FileFault) {
      return try file.read(into: buffer, at: offset)
    } catch {
      throw TableError(
        name: name, message: "the file \(error.words)", remedy: "Check the disk, or copy the file again.")
    }
  }
}

extension TableError {
  /// A table that cannot be opened.
  init(name: String, opening fault: FileFault) {
    let (message, remedy) =
      switch fault.reason {
      case .missing: ("there is no such file", "Paths are relative to the recipe's folder; check the spelling and the case.")
      case .folder: ("this is a folder, not a file", "A table is read more than once, so it has to be a file.")
      case .irregular: ("this is a pipe or device, not a file", "A table is read more than once, so it has to be a file.")
      case .system, .tooLarge: ("the file \(fault.words)", "Check the file's permissions.")
      }
    self.init(name: name, message: message, remedy: remedy)
  }
}
