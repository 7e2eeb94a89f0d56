import CPrepCage
import CPrepPosix
import Glibc
import PrepCodecs
import PrepCore
import PrepSystem

/// The code that runs in the helpers and in the template that they are copied from. A helper reads requests from its standard
/// input and answers on its standard output until the input ends. A hostile document can crash this process but no other.
package enum RenderHelper {
  /// The name of the hidden verb that starts a template.
  package static let verb = "render-helper"

  /// The exit code of a helper that could not be sandboxed.
  static let cageFailed: Int32 = 71

  /// Runs as the template: forks a helper for each pair of descriptors that arrives, until the parent closes the channel. The
  /// function also returns in the helpers, when they have done their work.
  /// - Parameter parent: the process that started this one; when it dies, this one and its copies are killed.
  package static func serve(parent: Int32) {
    guard vp_posix_die_with_parent(parent) == 0 else { return }
    PDFDocument.prepare()
    // The rehearsal's document stays open, so that poppler keeps its tables of fonts and characters.
    withExtendedLifetime(rehearsed()) {
      var channel: Int32 = -1
      var notes: Int32 = -1
      while vp_posix_receive_descriptors(0, &channel, &notes) == 0 {
        let child = vp_posix_fork_sibling()
        if child == 0 {
          guard vp_posix_die_with_parent(parent) == 0, vp_posix_take_standard(channel, notes) == 0 else { return }
          say(getpid())
          return work()
        }
        if child < 0 { say(-errno, to: channel) }
        close(channel)
        close(notes)
      }
    }
  }

  /// A page with a line, and with a text in a font that is not embedded.
  static let firstPage = """
    %PDF-1.4
    1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
    2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
    3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 64 64]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
    4 0 obj <</Length 50>> stream
    0 0 m 64 64 l S BT /F 12 Tf 8 8 Td (drawing) Tj ET
    endstream endobj
    5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
    trailer <</Root 1 0 R>>

    """

  /// Does the work of a helper once, so that the forked helpers inherit the result: fonts are found, tables read, types and
  /// functions looked up.
  private static func rehearsed() -> LocalRenderer {
    var renderer = LocalRenderer()
    let limits = RenderLimits(memory: 0, seconds: 0)
    var requests = [RenderRequest.open(password: nil, bytes: Array(firstPage.utf8), limits)]
    for format in [Recipe.Image.Format.png, .jpeg] {
      let encoding = ImageEncoding(format: format, quality: 90, maxBytes: .max)
      requests.append(.render(page: 0, PageTarget(width: 64, height: 64, encoding: encoding), limits))
    }
    for request in requests {
      guard let frame = request.frame(), let request = try? RenderRequest(content: Array(frame.dropFirst(4))) else { continue }
      _ = answer(request, with: &renderer).frame()
    }
    return renderer
  }

  /// Sends the first message on a helper's channel: its process identifier, or the reason why there is no helper.
  private static func say(_ number: Int32, to channel: Int32 = 1) {
    _ = withUnsafeBytes(of: number.littleEndian) { Descriptor.write($0, to: channel) }
  }

  /// Answers requests until the parent closes the channel.
  private static func work() {
    // A process without a sandbox must not open an untrusted file.
    guard vp_cage_enter() == 0 else { exit(cageFailed) }
    let idle = vp_cage_address_space()
    var renderer = LocalRenderer()
    while let content = readFrame() {
      guard let request = try? RenderRequest(content: content) else { return }
      let limits = request.limits
      vp_cage_limit(idle > 0 ? idle + UInt64(renderer.kept) + UInt64(limits.memory) : 0, UInt32(limits.seconds))
      renderer.mostKept = limits.kept
      let reply = answer(request, with: &renderer)
      guard let frame = reply.frame(), frame.withUnsafeBytes({ Descriptor.write($0, to: 1) }) == 0 else { return }
      vp_cage_limit(0, 0)
    }
  }

  private static func answer(_ request: RenderRequest, with renderer: inout LocalRenderer) -> RenderReply {
    do throws(ItemFailure) {
      switch request {
      case .open(let password, let bytes, _): return .opened(try renderer.open(bytes, password: password))
      case .render(let page, let target, _): return .page(try renderer.render(page: page, target))
      }
    } catch {
      return .failure(error)
    }
  }

  private static func readFrame() -> [UInt8]? {
    guard let head = read(count: 4) else { return nil }
    return read(count: head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) })
  }

  private static func read(count: Int) -> [UInt8]? {
    var done = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      while done < count {
        let got = Descriptor.uninterrupted { Glibc.read(0, target.baseAddress?.advanced(by: done), count - done) }
        guard got > 0 else { break }
        done += got
      }
      initialized = done
    }
    return done == count ? bytes : nil
  }
}
