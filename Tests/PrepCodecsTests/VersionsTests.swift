import PrepCodecs
import Testing

@Suite("versions")
struct VersionsTests {
  @Test("every library tells a dotted version")
  func dotted() {
    #expect(CodecVersions.all.map(\.name) == ["lcms2", "libdeflate", "libjpeg-turbo", "libpng", "libwebp"])
    for (name, version) in CodecVersions.all {
      let parts = version.split(separator: ".")
      #expect(parts.count >= 2 && parts.allSatisfy { Int($0) != nil }, "\(name) \(version)")
    }
  }
}
