import CLCMS
import PrepCore

/// The conversion of decoded RGB or RGBA pixels from an embedded profile to sRGB, in place.
struct ColorConversion {
  private let profile: [UInt8]
  private let isGray: Bool

  /// Nil when there is nothing to convert: no profile, or one that is sRGB in effect.
  init?(of header: ImageHeader) {
    guard let profile = header.iccProfile, !isEffectivelySRGB(profile) else { return nil }
    self.profile = profile
    self.isGray = header.model == .gray || header.model == .grayAlpha
  }

  func convert(_ pixels: UnsafeMutableBufferPointer<UInt8>, width: Int, channels: Int) {
    guard let profile = ColorProfile(profile), let base = pixels.baseAddress else { return }
    if isGray {
      guard let table = grayTable(profile) else { return }
      table.withUnsafeBufferPointer { table in
        for index in stride(from: 0, to: pixels.count, by: channels) {
          let colour = Int(pixels[index]) &* 3
          for channel in 0..<3 { pixels[index &+ channel] = table[colour &+ channel] }
        }
      }
    } else if profile.space == .rgb {
      profile.withTransform(from: channels == 4 ? .rgba : .rgb) { transform in
        // In place, row by row: the alpha channel is passed over and stays.
        for row in stride(from: 0, to: pixels.count, by: width * channels) {
          cmsDoTransform(transform, base + row, base + row, cmsUInt32Number(width))
        }
      }
    }
  }
}

/// The conversion of CMYK pixels as JPEG stores them to RGB, in place: a row of RGB ends before its row of CMYK does.
///
/// Adobe's programs store inverted ink (255 is none). A JPEG of four components without the Adobe marker is read likewise, as
/// Pillow, Skia and ImageMagick do.
struct CMYKConversion {
  let profile: [UInt8]?

  func convert(_ pixels: UnsafeMutableBufferPointer<UInt8>, width: Int, height: Int) {
    if let profile, convert(pixels, width, height, by: profile) { return }
    for pixel in 0..<(width * height) {
      let (cyan, magenta, yellow) = (pixels[pixel &* 4], pixels[pixel &* 4 &+ 1], pixels[pixel &* 4 &+ 2])
      let black = pixels[pixel &* 4 &+ 3]
      pixels[pixel &* 3] = product(cyan, black)
      pixels[pixel &* 3 &+ 1] = product(magenta, black)
      pixels[pixel &* 3 &+ 2] = product(yellow, black)
    }
  }

  private func convert(
    _ pixels: UnsafeMutableBufferPointer<UInt8>, _ width: Int, _ height: Int, by bytes: [UInt8]
  ) -> Bool {
    guard let profile = ColorProfile(bytes), profile.space == .cmyk, let base = pixels.baseAddress else { return false }
    let done: Void? = profile.withTransform(from: .invertedCMYK) { transform in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width * 3) { row in
        guard let colours = row.baseAddress else { return }
        for y in 0..<height {
          cmsDoTransform(transform, base + y * width * 4, colours, cmsUInt32Number(width))
          (base + y * width * 3).update(from: colours, count: width * 3)
        }
      }
    }
    return done != nil
  }
}

/// a x b / 255, rounded.
@inline(__always)
private func product(_ a: UInt8, _ b: UInt8) -> UInt8 {
  let biased = UInt32(a) &* UInt32(b) &+ 128
  return UInt8(truncatingIfNeeded: (biased &+ (biased >> 8)) >> 8)
}
