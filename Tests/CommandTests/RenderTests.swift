import Foundation
import TestSupport
import Testing

@Suite("visionprep render")
struct RenderTests {
  @Test("Writes a PNG a page and prints its path and size")
  func pages() throws {
    let folder = try TemporaryFolder()
    let drawing = Program.packageFolder + "/fixtures/samples/drawings/drawings/housing.pdf"
    let run = try Program.run("render", drawing, "--output", "pages", "--dpi", "72", in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.split(separator: "\n").count == 2)
    for page in ["0001", "0002"] {
      let bytes = try folder.read("pages/housing-\(page).png")
      #expect(bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]))
    }
  }

  @Test("A document that cannot be opened ends with 3 and says why")
  func damaged() throws {
    let folder = try TemporaryFolder()
    try folder.write("%PDF-1.4\ngarbage", to: "x.pdf")
    let run = try Program.run("render", "x.pdf", "--output", "pages", in: folder)
    #expect(run.code == 3)
    #expect(run.errors.contains("cannot be opened"))
    #expect(try Program.run("render", "none.pdf", "--output", "pages", in: folder).code == 1)
  }

  @Test("A password opens an encrypted document")
  func password() throws {
    let folder = try TemporaryFolder()
    let name = Program.packageFolder + "/fixtures/documents/" + "encrypted_aes256.pdf"
    let closed = try Program.run("render", name, "--output", "pages", "--dpi", "36", in: folder)
    #expect(closed.code == 3)
    let open = try Program.run("render", name, "--output", "pages", "--dpi", "36", "--password", "secret", in: folder)
    #expect(open.code == 0, "\(open.errors)")
  }
}
