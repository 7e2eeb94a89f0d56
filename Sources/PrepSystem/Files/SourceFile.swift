package import PrepCore

/// A local image or document of an item.
package enum SourceFile {
  /// Reads a whole file.
  /// - Parameters:
  ///   - name: the path as the input wrote it; messages contain no other path.
  ///   - maxBytes: the size limit; a larger file is a failure.
  /// - Throws: `not_found`, `unreadable` or `too_many_bytes`.
  package static func read(_ path: String, name: String, maxBytes: Int) throws(ItemFailure) -> [UInt8] {
    do throws(FileFault) {
      return try InputFile.contents(of: path, most: maxBytes)
    } catch {
      switch error.reason {
      case .missing: throw ItemFailure(.fetch, .notFound, "No file is at \(name).")
      case .tooLarge: throw ItemFailure(.fetch, .tooManyBytes, "\(name) \(error.words).")
      case .folder, .irregular, .system: throw ItemFailure(.fetch, .unreadable, "\(name) \(error.words).")
      }
    }
  }
}
