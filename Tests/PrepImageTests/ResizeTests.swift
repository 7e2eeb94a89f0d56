import PrepImage
import TestSupport
import Testing

@Suite("resize")
struct ResizeTests {
  @Test("a constant image stays constant")
  func constant() {
    for (width, height) in [(64, 48), (63, 47), (40, 1), (1, 30), (7, 5), (1, 1), (99, 80)] {
      for value in [0, 1, 127, 128, 254, 255] {
        let image = SampleImages.drawn(100, 80) { _, _, channel in min(255, value + channel) }
        let small = image.resized(toWidth: width, height: height)
        #expect(small == SampleImages.drawn(width, height) { _, _, channel in min(255, value + channel) })
      }
    }
  }

  @Test("the same size gives the same image")
  func identity() {
    let image = SampleImages.noise(33, 21, channels: 4, seed: 3)
    #expect(image.resized(toWidth: 33, height: 21) == image)
  }

  @Test("a gradient stays a gradient: every pixel lies where its middle lies")
  func gradient() {
    let image = SampleImages.drawn(256, 8) { x, _, _ in x }
    let small = image.resized(toWidth: 64, height: 4)
    // The border pixels of Lanczos have one-sided windows.
    for x in 3..<61 { #expect(abs(Double(small.pixel(x, 2)[0]) - (Double(x) * 4 + 1.5)) <= 1) }
  }

  @Test("mirroring before or after gives the same bytes")
  func symmetric() {
    let image = SampleImages.noise(101, 77, seed: 11)
    for orientation in [Orientation.mirrored, .flipped, .upsideDown] {
      for (width, height) in [(50, 40), (32, 16), (100, 76)] {
        let after = image.resized(toWidth: width, height: height).oriented(orientation)
        let before = image.oriented(orientation).resized(toWidth: width, height: height)
        #expect(after == before)
      }
    }
  }

  @Test("transposing before or after differs by rounding at most")
  func transposed() {
    let image = SampleImages.noise(90, 70, seed: 12)
    let after = image.resized(toWidth: 31, height: 23).oriented(.transposed)
    let before = image.oriented(.transposed).resized(toWidth: 23, height: 31)
    #expect(after.difference(from: before).largest <= 1)
  }

  @Test("the mean brightness is kept")
  func energy() {
    let image = SampleImages.photo(300, 200)
    func mean(_ image: PixelBuffer) -> Double {
      Double(image.bytes.reduce(0) { $0 + Int($1) }) / Double(image.bytes.count)
    }
    for (width, height) in [(150, 100), (77, 31), (299, 199), (10, 10)] {
      #expect(abs(mean(image) - mean(image.resized(toWidth: width, height: height))) < 0.75)
    }
  }

  @Test("colours of invisible pixels do not bleed into visible ones")
  func alpha() {
    // Opaque red beside invisible green.
    let image = SampleImages.drawn(40, 40, channels: 4) { x, _, channel in
      x < 20 ? [255, 0, 0, 255][channel] : [0, 255, 0, 0][channel]
    }
    let small = image.resized(toWidth: 13, height: 13)
    for x in 0..<13 {
      let pixel = small.pixel(x, 6)
      #expect(pixel[1] == 0)
      if pixel[3] > 8 { #expect(pixel[0] >= 250) }
    }
  }

  @Test("it is what the definition gives, computed in doubles, to half a step of rounding more or less")
  func definition() {
    for (width, height, newWidth, newHeight) in [
      (90, 70, 31, 23), (64, 64, 63, 5), (200, 9, 16, 9), (33, 200, 33, 7), (5, 4, 1, 1),
    ] {
      let image = SampleImages.noise(width, height, seed: UInt64(width))
      let expected = ReferenceResize.pixels(image, newWidth, newHeight)
      let small = image.resized(toWidth: newWidth, height: newHeight)
      for (found, exact) in zip(small.bytes, expected) { #expect(abs(Double(found) - exact) < 0.56) }
    }
  }

  @Test("a plane that is stored coarser is resized as if it had been interpolated before", arguments: [2, 4])
  func coarse(step: Int) {
    // The last sample covers pixels outside of the image.
    for (width, target) in [(97, 40), (96, 96), (31, 17), (50, 3), (2, 1)] {
      let samples = (width + step - 1) / step
      let plane = SampleImages.noise(samples, 1, seed: UInt64(width))
      let row = (0..<samples).map { plane.pixel($0, 0)[0] }
      let pixels = (0..<width).map { pixel -> Double in
        let nearest = Double(row[pixel / step])
        guard step == 2 else { return nearest }
        let neighbour = min(samples - 1, max(0, pixel % 2 == 0 ? pixel / 2 - 1 : pixel / 2 + 1))
        return 0.75 * nearest + 0.25 * Double(row[neighbour])
      }
      let expected = ReferenceResize.row(pixels, to: target)
      let resizer = ImageResizer()
      let axis = ResizeAxis(samples: samples, step: step, length: Double(width), target: target)
      resizer.begin(.gray, [(axis, ResizeAxis(from: 1, to: 1))])
      (row + [UInt8](repeating: 77, count: 15)).withUnsafeBufferPointer { resizer.take($0.baseAddress!, plane: 0) }
      let small = resizer.finish()
      for x in 0..<target { #expect(abs(Double(small.pixel(x, 0)[0]) - max(0, min(255, expected[x]))) < 0.56) }
    }
  }

  @Test("with and without AVX2 the bytes are the same, for any shape and while the memory of other images is used")
  func portable() {
    var numbers = Seeded(14)
    let (fast, slow) = (ImageResizer(), ImageResizer(portable: true))
    for round in 0..<60 {
      let (width, height) = (Int.random(in: 1...300, using: &numbers), Int.random(in: 1...60, using: &numbers))
      let image = SampleImages.noise(width, height, channels: round % 4 == 0 ? 4 : 3, seed: UInt64(round))
      let newWidth = Int.random(in: 1...width, using: &numbers)
      let newHeight = Int.random(in: 1...height, using: &numbers)
      let small = image.resized(toWidth: newWidth, height: newHeight, with: fast)
      #expect(small.difference(from: image.resized(toWidth: newWidth, height: newHeight, with: slow)).largest == 0)
      #expect(small.difference(from: image.resized(toWidth: newWidth, height: newHeight)).largest == 0)
    }
  }

  @Test("an image that broke off leaves no trace in the next")
  func brokenOff() {
    let resizer = ImageResizer()
    let image = SampleImages.noise(60, 50, seed: 4)
    resizer.begin(pixels: .rgb, ResizeAxis(from: 60, to: 20), ResizeAxis(from: 50, to: 10))
    image.bytes.withUnsafeBufferPointer { resizer.take(pixels: $0.baseAddress!) }
    let next = image.resized(toWidth: 30, height: 20, with: resizer)
    #expect(next.difference(from: image.resized(toWidth: 30, height: 20)).largest == 0)
  }

  @Test("the bytes are those of the first release, on every processor")
  func golden() {
    let image = SampleImages.noise(97, 61, channels: 4, seed: 2026)
    let sum = image.resized(toWidth: 40, height: 29).bytes
      .reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    #expect(sum == 3_599_865_549_877_839_110)
  }
}
