import PrepCodecs
import PrepCore
import PrepDataset
import PrepDigest
import PrepImage
import PrepSystem

/// Digests of all pixels of some pictures, as displayed. A picture that was recompressed without loss, or whose file has
/// different metadata, has the digest of the original.
///
/// It decodes pictures at full size, so it is used only for those that may be equal.
struct PixelDigests: Sendable {
  private let digests: [String: SHA256Digest]

  /// - Parameters:
  ///   - wanted: digests of encoded bytes.
  ///   - isStopped: polled before each picture; true ends the work.
  /// - Throws: when the folder cannot be read. A picture that cannot be decoded has no digest.
  init(
    of wanted: Set<String>, in reading: PictureReading, _ folder: FinishedFolder, jobs: Int,
    isStopped: @escaping @Sendable () -> Bool
  ) throws(RunError) {
    var places: [(file: String, offset: Int, bytes: Int, image: Int)] = []
    var names: [String] = []
    var left = wanted
    for item in reading.items {
      for (image, picture) in reading.pictures[item.pictures].enumerated() where left.remove(picture.sha256) != nil {
        places.append((item.file, item.offset, item.bytes, image))
        names.append(picture.sha256)
      }
    }
    let found = try Parallel.map(places.count, jobs: jobs, piece: 1) { [places] number -> Result<SHA256Digest?, RunError> in
      let place = places[number]
      return Result { () throws(RunError) in
        guard !isStopped() else { return nil }
        let record = try FilePool().read("\(folder.path)/\(place.file)", at: place.offset, count: place.bytes)
        let images = ChatRecord.images(of: record)
        guard images.indices.contains(place.image) else { return nil }
        return Self.digest(of: record[images[place.image]])
      }
    }
    var digests: [String: SHA256Digest] = [:]
    for (name, result) in zip(names, found) { digests[name] = try result.get() }
    self.digests = digests
  }

  /// Whether two pictures have the same pixels, by the digests of their encoded bytes; false when one of them has none.
  func areEqual(_ first: String, _ second: String) -> Bool {
    guard let digest = digests[first] else { return false }
    return digests[second] == digest
  }

  private static func digest(of base64: ArraySlice<UInt8>) -> SHA256Digest? {
    guard let bytes = Base64.decode(base64), let header = try? ImageHeader.probe(bytes),
      let pixels = try? ImageDecoder.decode(bytes, header, limits: Limits(maxPixels: .max)).pixels
    else { return nil }
    var hasher = SHA256Hasher()
    hasher.update(field: "\(pixels.width) x \(pixels.height), \(pixels.channels)")
    hasher.update(pixels.bytes)
    return hasher.finish()
  }
}
