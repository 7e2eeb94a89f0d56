import Foundation
import PrepCodecs
import PrepCore
import PrepImage
import TestSupport
import Testing

@testable import PrepExport

@Suite("Images are encoded anew only where a target does not take them")
struct ConversionTests {
  private func fixture(_ name: String) throws -> [UInt8] {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: package.appending(path: "fixtures/\(name)")))
  }

  private func image(_ bytes: [UInt8], _ format: ImageFormat, for target: ExportTarget) throws -> (
    image: ExportImage, bytes: [UInt8], format: ImageFormat
  ) {
    let source = ChatExample.Source(url: DataURL.encode(bytes, format))
    let image = try ExportImage(source, number: 0, limits: ExportLimits.of(target), takesAddresses: { _ in false })
    guard case .bytes(let bytes, let format) = image.content else { throw ExportFault(.imageAddress, "no bytes") }
    return (image, bytes, format)
  }

  @Test("WebP with transparency becomes PNG with the same pixels", arguments: [ExportTarget.fireworks, .bedrockNova])
  func transparent(target: ExportTarget) throws {
    let bytes = try fixture("images/webp-alpha-lossless.webp")
    let made = try image(bytes, .webp, for: target)
    #expect(made.image.isConverted)
    #expect(made.format == .png)
    let before = try ImageDecoder.decode(bytes, ImageHeader.probe(bytes), limits: Limits())
    let after = try ImageDecoder.decode(made.bytes, ImageHeader.probe(made.bytes), limits: Limits())
    #expect(before.pixels == after.pixels)
  }

  @Test("WebP of a photo becomes JPEG")
  func photo() throws {
    let made = try image(try fixture("samples/watches/images/tudor-pelagos.webp"), .webp, for: .fireworks)
    #expect(made.format == .jpeg)
    #expect(try ImageHeader.probe(made.bytes).format == .jpeg)
  }

  @Test("WebP stays where it is taken", arguments: [ExportTarget.openai, .together, .gemini, .bedrock, .trl, .llava])
  func kept(target: ExportTarget) throws {
    let bytes = try fixture("images/webp-lossy.webp")
    let made = try image(bytes, .webp, for: target)
    #expect(!made.image.isConverted)
    #expect(made.bytes == bytes)
  }

  @Test("Gray becomes RGB for OpenAI alone")
  func gray() throws {
    let bytes = try fixture("images/jpeg-gray.jpg")
    let made = try image(bytes, .jpeg, for: .openai)
    #expect(made.image.isConverted)
    #expect(try ImageHeader.probe(made.bytes).model == .rgb)
    #expect(try image(bytes, .jpeg, for: .together).bytes == bytes)
  }

  @Test("What has too many bytes afterwards, too")
  func tooLarge() throws {
    let bytes = try fixture("images/webp-alpha-lossless.webp")
    var limits = ExportLimits.of(.fireworks)
    limits.maxImageBytes = bytes.count
    let source = ChatExample.Source(url: DataURL.encode(bytes, .webp))
    let fault = #expect(throws: ExportFault.self) {
      try ExportImage(source, number: 0, limits: limits, takesAddresses: { _ in false })
    }
    #expect(fault?.code == .imageTooLarge)
    #expect(fault?.message.contains("bytes as PNG") == true)
  }

  @Test("A media type that says something else is set right")
  func mediaType() throws {
    let jpeg = try #require(try DataURL.decode(ExampleLines.jpeg))
    let line = ExampleLines.line(images: [DataURL.encode(jpeg, .png)])
    #expect(try ExampleLines.record(line, .openai) == ExampleLines.line(images: [ExampleLines.jpeg]))
  }
}
