import CPrepCage
import CPrepPosix
import Glibc
import PrepCodecs
import PrepCore

/// The helper's side: a process that reads requests from its standard input and answers on its standard output until the input
/// ends. A hostile document can bring down this process and nothing else.
package enum RenderHelper {
  /// The name of the hidden verb that starts a helper.
  package static let verb = "render-helper"

  /// The exit code of a helper that could not be shut in.
  static let cageFailed: Int32 = 71

  /// Serves until the parent closes the channel.
  /// - Parameter parent: the process that started this one; when it dies, this one is killed.
  package static func serve(parent: Int32) {
    guard vp_posix_die_with_parent(parent) == 0 else { return }
    PDFDocument.prepare()
    // What is not shut in does not look at a stranger's file.
    guard vp_cage_enter() == 0 else { exit(cageFailed) }
    let idle = vp_cage_address_space()
    var renderer = LocalRenderer()
    while let content = readFrame() {
      guard let request = try? RenderRequest(content: content) else { return }
      let limits = request.limits
      vp_cage_limit(idle > 0 ? idle + UInt64(limits.memory) : 0, UInt32(limits.seconds))
      let reply: RenderReply
      do throws(Failure) {
        switch request {
        case .open(let password, let bytes, _): reply = .opened(try renderer.open(bytes, path: "", password: password))
        case .render(let page, let target, _): reply = .page(try renderer.render(page: page, target))
        }
      } catch {
        reply = .failure(error)
      }
      guard let frame = reply.frame(), frame.withUnsafeBytes({ Descriptor.write($0, to: 1) }) == 0 else { return }
      vp_cage_limit(0, 0)
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
        let got = Glibc.read(0, target.baseAddress?.advanced(by: done), count - done)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { break }
        done += got
      }
      initialized = done
    }
    return done == count ? bytes : nil
  }
}
