import PrepCodecs
import PrepCore
import PrepProviders
import Synchronization

/// Looks at an image that stands in a record: what it really is, and whether that is what the provider takes.
struct ImageInspection: Sendable {
  let profile: ProviderProfile
  /// Whether every pixel is decoded; else the structure is looked at: markers, chunks, lengths, checksums.
  let isDecoding: Bool

  /// What is wrong with an image.
  struct Fault {
    var code: CheckCode
    var found: String
    var allowed = ""
  }

  /// What is known of an image when its header has been read.
  struct Size: Sendable, Hashable {
    var width: Int
    var height: Int
  }

  /// Limits for what is decoded with ``isDecoding``.
  private static let limits = Limits()
  /// Images that take more memory are decoded one at a time.
  private static let largeMemory = 256 << 20
  private static let largeImage = Mutex(())

  /// - Parameters:
  ///   - bytes: the image, or as much of it as was kept.
  ///   - count: bytes of the whole image.
  ///   - mediaType: what the record says that it is.
  ///   - report: called with each fault.
  /// - Returns: the size in pixels; nil when the header cannot be read.
  func inspect(_ bytes: [UInt8], count: Int, mediaType: String, report: (Fault) -> Void) -> Size? {
    if let most = profile.images.maxBytes, count > most {
      report(Fault(code: .imageTooLarge, found: "\(count) bytes", allowed: "at most \(most) are allowed"))
    }
    // Not read here, and taken by some.
    if profile.images.formats.contains(.gif), bytes.starts(with: Array("GIF8".utf8)) {
      self.report(.gif, mediaType: mediaType, to: report)
      return nil
    }
    let header: ImageHeader
    do throws(ItemFailure) {
      header = try ImageHeader.probe(bytes)
    } catch {
      report(unreadable(bytes, count: count, error))
      return nil
    }
    let format = ProviderProfile.Images.Format(rawValue: header.format.rawValue)
    if let format { self.report(format, mediaType: mediaType, to: report) }
    reportMode(of: header, to: report)
    let size = Size(width: header.displayWidth, height: header.displayHeight)
    if let sides = profile.images.sides, !sides.contains(size.width) || !sides.contains(size.height) {
      report(
        Fault(
          code: .imageDimensions, found: "\(size.width) x \(size.height) pixels",
          allowed: "each side may have \(sides.lowerBound) to \(sides.upperBound)"))
    }
    guard bytes.count == count else { return size }
    do throws(ItemFailure) {
      try Completeness.verifyStructure(bytes, header)
      if isDecoding { try decode(bytes, header) }
    } catch {
      report(Fault(code: .imageDamaged, found: phrase(error.message)))
    }
    return size
  }

  private func decode(_ bytes: [UInt8], _ header: ImageHeader) throws(ItemFailure) {
    func decode() throws(ItemFailure) { try ImageDecoder.verify(bytes, header, limits: Self.limits) }
    guard header.decodingMemory > Self.largeMemory else { return try decode() }
    let result = Self.largeImage.withLock { _ in Result { () throws(ItemFailure) in try decode() } }
    try result.get()
  }

  /// The format against the provider and against what the record says.
  private func report(_ format: ProviderProfile.Images.Format, mediaType: String, to report: (Fault) -> Void) {
    if !profile.images.formats.contains(format) {
      report(Fault(code: .imageFormat, found: "a \(format.title) image", allowed: allowedFormats))
    }
    let right = "image/\(format.rawValue)"
    guard mediaType != right else { return }
    if Self.aliases[mediaType] == format {
      report(Fault(code: .unusualMediaType, found: mediaType, allowed: "the registered name is \(right)"))
    } else {
      let found = mediaType.isEmpty ? "no media type" : mediaType.excerpt.printable
      report(Fault(code: .wrongMediaType, found: "\(found) before a \(format.title) image", allowed: "it must be \(right)"))
    }
  }

  private static let aliases: [String: ProviderProfile.Images.Format] = [
    "image/jpg": .jpeg, "image/pjpeg": .jpeg, "image/x-png": .png, "image/x-webp": .webp,
  ]

  private func reportMode(of header: ImageHeader, to report: (Fault) -> Void) {
    guard let modes = profile.images.modes else { return }
    let mode: ProviderProfile.Images.Mode? =
      switch header.model {
      case .gray: .gray
      case .grayAlpha: nil
      case .rgb: .rgb
      case .rgba: .rgba
      case .palette: .palette
      case .cmyk, .ycck: .cmyk
      }
    let isDeep = header.bitDepth == 16
    if let mode, modes.contains(mode), !isDeep { return }
    let pixels =
      switch header.model {
      case .gray: header.bitDepth == 1 ? "black and white" : "gray"
      case .grayAlpha: "gray with alpha"
      case .rgb: "RGB"
      case .rgba: "RGBA"
      case .palette: "palette"
      case .cmyk, .ycck: "CMYK"
      }
    let names = modes.map { $0.rawValue.uppercased() }.sorted().joined(separator: " or ")
    report(
      Fault(
        code: .imageMode, found: "a \(header.format.title) of \(pixels) pixels\(isDeep ? " with 16 bits" : "")",
        allowed: "\(names) with 8 bits is allowed"))
  }

  /// Why a header cannot be read.
  private func unreadable(_ bytes: [UInt8], count: Int, _ failure: ItemFailure) -> Fault {
    switch failure.code {
    case .unsupportedFormat: return Fault(code: .imageFormat, found: phrase(failure.message), allowed: allowedFormats)
    case .notAnImage: return Fault(code: .notAnImage, found: count == 0 ? "no bytes at all" : phrase(failure.message))
    default: return Fault(code: .imageDamaged, found: phrase(failure.message))
    }
  }

  private var allowedFormats: String {
    let names = ProviderProfile.Images.Format.allCases.filter(profile.images.formats.contains).map(\.title)
    return "allowed are \(names.joined(separator: ", "))"
  }

  /// A sentence as a part of one.
  private func phrase(_ sentence: String) -> String {
    let text = sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}

extension ProviderProfile.Images.Format {
  var title: String { self == .webp ? "WebP" : rawValue.uppercased() }
}

extension ImageFormat {
  var title: String { self == .webp ? "WebP" : rawValue.uppercased() }
}
