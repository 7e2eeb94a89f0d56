import CDeflate
import CLCMS
import CPrepJPEG
import CPrepPNG
import CWebP

/// The codec libraries behind this module, for the manifest: different versions may give different bytes.
package enum CodecVersions {
  /// Name and version of each library, as the loaded library reports them. libjpeg-turbo and libdeflate report only the versions
  /// of their headers.
  package static let all: [(name: String, version: String)] = [
    ("lcms2", dotted(Int(cmsGetEncodedCMMversion()) / 10, base: 100, parts: 2)),
    ("libdeflate", LIBDEFLATE_VERSION_STRING),
    ("libjpeg-turbo", String(cString: vp_jpeg_version())),
    ("libpng", String(cString: vp_png_version())),
    ("libwebp", dotted(Int(WebPGetDecoderVersion()), base: 256, parts: 3)),
  ]

  /// A version packed into one number, most significant part first.
  private static func dotted(_ number: Int, base: Int, parts: Int) -> String {
    var rest = number
    var values: [String] = []
    for _ in 0..<parts {
      values.insert(String(rest % base), at: 0)
      rest /= base
    }
    return values.joined(separator: ".")
  }
}
