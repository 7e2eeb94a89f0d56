/// One axis of a resize: what a plane has along it, and how many pixels the result has.
package struct ResizeAxis: Sendable, Hashable {
  /// The plane's samples along the axis.
  package var samples: Int
  /// Pixels of the image that one sample covers: 1, or more for chroma that is stored coarser than luma.
  package var step: Int
  /// The image's length in pixels. It has a fraction when a decoder made the image smaller and its last pixel holds only a part
  /// of the image, or when the last sample of a coarser plane lies partly outside.
  package var length: Double
  /// Pixels of the result; at most `length` rounded up.
  package var target: Int

  /// - Precondition: at least one sample and pixel; the samples cover the length; nothing is enlarged.
  package init(samples: Int, step: Int = 1, length: Double, target: Int) {
    precondition(samples >= 1 && step >= 1 && target >= 1, "an axis starts at 1")
    precondition(Double(samples * step) >= length && Double(target) < length + 1, "images are only made smaller")
    self.samples = samples
    self.step = step
    self.length = length
    self.target = target
  }

  /// An axis of an image that has all its pixels.
  package init(from source: Int, to target: Int) { self.init(samples: source, length: Double(source), target: target) }

  /// Whether each sample becomes one pixel.
  var isIdentity: Bool { step == 1 && samples == target && length == Double(target) }
}
