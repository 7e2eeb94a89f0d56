import PrepJSON

/// What the manifest.json of a prepared folder says, as far as it says it.
///
/// It is read without regard to the version that wrote it: keys that are missing are nil, and keys that are new are passed over. So a folder
/// stays readable when the program is replaced by another version.
package struct FolderManifest: Sendable {
  package struct File: Sendable, Hashable {
    package var name: String
    package var bytes: Int?
    /// In hexadecimal digits.
    package var sha256: String?
  }

  /// The version of the program that wrote it.
  package let version: String?
  /// The dataset's name.
  package let dataset: String?
  /// Whose limits the records keep.
  package let provider: String?
  package let items: Int?
  package let records: Int?
  /// The files with records, and items.jsonl; nil without a list in which each file has a name.
  package let files: [File]?
  /// Nil when something is missing in what it says of its making.
  package let provenance: Provenance?

  /// - Parameter bytes: of manifest.json.
  /// - Returns: nil for what is not a JSON object.
  package init?(_ bytes: [UInt8]) {
    guard let manifest = try? JSONValue(bytes), case .object = manifest else { return nil }
    version = manifest["program"]?["version"]?.text
    dataset = manifest["dataset"]?.text
    provider = manifest["provider"]?["name"]?.text
    items = manifest["items"]?.count
    records = manifest["records"]?.count
    let listed = manifest["files"]?.elements
    let files = listed?.compactMap { file in
      file["name"]?.text.map { File(name: $0, bytes: file["bytes"]?.count, sha256: file["sha256"]?.text) }
    }
    self.files = files?.count == listed?.count ? files : nil
    provenance = Provenance(manifest: manifest)
  }
}
