import ArgumentParser
import Glibc
import PrepJSON
import PrepSystem
import VisionPrep

/// The pages of one PDF as image files.
struct RenderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Draw the pages of a PDF as image files.",
    discussion: """
      The files are named after the document and the page: drawing-0001.png. Their \
      paths are printed in page order.

      Examples:
        visionprep render drawing.pdf --output pages
        visionprep render drawing.pdf --output pages --pages 1-3,5 --dpi 150
      """)

  @Argument(help: ArgumentHelp("The PDF document.", valueName: "file.pdf"), completion: .file(extensions: ["pdf"]))
  var document: String

  @OptionGroup var output: OutputFolderOption

  @Option(help: ArgumentHelp("Dots per inch.", valueName: "n"))
  var dpi = 300.0

  @Option(help: ArgumentHelp("Which pages: all, first, or numbers such as 1-3,5.", valueName: "pages"))
  var pages = "all"

  @Option(
    help: ArgumentHelp("auto takes PNG for flat graphics and JPEG for photos.", valueName: "png|jpeg|auto"),
    completion: .choices(of: Recipe.Image.Format.self), transform: choice)
  var format = Recipe.Image.Format.png

  @Option(help: ArgumentHelp("JPEG quality, 1 to 100.", valueName: "n"))
  var quality = 90

  @Option(help: ArgumentHelp("The longest side in pixels; the DPI is lowered for larger pages.", valueName: "n"))
  var maxSide: Int?

  @Option(help: "The password of an encrypted document.")
  var password: String?

  @OptionGroup var jobs: JobsOption

  @Flag(help: "Print the result as JSON, a line a page.")
  var json = false

  @OptionGroup var quiet: QuietOption

  func validate() throws {
    if PageSelection(parsing: pages) == nil {
      throw ValidationError("--pages is \"\(pages)\"; expected all, first, or page numbers such as 1-3,5.")
    }
    if !(1...4800).contains(dpi) { throw ValidationError("--dpi is \(dpi); expected a number from 1 to 4800.") }
    if !(1...100).contains(quality) { throw ValidationError("--quality is \(quality); expected a number from 1 to 100.") }
    if let maxSide, !(16...Limits.maxPageSide).contains(maxSide) {
      throw ValidationError("--max-side is \(maxSide); expected a number from 16 to \(Limits.maxPageSide).")
    }
  }

  /// What became of one page.
  private struct Written {
    var path: String
    var width: Int
    var height: Int
    var bytes: Int
  }

  func run() async throws {
    var options = PDFPages.Options(pages: .helpers(executable: OwnExecutable.path), jobs: jobs.jobs)
    options.dpi = dpi
    options.format = format
    options.quality = quality
    options.maxSide = maxSide
    options.password = password
    guard let selection = PageSelection(parsing: pages) else { throw Exit.usage }
    let name = document.split(separator: "/").last.map(String.init) ?? "page"
    let stem = name.lowercased().hasSuffix(".pdf") ? String(name.dropLast(4)) : name
    let results = Monitor<[Int: Result<Written, ItemFailure>]>([:])
    let fault = Monitor<RunError?>(nil)
    do throws(RunError) {
      try await PDFPages(contentsOf: document, selection, options: options).run { [output = output.path] progress in
        switch progress {
        case .page(let page):
          let number = String(page.index + 1)
          let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
          let path = "\(output)/\(stem)-\(padded).\(page.format == .jpeg ? "jpg" : page.format.rawValue)"
          do throws(RunError) {
            try FileReplacement.write(page.bytes, to: path)
          } catch {
            fault.change { $0 = error }
          }
          let written = Written(path: path, width: page.width, height: page.height, bytes: page.bytes.count)
          results.change { $0[page.index] = .success(written) }
        case .failedPage(let index, let failure): results.change { $0[index] = .failure(failure) }
        default: break
        }
      }
    } catch {
      guard let failure = error.failure else { throw error }
      throw CommandFailure(
        code: failure.code.name, "\(document): \(failure.message)",
        exit: failure.stage == .fetch ? Exit.runFailed : Exit.itemsFailed)
    }
    if let error = fault.read({ $0 }) { throw error }
    let pages = results.read { $0 }.sorted { $0.key < $1.key }
    for (index, result) in pages { report(page: index + 1, result) }
    if pages.contains(where: { if case .failure = $0.value { true } else { false } }) { throw Exit.itemsFailed }
  }

  private func report(page: Int, _ result: Result<Written, ItemFailure>) {
    switch result {
    case .success(let written):
      let line: Line = "\(written.path)  \(written.width) x \(written.height), \(ByteSize(bytes: written.bytes))"
      let object = JSONLine { json in
        json.member("page", page)
        json.member("file", written.path)
        json.members(["width": written.width, "height": written.height, "bytes": written.bytes])
      }
      quiet.show(line, or: object, asJSON: json)
    case .failure(let failure):
      if json {
        var failed = CommandFailure(code: failure.code.name, failure.message, exit: Exit.itemsFailed)
        failed.page = page
        failed.show(asJSON: true)
      } else {
        Terminal.error("page \(page): \(failure.code): \(failure.message)")
      }
    }
  }
}
