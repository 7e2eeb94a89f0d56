import PrepEvaluation
import Testing

@Suite("The generator of resamples")
struct SplitMix64Tests {
  // The numbers come from a Python program that was written from the documentation of the type.
  @Test("It does what is documented, so that others can reproduce a resample")
  func documented() {
    var generator = SplitMix64(seed: 7, stream: 3)
    #expect((0..<3).map { _ in generator.next() } == [0x4718_9B95_C5F4_52D5, 0xFB53_3D9E_4177_DD01, 0x60A8_894A_2121_58F9])
    var numbers = [UInt32](repeating: 0, count: 12)
    generator = SplitMix64(seed: 7, stream: 3)
    generator.fill(&numbers, below: 10)
    #expect(numbers == [7, 2, 2, 9, 1, 3, 9, 9, 0, 0, 8, 0])
    numbers = [UInt32](repeating: 0, count: 6)
    // About 30 % of the draws are rejected.
    generator = SplitMix64(seed: 1, stream: 0)
    generator.fill(&numbers, below: 3_000_000_000)
    #expect(numbers == [767_655_608, 264_971_570, 2_498_815_029, 871_486_337, 1_269_964_268, 898_548_587])
  }

  @Test("Each number is equally likely")
  func uniform() {
    var counts = [Int](repeating: 0, count: 7)
    for stream in UInt64(0)..<100 {
      var generator = SplitMix64(seed: 5, stream: stream)
      var numbers = [UInt32](repeating: 0, count: 701)
      generator.fill(&numbers, below: 7)
      for number in numbers { counts[Int(number)] += 1 }
    }
    // 10,014 are expected, with a standard deviation of 93.
    #expect(counts.allSatisfy { abs($0 - 10_014) < 400 })
  }

  @Test("Of one number there is one")
  func one() {
    var numbers = [UInt32](repeating: 9, count: 3)
    var generator = SplitMix64(seed: 0, stream: 0)
    generator.fill(&numbers, below: 1)
    #expect(numbers == [0, 0, 0])
  }
}
