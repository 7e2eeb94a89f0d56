import PrepCodecs
import PrepCore
import TestSupport
import Testing

@testable import PrepRender

@Suite("Messages between program and helper")
struct RenderMessagesTests {
  private static let limits = RenderLimits(memory: 512 << 20, seconds: 30)

  private static let crop = PageCrop(x: 5, y: 0, width: 100, height: 200, page: PixelSize(width: 105, height: 300))

  private static let requests: [RenderRequest] = [
    .open(password: nil, bytes: [], limits), .open(password: "", bytes: [0], limits),
    .open(password: "pässwörd 🔑", bytes: Array(0...255), limits),
    .render(page: 0, PageTarget(width: 1, height: 2, encoding: ImageEncoding(format: .auto, quality: 1, maxBytes: 1)), limits),
    .render(
      page: 0,
      PageTarget(
        width: 10, height: 20, drawn: PixelSize(width: 20, height: 40),
        encoding: ImageEncoding(format: .png, quality: 1, maxBytes: 1)),
      limits),
    .render(page: 7, PageTarget(crop, encoding: ImageEncoding(format: .jpeg, quality: 90, maxBytes: 9)), limits),
    .render(
      page: 99_999,
      PageTarget(
        width: 32_767, height: 32_767, encoding: ImageEncoding(format: .png, quality: 100, maxBytes: .max), looksAtFonts: true),
      RenderLimits(memory: .max, seconds: 1_000_000, kept: .max)),
  ]

  private static let replies: [RenderReply] = [
    .opened([]), .opened([PageSize(width: 595.276, height: 841.89), PageSize(width: 0, height: .infinity)]),
    .page(
      RenderedPage(
        image: FittedImage(bytes: [], format: .jpeg, width: 1, height: 1, isReduced: false, quality: nil), isBlank: true,
        missingFont: "")),
    .page(
      RenderedPage(
        image: FittedImage(bytes: Array(0...255), format: .png, width: 32_767, height: 1, isReduced: true, quality: 60),
        isBlank: false, missingFont: "ISOCPEUR é")),
    .page(
      RenderedPage(
        image: FittedImage(bytes: [1], format: .png, width: 1, height: 1, isReduced: false, quality: nil), isBlank: false)),
    .failure(ItemFailure(.render, .corruptDocument, "page 1 cannot be read: \"\u{0}\"")),
    .failure(ItemFailure(.check, .http(404), "")),
  ]

  private func content(_ frame: [UInt8]?) throws -> [UInt8] {
    let frame = try #require(frame)
    let length = frame[..<4].enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    #expect(length == frame.count - 4)
    return Array(frame.dropFirst(4))
  }

  @Test("Every request comes back as it was sent")
  func requests() throws {
    for request in Self.requests { #expect(try RenderRequest(content: content(request.frame())) == request) }
  }

  @Test("Every reply comes back as it was sent")
  func replies() throws {
    for reply in Self.replies { #expect(try RenderReply(content: content(reply.frame())) == reply) }
  }

  @Test("A message that is cut anywhere, or has a byte too many, is malformed")
  func truncated() throws {
    for request in Self.requests {
      let whole = try content(request.frame())
      for length in 0..<whole.count {
        #expect(throws: FrameReader.Malformed.self) { try RenderRequest(content: Array(whole[..<length])) }
      }
      #expect(throws: FrameReader.Malformed.self) { try RenderRequest(content: whole + [0]) }
    }
    for reply in Self.replies {
      let whole = try content(reply.frame())
      for length in 0..<whole.count {
        #expect(throws: FrameReader.Malformed.self) { try RenderReply(content: Array(whole[..<length])) }
      }
      #expect(throws: FrameReader.Malformed.self) { try RenderReply(content: whole + [0]) }
    }
  }

  @Test("Any bytes, and messages with any bytes changed, are read without a crash")
  func anyBytes() throws {
    var random = Seeded(15)
    for round in 0..<3000 {
      var bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      if !bytes.isEmpty { bytes[0] = UInt8(round % 5) }
      _ = try? RenderRequest(content: bytes)
      _ = try? RenderReply(content: bytes)
    }
    for whole in try Self.requests.map({ try content($0.frame()) }) + Self.replies.map({ try content($0.frame()) }) {
      for position in whole.indices {
        for value in [0, 0x7F, 0x80, 0xFF] as [UInt8] {
          var changed = whole
          changed[position] = value
          _ = try? RenderRequest(content: changed)
          _ = try? RenderReply(content: changed)
        }
      }
    }
  }

  @Test("A length that the message does not have is malformed, and nothing is reserved for it")
  func inventedLengths() {
    for length in [Int.max, Int.min, -1, 1 << 40, 17] {
      var reply = FrameWriter()
      reply.byte(1)
      reply.number(length)
      let opened = Array(reply.bytes.dropFirst(4))
      #expect(throws: FrameReader.Malformed.self) { try RenderReply(content: opened) }
      var request = FrameWriter()
      request.byte(1)
      request.byte(1)
      request.number(length)
      let open = Array(request.bytes.dropFirst(4))
      #expect(throws: FrameReader.Malformed.self) { try RenderRequest(content: open) }
    }
  }

  @Test(
    "A crop that does not lie on its page is malformed",
    arguments: [(-1, 0, 5, 5), (0, 0, 0, 5), (6, 0, 5, 5), (0, 16, 5, 5), (.max, 0, .max, 5), (0, 0, 11, 5)])
  func crop(x: Int, y: Int, width: Int, height: Int) throws {
    let crop = PageCrop(x: x, y: y, width: width, height: height, page: PixelSize(width: 10, height: 20))
    let target = PageTarget(crop, encoding: ImageEncoding(format: .jpeg, quality: 90, maxBytes: 9))
    let bytes = try content(RenderRequest.render(page: 0, target, Self.limits).frame())
    #expect(throws: FrameReader.Malformed.self) { try RenderRequest(content: bytes) }
  }

  @Test(
    "A target with an impossible quality or size limit is malformed",
    arguments: [(0, 5), (101, 5), (-1, 5), (90, 0), (90, -1)])
  func encoding(quality: Int, maxBytes: Int) throws {
    let target = PageTarget(width: 1, height: 1, encoding: ImageEncoding(format: .jpeg, quality: quality, maxBytes: maxBytes))
    let bytes = try content(RenderRequest.render(page: 0, target, Self.limits).frame())
    #expect(throws: FrameReader.Malformed.self) { try RenderRequest(content: bytes) }
  }
}
