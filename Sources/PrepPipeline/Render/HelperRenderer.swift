import CPrepPosix
import Glibc
import PrepCodecs
import PrepCore

/// Renders in a helper process, which is started when it is first needed and replaced when it dies.
struct HelperRenderer: DocumentRenderer {
  /// The program that serves as helper.
  private let executable: String
  /// Seconds for opening a document and for each page.
  private let timeout: Double
  private let isCancelled: @Sendable () -> Bool
  private var process: HelperProcess?
  private(set) var opened: String?

  /// - Parameter isCancelled: asked while an answer is awaited; true gives the answer up.
  init(executable: String, timeout: Double, isCancelled: @escaping @Sendable () -> Bool) {
    self.executable = executable
    self.timeout = timeout
    self.isCancelled = isCancelled
  }

  mutating func open(_ bytes: [UInt8], path: String, password: String?) throws(Failure) -> [PageSize] {
    opened = nil
    let reply = try ask(.open(password: password, bytes: bytes), doing: "Opening the document")
    guard case .opened(let sizes) = reply else { throw nonsense() }
    opened = path
    return sizes
  }

  mutating func render(page: Int, _ target: PageTarget) throws(Failure) -> RenderedPage {
    let reply = try ask(.render(page: page, target), doing: "Drawing page \(page + 1)")
    guard case .page(let page) = reply else { throw nonsense() }
    return page
  }

  mutating func close() {
    process?.stop()
    process = nil
    opened = nil
  }

  private mutating func nonsense() -> Failure {
    close()
    return Failure(.render, .renderCrashed, "The helper process gave an answer that makes no sense.")
  }

  private mutating func ask(_ request: RenderRequest, doing: String) throws(Failure) -> RenderReply {
    guard let frame = request.frame() else {
      throw Failure(.render, .corruptDocument, "The document is larger than 4 GB.")
    }
    let process: HelperProcess
    if let running = self.process {
      process = running
    } else {
      do throws(HelperProcess.StartError) {
        process = try HelperProcess(executable: executable)
      } catch {
        throw Failure(.render, .renderCrashed, "The helper process cannot be started: \(describe(error.code)).")
      }
      self.process = process
    }
    switch process.exchange(frame, timeout: timeout, isCancelled: isCancelled) {
    case .reply(let content):
      guard let reply = try? RenderReply(content: content) else { throw nonsense() }
      if case .failure(let failure) = reply { throw failure }
      return reply
    case .timeout:
      _ = kill()
      throw Failure(.render, .renderTimeout, "\(doing) took longer than \(formatted(timeout)) s.")
    case .ended:
      let death = kill()
      throw Failure(.render, .renderCrashed, "\(doing) brought the helper process down\(death.map { " (\($0))" } ?? "").")
    }
  }

  /// Kills the helper; the next request starts another.
  private mutating func kill() -> String? {
    defer {
      process = nil
      opened = nil
    }
    return process?.kill()
  }

  private func formatted(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
  }
}
