import CLCMS
import PrepCore
import PrepImage

/// The conversion of decoded RGB or RGBA pixels from an embedded profile to sRGB, in place.
struct ColorConversion {
  private let profile: [UInt8]
  private let isGray: Bool

  /// Nil when there is nothing to convert: there is no profile, or the profile is sRGB in effect.
  init?(of header: ImageHeader) {
    guard let profile = header.iccProfile, !isEffectivelySRGB(profile) else { return nil }
    self.profile = profile
    self.isGray = header.model == .gray || header.model == .grayAlpha
  }

  func convert(_ image: inout PixelBuffer) {
    let (width, channels) = (image.width, image.channels)
    image.change { convert($0, width: width, channels: channels) }
  }

  private func convert(_ pixels: UnsafeMutableBufferPointer<UInt8>, width: Int, channels: Int) {
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
        // The conversion works in place, row by row; the alpha channel is left unchanged.
        for row in stride(from: 0, to: pixels.count, by: width * channels) {
          cmsDoTransform(transform, base + row, base + row, cmsUInt32Number(width))
        }
      }
    }
  }
}

/// Converts a row of pixels, the first argument, to a row of other pixels.
typealias RowConversion = (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>) -> Void

/// The conversion of CMYK pixels as JPEG stores them to RGB.
///
/// Adobe's programs store inverted ink (255 is no ink). A JPEG of four components without the Adobe marker is read in the same
/// way, as Pillow, Skia and ImageMagick do.
struct CMYKConversion {
  let profile: [UInt8]?

  /// Hands out a function that converts rows of this width.
  func withRows(of width: Int, _ body: (@escaping RowConversion) -> Void) {
    if let profile, let profile = ColorProfile(profile), profile.space == .cmyk {
      let done: Void? = profile.withTransform(from: .invertedCMYK) { transform in
        body { source, target in cmsDoTransform(transform, source, target, cmsUInt32Number(width)) }
      }
      if done != nil { return }
    }
    body { source, target in
      for pixel in 0..<width {
        let black = source[pixel &* 4 &+ 3]
        for channel in 0..<3 { target[pixel &* 3 &+ channel] = product(source[pixel &* 4 &+ channel], black) }
      }
    }
  }
}

/// a x b / 255, rounded.
@inline(__always)
private func product(_ a: UInt8, _ b: UInt8) -> UInt8 {
  let biased = UInt32(a) &* UInt32(b) &+ 128
  return UInt8(truncatingIfNeeded: (biased &+ (biased >> 8)) >> 8)
}
