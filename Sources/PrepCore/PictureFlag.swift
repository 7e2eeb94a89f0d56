/// A property of a picture that a person would want to check. The list is closed. The measures and limits behind each flag are
/// those of `PictureQuality`, except for ``missingFonts``, which cannot be seen in a picture.
public enum PictureFlag: String, Sendable, Hashable, CaseIterable {
  /// Nothing, or next to nothing, on an even background.
  case blank
  /// Even its light parts are dark.
  case dark
  /// Even its dark parts are light, as in a photo that was exposed too long.
  case bright
  /// Its darkest and lightest parts are nearly the same.
  case lowContrast = "low_contrast"
  /// Not even its sharpest parts are sharp.
  case blurred
  /// One colour, and not white, covers nearly all of it.
  case oneColour = "one_colour"
  /// More than four times as long as wide.
  case oddAspect = "odd_aspect"
  /// The picture is a page, and one of its fonts was substituted.
  case missingFonts = "missing_fonts"

  /// What a picture with the flag is, for a sentence.
  public var words: String {
    switch self {
    case .blank: "blank or nearly blank"
    case .dark: "too dark"
    case .bright: "too bright"
    case .lowContrast: "without contrast"
    case .blurred: "blurred"
    case .oneColour: "nearly all of one colour"
    case .oddAspect: "more than four times as long as wide"
    case .missingFonts: "drawn in other fonts than its own"
    }
  }
}
