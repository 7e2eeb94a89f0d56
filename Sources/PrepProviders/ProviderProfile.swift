import FoundationEssentials
package import PrepCore

/// A provider's limits and format, as dated data: the files in Profiles/.
package struct ProviderProfile: Sendable, Hashable {
  package let name: String
  package let title: String
  /// The month in which the limits were collected, such as `2026-11`.
  package let collected: String
  package let source: String
  /// The image formats that a record may hold.
  package let formats: Set<ImageFormat>
  package let maxImagesPerExample: Int
  package let maxImageBytes: Int
  package let maxFileBytes: Int
  package let minExamples: Int
  package let maxExamplesWithImages: Int

  /// The names of all profiles.
  package static let names = files.keys.sorted()

  /// The profile of this name, nil when there is none.
  package static func named(_ name: String) -> ProviderProfile? {
    guard let file = files[name] else { return nil }
    return try? JSONDecoder().decode(ProviderProfile.self, from: Data(file))
  }

  private static let files: [String: [UInt8]] = ["openai": PackageResources.openai_json]
}

extension ProviderProfile: Decodable {
  private enum Key: String, CodingKey {
    case name, title, collected, source, formats, maxImagesPerExample, maxImageBytes, maxFileBytes, minExamples
    case maxExamplesWithImages
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    name = try values.decode(String.self, forKey: .name)
    title = try values.decode(String.self, forKey: .title)
    collected = try values.decode(String.self, forKey: .collected)
    source = try values.decode(String.self, forKey: .source)
    formats = Set(try values.decode([String].self, forKey: .formats).compactMap(ImageFormat.init(rawValue:)))
    maxImagesPerExample = try values.decode(Int.self, forKey: .maxImagesPerExample)
    maxImageBytes = try values.decode(Int.self, forKey: .maxImageBytes)
    maxFileBytes = try values.decode(Int.self, forKey: .maxFileBytes)
    minExamples = try values.decode(Int.self, forKey: .minExamples)
    maxExamplesWithImages = try values.decode(Int.self, forKey: .maxExamplesWithImages)
  }
}
