import Foundation
import PrepCodecs
import PrepCore
import TestSupport
import Testing

@testable import PrepPipeline

/// Helpers that do wrong are shell scripts here; the good one is the built program.
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

  private func renderer(_ script: String, timeout: Double = 20) throws -> HelperRenderer {
    try folder.write("#!/bin/sh\n\(script)\n", to: "script")
    // Copied by another process: a descriptor of ours that is open for writing could be inherited by a helper of another test,
    // and the script would be "busy".
    let copy = try Process.run(
      URL(filePath: "/usr/bin/install"), arguments: ["-m", "755", folder.path + "/script", folder.path + "/helper"])
    copy.waitUntilExit()
    return HelperRenderer(executable: folder.path + "/helper", timeout: timeout) { false }
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
    let failure = #expect(throws: Failure.self) { try renderer.open(try document(), path: "x", password: nil) }
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
    #expect(throws: Failure.self) { try renderer.open(try document(), path: "x", password: nil) }
    #expect(try folder.read("deaths") == Array("x\nx\n".utf8))

    var other = try self.renderer(
      "[ -e '\(folder.path)/died' ] || { touch '\(folder.path)/died'; kill -SEGV $$; }\nexec '\(Self.program)' \"$@\"")
    #expect(try other.open(try document(), path: "x", password: nil).count == 3)
    #expect(try other.render(page: 1, target).image.width == 60)
    other.close()
  }

  @Test("A page after the one that brought the helper down still comes out")
  func afterDeath() throws {
    var renderer = HelperRenderer(executable: Self.program, timeout: 20) { false }
    _ = try renderer.open(try document(), path: "x", password: nil)
    let whole = try renderer.render(page: 2, target)
    // As a hostile page would.
    kill(try #require(renderer.processIdentifier), SIGSEGV)
    #expect(try renderer.render(page: 2, target) == whole)
    renderer.close()
  }

  @Test("A helper's allocator gives out no small block as it was: poppler draws what it finds there")
  func blocks() throws {
    var renderer = try renderer("echo \"$GLIBC_TUNABLES\" >> '\(folder.path)/tunables'; exec '\(Self.program)' \"$@\"")
    #expect(try renderer.open(try document(), path: "x", password: nil).count == 3)
    renderer.close()
    let tunables = String(decoding: try folder.read("tunables"), as: UTF8.self)
    #expect(tunables.hasSuffix("glibc.malloc.tcache_count=0\n"), "\(tunables)")
  }

  @Test("A helper is shut in before it reads the first byte: seccomp, no new privileges, no other descriptors, no core")
  func cage() throws {
    let process = try HelperProcess(executable: Self.program)
    defer { process.stop() }
    let limits = RenderLimits(memory: 1 << 30, seconds: 20)
    let frame = try #require(RenderRequest.open(password: nil, bytes: try document(), limits).frame())
    guard case .reply = process.exchange(frame, timeout: 20, isCancelled: { false }) else {
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
    let process = try HelperProcess(executable: Self.program)
    defer { process.stop() }
    let limits = RenderLimits(memory: 64 << 20, seconds: 20)
    func ask(_ request: RenderRequest) throws -> RenderReply? {
      guard case .reply(let content) = process.exchange(try #require(request.frame()), timeout: 20, isCancelled: { false })
      else { return nil }
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

  @Test("A helper ends with its parent's end of the channel")
  func orphan() throws {
    let process = try HelperProcess(executable: Self.program)
    let identifier = process.identifier
    process.stop()
    #expect(kill(identifier, 0) == -1)
  }
}
