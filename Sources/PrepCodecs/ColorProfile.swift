import CLCMS

/// An ICC profile and sRGB in a context of its own. Little CMS shares no state between contexts, so each thread may have one.
///
/// Conversions are perceptual, as in Pillow's ImageCms. For profiles made of a matrix and curves this is relative colorimetric.
struct ColorProfile: ~Copyable {
  private let context: cmsContext
  private let profile: cmsHPROFILE
  private let sRGB: cmsHPROFILE

  enum Space: Hashable {
    case gray, rgb, cmyk
  }
  let space: Space

  /// Nil when the bytes are not a profile, or a profile of a colour space that no image here has.
  init?(_ bytes: [UInt8]) {
    guard let context = cmsCreateContext(nil, nil) else { return nil }
    // Broken profiles are common. The functions' results report them; nothing is printed.
    cmsSetLogErrorHandlerTHR(context) { _, _, _ in }
    guard let profile = cmsOpenProfileFromMemTHR(context, bytes, cmsUInt32Number(bytes.count)) else {
      cmsDeleteContext(context)
      return nil
    }
    let space: Space? =
      switch cmsGetColorSpace(profile) {
      case cmsSigGrayData: .gray
      case cmsSigRgbData: .rgb
      case cmsSigCmykData: .cmyk
      default: nil
      }
    guard let space, let sRGB = cmsCreate_sRGBProfileTHR(context) else {
      cmsCloseProfile(profile)
      cmsDeleteContext(context)
      return nil
    }
    self.context = context
    self.profile = profile
    self.sRGB = sRGB
    self.space = space
  }

  deinit {
    cmsCloseProfile(sRGB)
    cmsCloseProfile(profile)
    cmsDeleteContext(context)
  }

  /// The layout of the pixels to convert.
  enum Layout {
    case gray, rgb, rgba, invertedCMYK

    var input: cmsUInt32Number {
      switch self {
      case .gray: Layout.format(PT_GRAY, channels: 1)
      case .rgb: Layout.format(PT_RGB, channels: 3)
      case .rgba: Layout.format(PT_RGB, channels: 3, extra: 1)
      case .invertedCMYK: Layout.format(PT_CMYK, channels: 4, flavor: 1)
      }
    }

    var output: cmsUInt32Number {
      self == .rgba ? input : Layout.format(PT_RGB, channels: 3)
    }

    /// The macros TYPE_RGB_8 and the like of lcms2.h, which Swift cannot import.
    private static func format(_ type: Int32, channels: UInt32, extra: UInt32 = 0, flavor: UInt32 = 0) -> cmsUInt32Number {
      UInt32(type) << 16 | flavor << 13 | extra << 7 | channels << 3 | 1
    }
  }

  /// Hands a transform to sRGB to `body`; nil when the profile cannot make one.
  func withTransform<Result>(from layout: Layout, _ body: (cmsHTRANSFORM) -> Result) -> Result? {
    guard
      let transform = cmsCreateTransformTHR(
        context, profile, layout.input, sRGB, layout.output, cmsUInt32Number(INTENT_PERCEPTUAL), 0)
    else { return nil }
    defer { cmsDeleteTransform(transform) }
    return body(transform)
  }
}

/// Whether converting from this profile to sRGB would change no colour by more than 2 of 255, so that the bytes may be kept.
///
/// A grid of 9 x 9 x 9 colours is converted (for gray, all 256 values). A broken profile is not sRGB, and neither is a profile of
/// a colour space other than RGB and gray. The decoder ignores the first and needs the second.
package func isEffectivelySRGB(_ bytes: [UInt8]) -> Bool {
  ProfileVerdicts.isSRGB(bytes, matchesSRGB)
}

private func matchesSRGB(_ bytes: [UInt8]) -> Bool {
  guard let profile = ColorProfile(bytes) else { return false }
  switch profile.space {
  case .rgb:
    let steps: [UInt8] = [0, 32, 64, 96, 128, 160, 192, 224, 255]
    let grid = steps.flatMap { red in steps.flatMap { green in steps.flatMap { blue in [red, green, blue] } } }
    var converted = [UInt8](repeating: 0, count: grid.count)
    let done: Void? = profile.withTransform(from: .rgb) { transform in
      cmsDoTransform(transform, grid, &converted, cmsUInt32Number(grid.count / 3))
    }
    return done != nil && zip(grid, converted).allSatisfy { abs(Int($0) - Int($1)) <= 2 }
  case .gray:
    guard let table = grayTable(profile) else { return false }
    return (0..<256).allSatisfy { value in
      (0..<3).allSatisfy { abs(Int(table[value * 3 + $0]) - value) <= 2 }
    }
  case .cmyk:
    return false
  }
}

/// The sRGB colours of the 256 gray values, by a gray or an RGB profile.
func grayTable(_ profile: borrowing ColorProfile) -> [UInt8]? {
  let layout: ColorProfile.Layout
  let ramp: [UInt8]
  switch profile.space {
  case .gray: (layout, ramp) = (.gray, (0...255).map { $0 })
  case .rgb: (layout, ramp) = (.rgb, (0...255).flatMap { [$0, $0, $0] })
  case .cmyk: return nil
  }
  var table = [UInt8](repeating: 0, count: 768)
  let done: Void? = profile.withTransform(from: layout) { transform in
    cmsDoTransform(transform, ramp, &table, 256)
  }
  return done == nil ? nil : table
}
