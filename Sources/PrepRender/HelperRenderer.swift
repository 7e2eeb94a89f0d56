import Glibc
package import PrepCodecs
package import PrepCore

/// Renders in a helper process. Every document gets a new helper, so that no file can affect another, and a document gets a new
/// helper every few pages, so that memory leaks in libraries cannot grow.
///
/// A page looks the same whatever its helper drew before: the C library clears the memory that poppler reads without having
/// written it (see CPrepPoppler), and `tools/verify/determinism` compares pages that are drawn alone with those of whole
/// documents. A page that fails in a helper that drew other pages is tried again in a new helper, so that the other pages cannot
/// decide whether it fails.
package struct HelperRenderer: DocumentRenderer {
  private let start: @Sendable () throws(HelperProcess.StartError) -> HelperProcess
  /// The time limit in seconds for opening a document and for each page.
  private let timeout: Double
  private let kept: Int
  private let isCancelled: @Sendable () -> Bool
  private var process: HelperProcess?
  /// The last document, to open it again in a new helper.
  private var document: (bytes: [UInt8], password: String?)?
  package private(set) var isOpen = false
  /// The number of pages that the helper has drawn or begun since the document was opened, and the last of these pages.
  private var drawn = 0
  private var lastPage: Int?

  /// The most pages that one helper draws.
  private static let mostPages = 16
  /// The address space in bytes for the content of a document: fonts, images, patterns.
  private static let contentMemory = 512 << 20
  /// The most helpers that may die from one request.
  private static let attempts = 2

  /// The identifier of the current helper process.
  var processIdentifier: pid_t? { process?.identifier }

  /// The most bytes of a page's pixels that are worth keeping: A2 at 300 DPI.
  package static let usuallyKept = 140_000_000

  /// - Parameters:
  ///   - kept: the number of bytes of a page's pixels that a helper may keep for the next page.
  ///   - isCancelled: polled while an answer is awaited; true stops the wait.
  ///   - start: starts a new helper.
  package init(
    timeout: Double, kept: Int = usuallyKept, isCancelled: @escaping @Sendable () -> Bool,
    start: @escaping @Sendable () throws(HelperProcess.StartError) -> HelperProcess
  ) {
    self.timeout = timeout
    self.kept = kept
    self.isCancelled = isCancelled
    self.start = start
  }

  package mutating func open(_ bytes: [UInt8], password: String?) throws(ItemFailure) -> [PageSize] {
    close()
    document = nil
    let sizes = try repeating { (renderer) throws(HelperFault) in
      try renderer.send(bytes, password: password)
    }
    document = (bytes, password)
    return sizes
  }

  package mutating func render(page: Int, _ target: PageTarget) throws(ItemFailure) -> RenderedPage {
    if page != lastPage, drawn >= Self.mostPages { close() }
    do throws(ItemFailure) {
      return try draw(page, target)
    } catch {
      // If the helper drew no other page, the failure is final. A request that used up its time limit is not repeated either.
      guard drawn > 1, error.code != .renderTimeout, !isCancelled() else { throw error }
      close()
      return try draw(page, target)
    }
  }

  private mutating func draw(_ page: Int, _ target: PageTarget) throws(ItemFailure) -> RenderedPage {
    let limits = limits(memory: target.memory)
    return try repeating { (renderer) throws(HelperFault) in
      if !renderer.isOpen, let document = renderer.document {
        _ = try renderer.send(document.bytes, password: document.password)
      }
      if page != renderer.lastPage { renderer.drawn += 1 }
      renderer.lastPage = page
      let reply = try renderer.ask(.render(page: page, target, limits), doing: "Drawing page \(page + 1)")
      guard case .page(let page) = reply else { throw renderer.nonsense() }
      return page
    }
  }

  package mutating func close() {
    process?.stop()
    process = nil
    isOpen = false
  }

  private func limits(memory: Int) -> RenderLimits {
    RenderLimits(memory: memory + Self.contentMemory, seconds: Int(timeout.rounded(.up)), kept: kept)
  }

  /// Repeats a request once when the helper dies, since an earlier page may have been the cause.
  private mutating func repeating<Answer>(
    _ body: (inout HelperRenderer) throws(HelperFault) -> Answer
  ) throws(ItemFailure) -> Answer {
    var attempt = 1
    while true {
      do throws(HelperFault) {
        return try body(&self)
      } catch {
        guard error.isDeath, attempt < Self.attempts, !isCancelled() else { throw error.failure }
        attempt += 1
      }
    }
  }

  /// The reason why a request has no answer.
  private struct HelperFault: Error {
    var failure: ItemFailure
    /// Whether the helper died of the request.
    var isDeath = false
  }

  private mutating func send(_ bytes: [UInt8], password: String?) throws(HelperFault) -> [PageSize] {
    isOpen = false
    let request = RenderRequest.open(password: password, bytes: bytes, limits(memory: 4 * bytes.count))
    guard case .opened(let sizes) = try ask(request, doing: "Opening the document") else { throw nonsense() }
    isOpen = true
    (drawn, lastPage) = (0, nil)
    return sizes
  }

  private mutating func nonsense() -> HelperFault {
    _ = kill()
    return HelperFault(
      failure: ItemFailure(.render, .renderCrashed, "The helper process gave an answer that makes no sense."), isDeath: true)
  }

  private mutating func ask(_ request: RenderRequest, doing: String) throws(HelperFault) -> RenderReply {
    guard let frame = request.frame() else {
      throw HelperFault(failure: ItemFailure(.render, .corruptDocument, "The document is larger than 4 GB."))
    }
    let process: HelperProcess
    if let running = self.process {
      process = running
    } else {
      do throws(HelperProcess.StartError) {
        process = try start()
      } catch {
        throw HelperFault(
          failure: ItemFailure(.render, .renderCrashed, "The helper process cannot be started: \(error.reason)."))
      }
      self.process = process
    }
    switch process.channel.exchange(frame, longest: request.longestReply, timeout: timeout, isCancelled: isCancelled) {
    case .reply(let content):
      guard let reply = try? RenderReply(content: content) else { throw nonsense() }
      if case .failure(let failure) = reply { throw HelperFault(failure: failure) }
      return reply
    case .timeout:
      _ = kill()
      throw HelperFault(failure: late(doing))
    case .ended:
      throw died(kill(), doing: doing)
    }
  }

  private func late(_ doing: String) -> ItemFailure {
    let seconds = timeout == timeout.rounded() ? String(Int(timeout)) : String(timeout)
    return ItemFailure(.render, .renderTimeout, "\(doing) took longer than \(seconds) s.")
  }

  private func died(_ death: HelperProcess.Death, doing: String) -> HelperFault {
    switch death {
    case .overtime: return HelperFault(failure: late(doing))
    case .memory:
      let failure = ItemFailure(.render, .renderMemory, "\(doing) took more memory than a helper process may have.")
      return HelperFault(failure: failure, isDeath: true)
    case .signal(let signal):
      let name = String(cString: strsignal(signal)).lowercased()
      let failure = ItemFailure(
        .render, .renderCrashed, "\(doing) brought the helper process down (signal \(signal), \(name)).")
      return HelperFault(failure: failure, isDeath: true)
    case .exit(RenderHelper.cageFailed):
      let message = "The helper process could not be shut in: this system does not allow seccomp filters."
      return HelperFault(failure: ItemFailure(.render, .renderCrashed, message))
    case .exit(let code):
      let failure = ItemFailure(.render, .renderCrashed, "\(doing) ended the helper process (exit code \(code)).")
      return HelperFault(failure: failure, isDeath: true)
    }
  }

  /// Ends the helper; the next request starts a new one.
  private mutating func kill() -> HelperProcess.Death {
    defer {
      process = nil
      isOpen = false
    }
    return process?.kill() ?? .exit(0)
  }
}
