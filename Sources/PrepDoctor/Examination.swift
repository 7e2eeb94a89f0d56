import Glibc
import PrepCodecs
package import PrepCore
import PrepEstimate
import PrepRender
import PrepSystem
import PrepTokens

/// Looks at the machine for what would spoil a run.
package struct Examination: Sendable {
  private typealias Finding = DiagnosisFinding

  private let pages: PageRendering

  /// - Parameter pages: who draws the test pages.
  package init(pages: PageRendering) { self.pages = pages }

  /// Looks at one thing after the other.
  /// - Parameters:
  ///   - isStopped: asked before each page that is drawn; true ends the examination.
  ///   - each: called with each finding.
  /// - Returns: nil when it was stopped.
  package func run(isStopped: @escaping @Sendable () -> Bool, each: (DiagnosisFinding) -> Void) -> [DiagnosisFinding]? {
    var findings = [
      Finding(
        subject: "libraries",
        found: (CodecVersions.all + PDFVersions.all).map { "\($0.name) \($0.version)" }.joined(separator: ", ")),
      Finding(subject: "processors", found: "\(Machine.processors) for this process"),
      memory(), openFiles(), temporaryFolder(), certificates(), resolver(), vocabularies(),
    ]
    findings.forEach(each)
    guard let fonts = fonts(isStopped) else { return nil }
    fonts.forEach(each)
    findings += fonts
    return findings
  }

  private func memory() -> Finding {
    let found = "\(ByteSize(bytes: Machine.memory)) for this process; runs take half of it unless they are told otherwise"
    let isSmall = Machine.memory < 1_000_000_000
    return Finding(
      subject: "memory", found: found,
      remedy: isSmall ? "A drawing of A0 at 300 DPI needs more; give the container at least 2 GB, or set image.max_side." : nil)
  }

  private func openFiles() -> Finding {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let count = Int(clamping: limit.rlim_cur)
    return Finding(
      subject: "open files", found: "at most \(count)", remedy: count < 256 ? "Raise the limit: ulimit -n 1024." : nil)
  }

  private func temporaryFolder() -> Finding {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let isWritable = access(folder, W_OK) == 0
    return Finding(
      subject: "temporary folder", found: "\(folder) is \(isWritable ? "" : "not ")writable",
      remedy: isWritable ? nil : "Name a writable folder in TMPDIR; large tables are sorted there.")
  }

  private func certificates() -> Finding {
    let places = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"]
    let found = places.first { access($0, R_OK) == 0 }
    return Finding(
      subject: "certificates", found: found ?? "no certificate authorities are installed",
      remedy: found == nil ? "https sources will fail: apt-get install ca-certificates." : nil)
  }

  private func vocabularies() -> Finding {
    let missing = TokenEncoding.allCases.filter { access("\(Vocabularies.folder)/\($0.fileName)", R_OK) != 0 }.map(\.rawValue)
    // They spoil no run: estimates alone need them.
    let found =
      missing.isEmpty
      ? "in \(Vocabularies.folder)"
      : "\(missing.joined(separator: ", ")) not in \(Vocabularies.folder); estimates then leave text tokens unknown"
    return Finding(subject: "vocabularies", found: found, remedy: nil)
  }

  private func resolver() -> Finding {
    var result: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo("localhost", nil, nil, &result)
    if result != nil { freeaddrinfo(result) }
    return Finding(
      subject: "resolver",
      found: code == 0 ? "resolves localhost" : "cannot resolve localhost: \(String(cString: gai_strerror(code)))",
      remedy: code == 0 ? nil : "Mend /etc/hosts or /etc/resolv.conf; addresses will not be found.")
  }

  /// Draws a page for each of the fonts that PDF files may leave out (the base 14 and a Japanese one), in a helper process. A
  /// font that is missing leaves the page blank, without any error.
  /// - Returns: nil when it was stopped.
  private func fonts(_ isStopped: @escaping @Sendable () -> Bool) -> [Finding]? {
    var missing: [String] = []
    for font in SamplePage.baseFonts {
      if isStopped() { return nil }
      do throws(ItemFailure) {
        if try isBlank(SamplePage.pdf(font: font), isStopped) { missing.append(font) }
      } catch {
        return [
          Finding(
            subject: "drawing pages", found: error.message,
            remedy: "The helper process does not work; reinstall visionprep and its libraries.")
        ]
      }
    }
    var findings = [Finding(subject: "drawing pages", found: "a helper process draws")]
    findings.append(
      Finding(
        subject: "fonts",
        found: missing.isEmpty ? "all 14 standard fonts of PDF are there" : "missing: \(missing.joined(separator: ", "))",
        remedy: missing.isEmpty
          ? nil : "Text in these fonts vanishes from drawings without an error: apt-get install fonts-urw-base35."))
    let hasMaps = access("/usr/share/poppler/cMap/Adobe-Japan1", R_OK) == 0
    findings.append(
      Finding(
        subject: "character maps", found: hasMaps ? "poppler-data is there" : "poppler-data is not there",
        remedy: hasMaps ? nil : "Chinese, Japanese and Korean text may vanish: apt-get install poppler-data."))
    return findings
  }
  /// Whether nothing is drawn of a document's first page.
  private func isBlank(_ document: [UInt8], _ isStopped: @escaping @Sendable () -> Bool) throws(ItemFailure) -> Bool {
    var image = Recipe.Image()
    image.format = .png
    let rendering = DocumentRendering(
      bytes: document, password: nil, image: image, render: Recipe.Render(), pages: pages, jobs: 1)
    let page = Monitor<Result<DocumentRendering.Page, ItemFailure>?>(nil)
    try rendering.draw(.first, isStopped: isStopped) { _, result in page.change { $0 = result } }
    return try page.read { $0 }?.get().isBlank ?? true
  }
}
