import Glibc
import PrepCodecs
import PrepPipeline
import PrepSystem
import PrepTokens

/// Looks at the machine for what would spoil a run.
public enum Diagnosis {
  /// One thing that was looked at.
  public struct Finding: Sendable, Hashable {
    public var subject: String
    public var found: String
    /// What to do; nil when all is well.
    public var remedy: String?
  }

  /// - Parameter helper: the visionprep program, which draws the test pages.
  public static func findings(helper: String) async -> [Finding] {
    var findings = [
      Finding(
        subject: "libraries",
        found: (CodecVersions.all + PDFVersions.all).map { "\($0.name) \($0.version)" }.joined(separator: ", ")),
      Finding(subject: "processors", found: "\(Machine.processors) for this process"),
      memory(), openFiles(), temporaryFolder(), certificates(), resolver(), vocabularies(),
    ]
    findings += await fonts(helper: helper)
    return findings
  }

  private static func memory() -> Finding {
    let found = "\(ByteSize(bytes: Machine.memory)) for this process; runs take half of it unless --memory says otherwise"
    let isSmall = Machine.memory < 1_000_000_000
    return Finding(
      subject: "memory", found: found,
      remedy: isSmall ? "A drawing of A0 at 300 DPI needs more; give the container at least 2 GB, or set image.max_side." : nil)
  }

  private static func openFiles() -> Finding {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let count = Int(clamping: limit.rlim_cur)
    return Finding(
      subject: "open files", found: "at most \(count)", remedy: count < 256 ? "Raise the limit: ulimit -n 1024." : nil)
  }

  private static func temporaryFolder() -> Finding {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let isWritable = access(folder, W_OK) == 0
    return Finding(
      subject: "temporary folder", found: "\(folder) is \(isWritable ? "" : "not ")writable",
      remedy: isWritable ? nil : "Name a writable folder in TMPDIR; large tables are sorted there.")
  }

  private static func certificates() -> Finding {
    let places = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"]
    let found = places.first { access($0, R_OK) == 0 }
    return Finding(
      subject: "certificates", found: found ?? "no certificate authorities are installed",
      remedy: found == nil ? "https sources will fail: apt-get install ca-certificates." : nil)
  }

  private static func vocabularies() -> Finding {
    let missing = TokenEncoding.allCases.filter { access("\(Vocabularies.folder)/\($0.fileName)", R_OK) != 0 }.map(\.rawValue)
    // They spoil no run: estimates alone need them.
    let found =
      missing.isEmpty
      ? "in \(Vocabularies.folder)"
      : "\(missing.joined(separator: ", ")) not in \(Vocabularies.folder); estimates then leave text tokens unknown"
    return Finding(subject: "vocabularies", found: found, remedy: nil)
  }

  private static func resolver() -> Finding {
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
  private static func fonts(helper: String) async -> [Finding] {
    var missing: [String] = []
    for font in SamplePage.baseFonts {
      do throws(Failure) {
        let options = PageOptions(pages: .helpers(executable: helper), jobs: 1)
        let page = try await Document(bytes: SamplePage.pdf(font: font)).page(0, options: options)
        if page.isBlank { missing.append(font) }
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
}

/// A PDF page with a few letters in one font that is not embedded.
enum SamplePage {
  static let baseFonts = [
    "Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique", "Times-Roman", "Times-Bold", "Times-Italic",
    "Times-BoldItalic", "Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique", "Symbol", "ZapfDingbats",
  ]

  static func pdf(font: String) -> [UInt8] {
    let content = "BT /F1 24 Tf 10 20 Td (abc123) Tj ET"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 150 60] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /\(font) >>",
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
    ]
    var text = "%PDF-1.4\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(text.utf8.count)
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Array(text.utf8)
  }
}
