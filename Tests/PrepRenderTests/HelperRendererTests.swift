import Foundation
import PrepCodecs
import PrepCore
import PrepSystem
import TestSupport
import Testing

@testable import PrepRender

/// Helpers that do wrong are shell scripts here, started without a template; the good one is the built program.
@Suite("Helper processes")
struct HelperRendererTests {
  private static let program: String = {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let candidates = ([bundle] + CommandLine.arguments).map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("visionprep").path
    }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? ""
  }()

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let drawing = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("fixtures/documents/three_pages.pdf")

  private func document() throws -> [UInt8] { Array(try Data(contentsOf: Self.drawing)) }

  /// A renderer whose helpers are copies of the built program.
  private func renderer(_ template: HelperTemplate) -> HelperRenderer {
    HelperRenderer(timeout: 20, isCancelled: { false }, start: template.start)
  }

  /// A renderer whose helpers are shell scripts.
  private func renderer(_ script: String, timeout: Double = 20) throws -> HelperRenderer {
    let path = try program(script)
    return HelperRenderer(timeout: timeout, isCancelled: { false }) { () throws(HelperProcess.StartError) in
      try HelperProcess(executable: path)
    }
  }

  /// A shell script as a program.
  private func program(_ script: String) throws -> String {
    try folder.write("#!/bin/sh\n\(script)\n", to: "script")
    // Copied by another process: a descriptor of ours that is open for writing could be inherited by a helper of another test,
    // and the script would be "busy".
    let copy = try Process.run(
      URL(filePath: "/usr/bin/install"), arguments: ["-m", "755", folder.path + "/script", folder.path + "/helper"])
    copy.waitUntilExit()
    return folder.path + "/helper"
  }

  private let target = PageTarget(width: 60, height: 85, encoding: ImageEncoding(format: .png, quality: 90, maxBytes: .max))

  @Test(
    "A helper that does wrong costs its document, with the code that fits",
    arguments: [
      ("exit 3", "render_crashed", "exit code 3"), ("kill -SEGV $$", "render_crashed", "signal 11"),
      ("kill -KILL $$", "render_memory", "memory"), ("kill -XCPU $$", "render_timeout", "0.4 s"),
      ("exec sleep 20", "render_timeout", "0.4 s"), ("head -c 4 >/dev/null; echo garbage; exec sleep 20", "", ""),
      ("printf '\\001\\000\\000\\000\\011'; exec sleep 20", "render_crashed", "no sense"),
      ("printf '\\377\\377\\377\\377\\001'; exec sleep 20", "render_crashed", "no sense"),
      ("echo 'Out of memory' >&2; kill -ABRT $$", "render_memory", "memory"),
    ])
  func wrong(script: String, code: String, message: String) throws {
    var renderer = try renderer(script, timeout: 0.4)
    let failure = #expect(throws: ItemFailure.self) { try renderer.open(try document(), password: nil) }
    renderer.close()
    // Bytes that look like a very long frame end as either of two.
    if code.isEmpty {
      #expect(["render_timeout", "render_crashed"].contains(failure?.code.name))
    } else {
      #expect(failure?.code.name == code)
      #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
    }
  }

  @Test("A document that brought a helper down is tried once more, and not a third time")
  func twice() throws {
    var renderer = try renderer("echo x >> '\(folder.path)/deaths'; kill -SEGV $$")
    #expect(throws: ItemFailure.self) { try renderer.open(try document(), password: nil) }
    #expect(try folder.read("deaths") == Array("x\nx\n".utf8))
  }

  @Test("A page after the one that brought the helper down still comes out")
  func afterDeath() throws {
    let template = HelperTemplate(executable: Self.program)
    defer { template.close() }
    var renderer = renderer(template)
    _ = try renderer.open(try document(), password: nil)
    let whole = try renderer.render(page: 2, target)
    // As a hostile page would.
    kill(try #require(renderer.processIdentifier), SIGSEGV)
    #expect(try renderer.render(page: 2, target) == whole)
    renderer.close()
  }

  @Test("Pages in the memory of those before them are the pages that new helpers draw", arguments: [0, 20_000, 100_000_000])
  func kept(bytes: Int) throws {
    let template = HelperTemplate(executable: Self.program)
    defer { template.close() }
    var renderer = HelperRenderer(timeout: 20, kept: bytes, isCancelled: { false }, start: template.start)
    defer { renderer.close() }
    _ = try renderer.open(try document(), password: nil)
    for (page, width, format) in [
      (0, 600, .png), (1, 60, .png), (2, 300, .jpeg), (1, 600, .auto), (0, 60, .png), (2, 1200, .png),
    ] as [(Int, Int, Recipe.Image.Format)] {
      let target = PageTarget(
        width: width, height: width * 3 / 2, encoding: ImageEncoding(format: format, quality: 90, maxBytes: .max))
      var other = self.renderer(template)
      defer { other.close() }
      _ = try other.open(try document(), password: nil)
      #expect(try renderer.render(page: page, target) == other.render(page: page, target))
    }
  }

  @Test("A helper draws sixteen pages; one page after another may be drawn again and again")
  func turns() throws {
    let template = HelperTemplate(executable: Self.program)
    defer { template.close() }
    var renderer = renderer(template)
    defer { renderer.close() }
    _ = try renderer.open(try document(), password: nil)
    var helpers: [Int32?] = []
    for number in 0..<34 {
      for _ in 0..<(number == 15 ? 20 : 1) { _ = try renderer.render(page: number % 3, target) }
      helpers.append(renderer.processIdentifier)
    }
    #expect(Set(helpers[0..<16]).count == 1)
    #expect(Set(helpers[16..<32]).count == 1)
    #expect(Set(helpers[32...]).count == 1)
    #expect(Set(helpers).count == 3)
  }

  /// A renderer whose helpers answer as if they had understood: the first opens the document, draws a page, and at the next request does
  /// something else; the others open it and do something.
  private func renderer(first: String, others: String, timeout: Double = 20) throws -> HelperRenderer {
    for (reply, name) in [
      (.opened([PageSize(width: 1, height: 1), PageSize(width: 1, height: 1)]), "opened"),
      (.page(RenderedPage(image: Self.image, isBlank: false)), "page"),
      (.failure(ItemFailure(.render, .renderMemory, "no room")), "failure"),
    ] as [(RenderReply, String)] {
      try Data(try #require(reply.frame())).write(to: URL(filePath: "\(folder.path)/\(name)"))
    }
    // What a request may take changes nothing in its length.
    let limits = RenderLimits(memory: 0, seconds: 0)
    let open = try #require(RenderRequest.open(password: nil, bytes: try document(), limits).frame()).count
    let render = try #require(RenderRequest.render(page: 0, target, limits).frame()).count
    return try renderer(
      """
      cd '\(folder.path)'; echo x >> helpers
      head -c \(open) >/dev/null; cat opened; head -c \(render) >/dev/null
      case $(wc -l < helpers) in 1) cat page; head -c 1 >/dev/null; \(first);; *) \(others);; esac
      exec sleep 20
      """, timeout: timeout)
  }

  private static let image = FittedImage(bytes: [1], format: .png, width: 1, height: 1, isReduced: false)

  @Test(
    "What fails in a helper that drew other pages is tried in a new one, and there it counts",
    arguments: ["cat failure", "kill -SEGV $$"], [true, false])
  func afterOthers(first: String, isFinal: Bool) throws {
    var renderer = try renderer(first: first, others: isFinal ? "cat failure" : "cat page")
    defer { renderer.close() }
    _ = try renderer.open(try document(), password: nil)
    _ = try renderer.render(page: 0, target)
    if isFinal {
      let failure = #expect(throws: ItemFailure.self) { try renderer.render(page: 1, target) }
      #expect(failure?.code == .renderMemory)
    } else {
      #expect(try renderer.render(page: 1, target).image == Self.image)
    }
    #expect(try folder.read("helpers") == Array("x\nx\n".utf8))
  }

  @Test("A page that takes too long is not tried again, whatever its helper drew before")
  func late() throws {
    var renderer = try renderer(first: ":", others: "cat page", timeout: 4)
    defer { renderer.close() }
    _ = try renderer.open(try document(), password: nil)
    _ = try renderer.render(page: 0, target)
    let failure = #expect(throws: ItemFailure.self) { try renderer.render(page: 1, target) }
    #expect(failure?.code == .renderTimeout)
    #expect(try renderer.render(page: 1, target).image == Self.image)
  }

  @Test("A helper's allocator gives out no small block as it was: poppler draws what it finds there")
  func blocks() throws {
    let script = try program("echo \"$GLIBC_TUNABLES\" >> '\(folder.path)/tunables'; exec '\(Self.program)' \"$@\"")
    let template = HelperTemplate(executable: script)
    defer { template.close() }
    var renderer = renderer(template)
    #expect(try renderer.open(try document(), password: nil).count == 3)
    renderer.close()
    let tunables = String(decoding: try folder.read("tunables"), as: UTF8.self)
    #expect(tunables.hasSuffix("glibc.malloc.tcache_count=0\n"), "\(tunables)")
  }

  @Test("A helper is shut in before it reads the first byte: seccomp, no new privileges, no other descriptors, no core")
  func cage() throws {
    let template = HelperTemplate(executable: Self.program)
    defer { template.close() }
    let process = try template.start()
    defer { process.stop() }
    let limits = RenderLimits(memory: 1 << 30, seconds: 20)
    let frame = try #require(RenderRequest.open(password: nil, bytes: try document(), limits).frame())
    guard case .reply = process.channel.exchange(frame, timeout: 20, isCancelled: { false }) else {
      Issue.record("no answer")
      return
    }
    let status = try String(contentsOfFile: "/proc/\(process.identifier)/status", encoding: .utf8)
    #expect(status.contains("Seccomp:\t2"))
    #expect(status.contains("NoNewPrivs:\t1"))
    #expect(status.contains("Threads:\t1"))
    let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process.identifier)/fd")
    #expect(descriptors.sorted() == ["0", "1", "2"])
    let rows = try String(contentsOfFile: "/proc/\(process.identifier)/limits", encoding: .utf8)
    #expect(rows.contains(/Max core file size +0 +0/))
    #expect(rows.contains(/Max file size +65536 +65536/))
  }

  @Test("More memory than the limit is a failure, and the helper lives on")
  func memory() throws {
    let template = HelperTemplate(executable: Self.program)
    defer { template.close() }
    let process = try template.start()
    defer { process.stop() }
    let limits = RenderLimits(memory: 64 << 20, seconds: 20)
    func ask(_ request: RenderRequest) throws -> RenderReply? {
      let frame = try #require(request.frame())
      guard case .reply(let content) = process.channel.exchange(frame, timeout: 20, isCancelled: { false }) else { return nil }
      return try RenderReply(content: content)
    }
    _ = try ask(.open(password: nil, bytes: try document(), limits))
    let large = PageTarget(width: 20_000, height: 20_000, encoding: target.encoding)
    guard case .failure(let failure)? = try ask(.render(page: 0, large, limits)) else {
      Issue.record("a page of 4 GB was drawn in 64 MB")
      return
    }
    #expect(failure.code == .renderMemory)
    guard case .page? = try ask(.render(page: 0, target, limits)) else {
      Issue.record("the next page is not drawn")
      return
    }
  }

  @Test("A helper ends with its renderer, and the template with the run")
  func ends() throws {
    let template = HelperTemplate(executable: Self.program)
    let process = try template.start()
    let original = try #require(template.processIdentifier)
    process.stop()
    #expect(kill(process.identifier, 0) == -1)
    #expect(kill(original, 0) == 0)
    template.close()
    #expect(kill(original, 0) == -1)
  }

  @Test("A helper is this process's own child, and the template has one thread, so that a copy is whole")
  func family() throws {
    let template = HelperTemplate(executable: Self.program)
    defer { template.close() }
    let process = try template.start()
    defer { process.stop() }
    let status = try String(contentsOfFile: "/proc/\(process.identifier)/status", encoding: .utf8)
    #expect(status.contains("PPid:\t\(getpid())\n"))
    let original = try #require(template.processIdentifier)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "/proc/\(original)/task").count == 1)
  }

  @Test("The page that a template draws for itself has something to draw")
  func rehearsal() throws {
    var renderer = InProcessRenderer()
    defer { renderer.close() }
    #expect(try renderer.open(Array(RenderHelper.firstPage.utf8), password: nil).count == 1)
    #expect(try !renderer.render(page: 0, target).isBlank)
  }

  @Test("A template that dies is started anew, and costs no helper its life")
  func templateDies() throws {
    let template = HelperTemplate(executable: Self.program)
    defer { template.close() }
    var before = renderer(template)
    _ = try before.open(try document(), password: nil)
    let first = try #require(template.processIdentifier)
    kill(first, SIGKILL)
    var after = renderer(template)
    _ = try after.open(try document(), password: nil)
    #expect(template.processIdentifier != first)
    #expect(try before.render(page: 0, target) == after.render(page: 0, target))
    before.close()
    after.close()
  }

  @Test("Several threads ask for helpers at a time, and have one template")
  func threads() throws {
    let deaths = "echo x >> '\(folder.path)/templates'"
    let template = HelperTemplate(executable: try program("\(deaths); exec '\(Self.program)' \"$@\""))
    let renderers = try (0..<4).map { index in
      try NamedThread("render-\(index)") { [self] in
        var renderer = renderer(template)
        for _ in 0..<3 { #expect((try? renderer.open(document(), password: nil))?.count == 3) }
        renderer.close()
      }
    }
    for renderer in renderers { renderer.join() }
    template.close()
    #expect(try folder.read("templates") == Array("x\n".utf8))
  }

  @Test(
    "A program that cannot be a template is named with what became of it, after two tries",
    arguments: [("exit 3", "exit code 3"), ("kill -SEGV $$", "signal 11")])
  func noTemplate(script: String, message: String) throws {
    let template = HelperTemplate(executable: try program("echo x >> '\(folder.path)/starts'; \(script)"))
    defer { template.close() }
    var renderer = renderer(template)
    let failure = #expect(throws: ItemFailure.self) { try renderer.open(try document(), password: nil) }
    #expect(failure?.code == .renderCrashed)
    #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
    #expect(try folder.read("starts") == Array("x\nx\n".utf8))
  }

  @Test("A program that is not there is named by the system's reason, and may be there later")
  func absent() throws {
    let template = HelperTemplate(executable: folder.path + "/helper")
    defer { template.close() }
    #expect(throws: HelperProcess.StartError.self) { try template.start() }
    _ = try program("exec '\(Self.program)' \"$@\"")
    try template.start().stop()
  }
}
