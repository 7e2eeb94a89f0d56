/// The samples and weights behind each pixel of a result along one axis, by ``Lanczos``.
///
/// Weights are integers of `bits` bits that add up to exactly 1 << bits. So a constant image stays constant, and every processor
/// computes the same bytes.
struct ResizeWeights {
  static let bits = 14

  let axis: ResizeAxis
  /// The first sample of each window.
  private(set) var first: [Int32] = []
  /// The samples of each window.
  private(set) var counts: [Int] = []
  /// Weights that are stored for each window; those after its samples are zero.
  private(set) var taps = 0
  private(set) var weights: [Int16] = []

  init(_ axis: ResizeAxis) {
    self.axis = axis
    first.reserveCapacity(axis.target)
    counts.reserveCapacity(axis.target)
    for index in 0..<axis.target {
      let pixels = self.pixels(under: index)
      let samples = samples(under: pixels.lowerBound).lowerBound..<samples(under: pixels.upperBound - 1).upperBound
      first.append(Int32(samples.lowerBound))
      counts.append(samples.count)
      taps = max(taps, samples.count)
    }
    weights = [Int16](repeating: 0, count: taps * axis.target)
    var shares = [Double](repeating: 0, count: taps)
    Lanczos.sampled { kernel in
      for index in 0..<axis.target {
        if axis.mirrors(index) {
          let other = (axis.target - 1 - index) * taps + counts[index] - 1
          for tap in 0..<counts[index] { weights[index * taps + tap] = weights[other - tap] }
        } else {
          setShares(of: index, &shares, kernel)
          setIntegers(of: shares, counts[index], at: index * taps)
        }
      }
    }
  }

  /// The pixels of the image that the filter covers around a pixel of the result.
  private func pixels(under index: Int) -> Range<Int> {
    if axis.isIdentity { return index..<(index + 1) }
    let all = Int(axis.length.rounded(.up))
    let other = axis.target - 1 - index
    if axis.mirrors(index) {
      let mirrored = pixels(under: other)
      return (all - mirrored.upperBound)..<(all - mirrored.lowerBound)
    }
    let radius = Lanczos.radius * axis.scale
    let center = axis.center(of: index)
    let low = Int(max(0, center - radius + 0.5))
    let high = axis.isSymmetric && other == index ? all - low : Int(min(Double(all), center + radius + 0.5))
    return low..<high
  }

  /// The samples that determine a pixel of the image.
  private func samples(under pixel: Int) -> Range<Int> {
    let sample = pixel / axis.step
    guard axis.step == 2 else { return sample..<(sample + 1) }
    return pixel % 2 == 0 ? max(0, sample - 1)..<(sample + 1) : sample..<min(axis.samples, sample + 2)
  }

  /// What each sample of a window contributes to the pixel.
  private func setShares(of index: Int, _ shares: inout [Double], _ kernel: (Double) -> Double) {
    for tap in 0..<counts[index] { shares[tap] = 0 }
    let start = Int(first[index])
    let center = axis.center(of: index)
    let inverse = 1 / axis.scale
    for pixel in pixels(under: index) {
      let share = kernel((Double(pixel) + 0.5 - center) * inverse)
      let samples = samples(under: pixel)
      if samples.count == 2 {
        // The weights of libjpeg's "fancy upsampling": three quarters for the sample that covers the pixel, one for the
        // neighbour.
        let (near, far) = pixel % 2 == 0 ? (1, 0) : (0, 1)
        shares[samples.lowerBound + near - start] += 0.75 * share
        shares[samples.lowerBound + far - start] += 0.25 * share
      } else {
        shares[samples.lowerBound - start] += share
      }
    }
  }

  /// The shares as integers that add up to 1 << bits. Their running sum is rounded, from both ends to the middle, so that one
  /// weight gets what rounding takes from the weight before it.
  private mutating func setIntegers(of shares: [Double], _ count: Int, at position: Int) {
    var sum = 0.0
    for tap in 0..<count { sum += shares[tap] }
    let one = Double(1 << Self.bits) / sum
    let middle = count / 2
    var rest = 1 << Self.bits
    func set(_ taps: some Sequence<Int>) {
      var (exact, done) = (0.0, 0)
      for tap in taps {
        exact += shares[tap] * one
        // Rounds to nearest; the sum may be negative.
        let rounded = Int(exact + 65_536.5) - 65_536
        weights[position + tap] = Int16(rounded - done)
        done = rounded
      }
      rest -= done
    }
    set(0..<middle)
    set(stride(from: count - 1, through: count - middle, by: -1))
    if count % 2 == 1 { weights[position + middle] = 0 }
    weights[position + middle] += Int16(rest)
  }

  /// The same weights, with `taps` rounded up to a multiple. No window of that many samples ends after the plane, unless the
  /// plane has fewer samples.
  func padded(to multiple: Int) -> ResizeWeights {
    var padded = self
    padded.taps = (taps + multiple - 1) / multiple * multiple
    padded.weights = [Int16](repeating: 0, count: padded.taps * axis.target)
    let last = Int32(max(0, axis.samples - padded.taps))
    for index in 0..<axis.target {
      let shift = max(0, Int(first[index] - last))
      padded.first[index] -= Int32(shift)
      padded.counts[index] += shift
      for tap in 0..<counts[index] { padded.weights[index * padded.taps + shift + tap] = weights[index * taps + tap] }
    }
    return padded
  }
}

extension ResizeAxis {
  /// Pixels of the image for one pixel of the result.
  fileprivate var scale: Double { length / Double(target) }

  /// Where the middle of a pixel of the result is in the image.
  fileprivate func center(of index: Int) -> Double { Double(2 * index + 1) * length / Double(2 * target) }

  /// Whether the last sample lies in the image as the first one does. Then a mirrored image gives the mirrored result in every
  /// bit.
  fileprivate var isSymmetric: Bool { Double(samples * step) == length }

  /// Whether a pixel's weights are those of an earlier pixel, in reverse.
  fileprivate func mirrors(_ index: Int) -> Bool { isSymmetric && target - 1 - index < index }
}
