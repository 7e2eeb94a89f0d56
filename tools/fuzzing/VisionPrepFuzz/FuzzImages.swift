import CDeflate
import CFuzzing
import PrepCodecs
import PrepCore
import PrepImage
import PrepProviders

@testable import PrepPipeline
@testable import PrepRender

extension FuzzTarget {
  static let jpeg = FuzzTarget { fuzzImage($0, .jpeg) }
  static let png = FuzzTarget { bytes in
    fuzzImage(bytes, .png)
    let repaired = withChecksums(bytes)
    if repaired != bytes { fuzzImage(repaired, .png) }
  }
  static let webp = FuzzTarget { fuzzImage($0, .webp) }
}

/// Runs an image from its bytes to pixels for display, with all questions that the engine asks on the way.
private func fuzzImage(_ bytes: [UInt8], _ format: ImageFormat) {
  // Inputs that turn into another format are left to that format's target.
  guard let header = probed(bytes), header.format == format else { return }
  do throws(ItemFailure) { try header.check(fuzzLimits) } catch { return requireSentence(error) }
  do throws(ItemFailure) { try Completeness.verifyStructure(bytes, header) } catch { requireSentence(error) }
  if let profile = header.iccProfile { _ = isEffectivelySRGB(profile) }
  decode(bytes, header)
  // At sizes for which a JPEG is decoded whole and at an eighth, also on one axis only.
  let (width, height) = (header.displayWidth, header.displayHeight)
  for (width, height) in [((width + 1) / 2, (height + 1) / 2), ((width + 15) / 16, (height + 15) / 16), (1, height)] {
    decode(bytes, header, to: (width, height))
    if format == .jpeg { decode(bytes, header, to: (width, height), acceptingTruncated: true) }
  }
  verify(bytes, header)
  prepare(bytes, header)
}

/// The whole way into a record; only for small images, because encoding is slow.
private func prepare(_ bytes: [UInt8], _ header: ImageHeader) {
  guard header.width * header.height <= 16_384, let preparation else { return }
  do throws(ItemFailure) {
    let prepared = try preparation.prepare(try preparation.measure(bytes, source: "image"))
    let row = prepared.row
    require(row.bytes == prepared.image.bytes.count, "the row has another length than its image")
    require(max(row.width, row.height) <= mostSide || row.kept, "the image is larger than the recipe allows")
    let again = try? ImageHeader.probe(prepared.image.bytes)
    require(
      again?.width == row.width && again?.height == row.height && again?.format == row.format, "the row describes another image")
  } catch {
    requireSentence(error)
  }
}

private let mostSide = 32
private let preparation = ProviderProfile.named("openai").map { profile in
  var options = Recipe.Image()
  options.maxSide = mostSide
  options.truncated = .accept
  return ImagePreparation(options, profile: profile)
}

/// Decodes; whole, unless a size is given.
private func decode(
  _ bytes: [UInt8], _ header: ImageHeader, to size: (width: Int, height: Int)? = nil, acceptingTruncated: Bool = false
) {
  let (width, height) = size ?? (header.displayWidth, header.displayHeight)
  // The memory of a thread is new each time, so that it counts.
  let announced = header.decodingMemory(toWidth: width, height: height) + profileMemory(header)
  fuzzing_memory_start()
  defer {
    let peak = fuzzing_memory_peak()
    require(
      peak <= announced,
      "decoding \(header.width) x \(header.height) pixels took \(peak) bytes of memory; \(announced) were announced")
  }
  do throws(ItemFailure) {
    let pixels = try ImageDecoder.decode(
      bytes, header, limits: fuzzLimits, toWidth: width, height: height, acceptingTruncated: acceptingTruncated
    ).pixels
    require(pixels.bytes.count == pixels.width * pixels.height * pixels.channels, "the buffer has not the announced size")
    require(pixels.width == width && pixels.height == height, "the pixels are not the announced ones")
  } catch {
    requireSentence(error)
  }
}

private func verify(_ bytes: [UInt8], _ header: ImageHeader) {
  do throws(ItemFailure) { try ImageDecoder.verify(bytes, header, limits: fuzzLimits) } catch { requireSentence(error) }
}

/// A PNG's chunks with correct checksums; with wrong ones, nothing that was changed would be decoded.
private func withChecksums(_ png: [UInt8]) -> [UInt8] {
  var png = png
  var start = 8
  while start + 12 <= png.count {
    let length = png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    let end = start + 8 + length
    guard end + 4 <= png.count else { break }
    let sum = png[(start + 4)..<end].withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
    for index in 0..<4 { png[end + index] = UInt8(truncatingIfNeeded: sum >> UInt32(24 - 8 * index)) }
    start = end + 4
  }
  return png
}

/// What Little CMS may take for its tables besides the pixels.
private func profileMemory(_ header: ImageHeader) -> Int {
  header.iccProfile.map { 4 * $0.count + (16 << 20) } ?? 0
}
