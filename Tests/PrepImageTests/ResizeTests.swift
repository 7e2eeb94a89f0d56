import PrepImage
import TestSupport
import Testing

@Suite("resize")
struct ResizeTests {
  @Test("a constant image stays constant", arguments: ResizeFilter.allCases)
  func constant(_ filter: ResizeFilter) {
    for (width, height) in [(64, 48), (63, 47), (40, 1), (1, 30), (7, 5), (1, 1), (99, 80)] {
      for value in [0, 1, 127, 128, 254, 255] {
        let image = SampleImages.drawn(100, 80) { _, _, channel in min(255, value + channel) }
        let small = image.resized(toWidth: width, height: height, filter: filter)
        #expect(small == SampleImages.drawn(width, height) { _, _, channel in min(255, value + channel) })
      }
    }
  }

  @Test("the same size gives the same image", arguments: ResizeFilter.allCases)
  func identity(_ filter: ResizeFilter) {
    let image = SampleImages.noise(33, 21, channels: 4, seed: 3)
    #expect(image.resized(toWidth: 33, height: 21, filter: filter) == image)
  }

  @Test("halving by area is the mean of four")
  func area() {
    let image = SampleImages.noise(20, 10, seed: 5)
    let small = image.resized(toWidth: 10, height: 5, filter: .area)
    for y in 0..<5 {
      for x in 0..<10 {
        for channel in 0..<3 {
          let four = [(0, 0), (1, 0), (0, 1), (1, 1)].map { Int(image.pixel(2 * x + $0.0, 2 * y + $0.1)[channel]) }
          #expect(abs(Double(small.pixel(x, y)[channel]) - Double(four.reduce(0, +)) / 4) <= 0.51)
        }
      }
    }
  }

  @Test("a gradient stays a gradient: every pixel lies where its middle lies", arguments: ResizeFilter.allCases)
  func gradient(_ filter: ResizeFilter) {
    let image = SampleImages.drawn(256, 8) { x, _, _ in x }
    let small = image.resized(toWidth: 64, height: 4, filter: filter)
    // The border pixels of Lanczos have one-sided windows.
    for x in 3..<61 { #expect(abs(Double(small.pixel(x, 2)[0]) - (Double(x) * 4 + 1.5)) <= 1) }
  }

  @Test("mirroring before or after gives the same bytes", arguments: ResizeFilter.allCases)
  func symmetric(_ filter: ResizeFilter) {
    let image = SampleImages.noise(101, 77, seed: 11)
    for orientation in [Orientation.mirrored, .flipped, .upsideDown] {
      for (width, height) in [(50, 40), (32, 16), (100, 76)] {
        let after = image.resized(toWidth: width, height: height, filter: filter).oriented(orientation)
        let before = image.oriented(orientation).resized(toWidth: width, height: height, filter: filter)
        #expect(after == before)
      }
    }
  }

  @Test("transposing before or after differs by rounding at most", arguments: ResizeFilter.allCases)
  func transposed(_ filter: ResizeFilter) {
    let image = SampleImages.noise(90, 70, seed: 12)
    let after = image.resized(toWidth: 31, height: 23, filter: filter).oriented(.transposed)
    let before = image.oriented(.transposed).resized(toWidth: 23, height: 31, filter: filter)
    #expect(after.difference(from: before).largest <= 1)
  }

  @Test("the mean brightness is kept", arguments: ResizeFilter.allCases)
  func energy(_ filter: ResizeFilter) {
    let image = SampleImages.photo(300, 200)
    func mean(_ image: PixelBuffer) -> Double {
      Double(image.bytes.reduce(0) { $0 + Int($1) }) / Double(image.bytes.count)
    }
    for (width, height) in [(150, 100), (77, 31), (299, 199), (10, 10)] {
      #expect(abs(mean(image) - mean(image.resized(toWidth: width, height: height, filter: filter))) < 0.75)
    }
  }

  @Test("a line one pixel wide keeps its weight wherever it lies")
  func impulse() {
    for position in 20..<28 {
      let image = SampleImages.drawn(64, 8) { x, _, _ in x == position ? 255 : 0 }
      let small = image.resized(toWidth: 16, height: 8, filter: .area)
      let sum = (0..<16).reduce(0) { $0 + Int(small.pixel($1, 4)[0]) }
      #expect(abs(sum - 64) <= 1)
    }
  }

  @Test("colours of invisible pixels do not bleed into visible ones", arguments: ResizeFilter.allCases)
  func alpha(_ filter: ResizeFilter) {
    // Opaque red beside invisible green.
    let image = SampleImages.drawn(40, 40, channels: 4) { x, _, channel in
      x < 20 ? [255, 0, 0, 255][channel] : [0, 255, 0, 0][channel]
    }
    let small = image.resized(toWidth: 13, height: 13, filter: filter)
    for x in 0..<13 {
      let pixel = small.pixel(x, 6)
      #expect(pixel[1] == 0)
      if pixel[3] > 8 { #expect(pixel[0] >= 250) }
    }
  }

  @Test("wide images are summed in strips without seams")
  func strips() {
    // 5000 pixels of RGB are more than seven strips of sums.
    let image = SampleImages.drawn(5000, 6) { x, y, _ in (x / 20 + y * 3) % 256 }
    let narrow = image.resized(toWidth: 5000, height: 3, filter: .area)
    for x in stride(from: 0, to: 5000, by: 7) {
      let mean = (Double(image.pixel(x, 2)[0]) + Double(image.pixel(x, 3)[0])) / 2
      #expect(abs(Double(narrow.pixel(x, 1)[0]) - mean) <= 0.51)
    }
  }

  @Test("the bytes are those of the first release, on every processor")
  func golden() {
    let image = SampleImages.noise(97, 61, channels: 4, seed: 2026)
    let sums = ResizeFilter.allCases.map { filter in
      image.resized(toWidth: 40, height: 29, filter: filter).bytes
        .reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }
    #expect(sums == [602_110_088_490_213_408, 14_539_177_442_188_735_616])
  }
}
