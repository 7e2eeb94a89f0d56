import Glibc
import PrepDigest
import PrepSystem
package import PrepTokens

/// Finds the vocabularies of encodings on this machine. They are not the project's, so they are not part of it.
package enum Vocabularies {
  /// A vocabulary that was found, or why not and what to do.
  package enum Finding {
    case found(Vocabulary, path: String)
    case missing(String)
  }

  /// The folder that is looked in: `VISIONPREP_VOCABULARIES`, or `visionprep` in the user's folder for data.
  package static var folder: String {
    if let folder = variable("VISIONPREP_VOCABULARIES") { return folder }
    if let data = variable("XDG_DATA_HOME") { return "\(data)/visionprep" }
    return "\(variable("HOME") ?? "")/.local/share/visionprep"
  }

  package static func find(_ encoding: TokenEncoding) -> Finding {
    let path = "\(folder)/\(encoding.fileName)"
    let file: [UInt8]
    do throws(FileFault) {
      file = try InputFile.contents(of: path, most: mostBytes)
    } catch {
      if error.reason == .missing { return .missing("the vocabulary \(encoding.rawValue) is not at \(path); \(remedy)") }
      return .missing("the vocabulary \(encoding.rawValue) at \(path) \(error.words); \(remedy)")
    }
    var hasher = SHA256Hasher()
    hasher.update(file)
    guard hasher.finish().hex == encoding.fileDigest else {
      return .missing("\(path) is not the published vocabulary: its SHA-256 is another one; \(remedy)")
    }
    do throws(Vocabulary.FormatError) {
      return .found(try Vocabulary(encoding, file: file), path: path)
    } catch {
      return .missing("\(path), line \(error.line): \(error.message); \(remedy)")
    }
  }

  /// Bytes of the largest file that is read as a vocabulary; the published ones have less than 4 MB.
  private static let mostBytes = 64 << 20
  private static let remedy = "get it with tools/install-vocabularies in the folder of visionprep's sources"

  /// A variable of the environment; nil when it is not set or empty.
  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
