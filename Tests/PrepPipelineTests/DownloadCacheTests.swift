import Foundation
import PrepCore
import PrepDigest
import TestSupport
import Testing

@testable import PrepFetch
@testable import PrepPipeline

@Suite("The cache gives back what was put into it, or nothing")
struct DownloadCacheTests {
  private let url = "https://someone:hush1@h.example/a.jpg?sig=hush2"

  private func cache(
    in folder: TemporaryFolder, headers: [Recipe.Header] = [], userAgent: String? = nil, maxBytes: Int = 1000
  ) throws -> DownloadCache {
    try DownloadCache(folder.path + "/cache", headers: headers, userAgent: userAgent, maxBytes: maxBytes)
  }

  private func body(
    _ bytes: [UInt8], tag: String? = "\"a\"", lastModified: String? = nil, mayBeStored: Bool = true
  ) -> FetchedBody {
    let name = tag.map { Validators.Name.tag($0) } ?? lastModified.map { .date($0) }
    return FetchedBody(
      bytes: bytes, contentType: "image/jpeg", effectiveURL: RedactedAddress(url).description,
      validators: name.flatMap { Validators($0, address: Validators.digest(of: url)) }, mayBeStored: mayBeStored)
  }

  /// The files of the cache, by their path in it.
  private func files(in folder: TemporaryFolder) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder.path + "/cache")?.compactMap { $0 as? String } ?? []
    return names.filter { $0.split(separator: "/").count == 3 }.sorted()
  }

  @Test("What was kept comes back, also in the next run")
  func keeps() throws {
    let folder = try TemporaryFolder()
    let first = try cache(in: folder)
    #expect(first.download(of: url) == nil)
    first.keep(body([1, 2, 3]), of: url)
    let second = try cache(in: folder)
    let download = try #require(second.download(of: url))
    #expect(download.validators == body([]).validators)
    #expect(second.body(of: download) == [1, 2, 3])
    #expect(second.download(of: url + "#part") == download)
    #expect(second.download(of: url + "0") == nil)
    second.keep(body([4], tag: nil, lastModified: "Sun, 06 Nov 1994 08:49:37 GMT"), of: url)
    let third = try #require(second.download(of: url))
    #expect(third.validators.header.name == "If-Modified-Since")
    #expect(second.body(of: third) == [4])
    #expect(second.notes.isEmpty)
  }

  @Test("Equal bodies are kept once, and files have the names of their contents")
  func once() throws {
    let folder = try TemporaryFolder()
    let cache = try cache(in: folder)
    for number in 0..<5 { cache.keep(body([1, 2, 3]), of: "\(url)&n=\(number)") }
    let digest = SHA256Digest.of([1, 2, 3]).hex
    #expect(files(in: folder).filter { $0.hasPrefix("bodies/") } == ["bodies/\(digest.prefix(2))/\(digest)"])
    #expect(files(in: folder).count == 6)
  }

  @Test("What may not be stored, or could never be asked about, is not")
  func leavesOut() throws {
    let folder = try TemporaryFolder()
    let cache = try cache(in: folder)
    cache.keep(body([1], mayBeStored: false), of: url)
    cache.keep(body([1], tag: nil), of: url)
    cache.keep(body([1]), of: "ftp://h.example/a.jpg")
    #expect(files(in: folder).isEmpty)
  }

  @Test("Other headers are another request")
  func headers() throws {
    let folder = try TemporaryFolder()
    let key = Recipe.Header("X-Key", "hush3")
    let cache = try cache(in: folder, headers: [key])
    cache.keep(body([1]), of: url)
    #expect(cache.download(of: url) != nil)
    #expect(try self.cache(in: folder, headers: [Recipe.Header("x-key", "hush3")]).download(of: url) != nil)
    for other in [[], [Recipe.Header("X-Key", "hush4")], [key, Recipe.Header("Accept", "image/webp")]] {
      #expect(try self.cache(in: folder, headers: other).download(of: url) == nil)
    }
    #expect(try self.cache(in: folder, headers: [key], userAgent: "someone/1").download(of: url) == nil)
    // Neither names nor contents of the files tell what must not be told.
    for file in files(in: folder) {
      let text = file + String(decoding: try folder.read("cache/\(file)"), as: UTF8.self)
      #expect(!text.contains("hush"), "\(text)")
    }
  }

  @Test("Only the owner may look into it")
  func permissions() throws {
    let folder = try TemporaryFolder()
    try cache(in: folder).keep(body([1]), of: url)
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(path)")[.posixPermissions] as? Int
    }
    #expect(try mode("cache") == 0o700)
    #expect(try mode("cache/bodies") == 0o700)
    for file in files(in: folder) { #expect(try mode("cache/\(file)") == 0o600) }
    #expect(files(in: folder).count == 2)
  }

  @Test("A larger body than is now allowed is downloaded, to fail as it does without a cache")
  func limit() throws {
    let folder = try TemporaryFolder()
    try cache(in: folder).keep(body([UInt8](repeating: 1, count: 100)), of: url)
    #expect(try cache(in: folder, maxBytes: 100).download(of: url) != nil)
    #expect(try cache(in: folder, maxBytes: 99).download(of: url) == nil)
  }

  @Test("A damaged body is noticed, not asked about again in this run, and written anew")
  func damagedBody() throws {
    let folder = try TemporaryFolder()
    let cache = try cache(in: folder)
    cache.keep(body([1, 2, 3]), of: url)
    let download = try #require(cache.download(of: url))
    let file = "cache/" + (try #require(files(in: folder).last { $0.hasPrefix("bodies/") }))
    try folder.write([1, 2, 4], to: file)
    #expect(cache.body(of: download) == nil)
    #expect(cache.download(of: url) == nil)
    cache.keep(body([1, 2, 3]), of: url)
    #expect(try folder.read(file) == [1, 2, 3])
    #expect(cache.download(of: url) == nil)
    let next = try self.cache(in: folder)
    #expect(next.download(of: url).flatMap(next.body) == [1, 2, 3])
    // One of another length is not even asked about.
    for bytes: [UInt8] in [[], [1, 2], [1, 2, 3, 4]] {
      try folder.write(bytes, to: file)
      #expect(next.download(of: url) == nil)
      next.keep(body([1, 2, 3]), of: url)
      #expect(next.download(of: url) == download)
    }
  }

  @Test("A file that tells nothing true of its address is a miss")
  func foreignAddress() throws {
    let folder = try TemporaryFolder()
    let cache = try cache(in: folder)
    cache.keep(body([1, 2, 3]), of: url)
    cache.keep(body([1, 2, 3]), of: url + "0")
    let addresses = files(in: folder).filter { $0.hasPrefix("addresses/") }
    let file = "cache/" + addresses[0]
    let urls = [url, url + "0"]
    let text = String(decoding: try folder.read(file), as: UTF8.self)
    func misses(_ bytes: [UInt8]) throws -> Int {
      try folder.write(bytes, to: file)
      return urls.count { cache.download(of: $0) == nil }
    }
    #expect(try misses(Array(text.utf8)) == 0)
    // Every beginning of it, garbage, the other address's file, too much, and a path or a header in the place of names.
    for length in 0..<text.utf8.count - 1 { #expect(try misses(Array(text.utf8.prefix(length))) == 1) }
    #expect(try misses([0, 255, 10]) == 1)
    #expect(try misses(folder.read("cache/" + addresses[1])) == 1)
    #expect(try misses(Array(text.utf8) + [UInt8](repeating: 0x20, count: 70_000)) == 1)
    let digest = SHA256Digest.of([1, 2, 3]).hex
    for (old, new) in [
      (digest, "../../../etc/passwd"), (digest, digest.uppercased()), (digest, String(repeating: "0", count: 64)),
      ("\"bytes\":3", "\"bytes\":4"), ("\"bytes\":3", "\"bytes\":-1"), ("\"bytes\":3", "\"bytes\":3e0"),
      ("\\\"a\\\"", "a\\r\\nX-Other: b"), ("\"format\":1", "\"format\":2"), ("\"etag\":", "\"tag\":"),
    ] {
      #expect(text.contains(old))
      #expect(try misses(Array(text.replacing(old, with: new).utf8)) == 1, "\(new)")
    }
  }

  @Test("A folder that cannot be made or written ends the run before it begins")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "file")
    for path in ["\(folder.path)/file", "\(folder.path)/file/cache", "/proc/visionprep"] {
      let error = #expect(throws: RunError.self) { try DownloadCache(path, headers: [], userAgent: nil, maxBytes: 1) }
      #expect(error?.message.hasPrefix("the cache folder \(path) cannot be written: ") == true)
      #expect(error?.code == .cache)
      #expect(error?.systemError != nil)
    }
    // Of the trial nothing is left.
    _ = try cache(in: folder)
    #expect(try folder.names(in: "cache/bodies").isEmpty && folder.names(in: "cache/addresses").isEmpty)
  }

  @Test("A write that fails costs the caching, and is said at the end")
  func failingWrite() throws {
    let folder = try TemporaryFolder()
    let cache = try cache(in: folder)
    let digest = SHA256Digest.of([1, 2, 3]).hex
    try folder.write("", to: "cache/bodies/\(digest.prefix(2))/\(digest)/file")
    cache.keep(body([1, 2, 3]), of: url)
    #expect(cache.download(of: url) == nil)
    #expect(cache.notes == ["downloads that could not be written to the cache: 1 (is a directory)"])
    #expect(try folder.names(in: "cache/bodies/\(digest.prefix(2))") == [digest])
    #expect(files(in: folder).allSatisfy { $0.hasPrefix("bodies/") })
  }

  @Test("It may be deleted while it is used")
  func deleted() throws {
    let folder = try TemporaryFolder()
    let cache = try cache(in: folder)
    cache.keep(body([1]), of: url)
    let download = try #require(cache.download(of: url))
    try folder.remove("cache")
    #expect(cache.download(of: url) == nil)
    #expect(cache.body(of: download) == nil)
    cache.keep(body([2]), of: url)
    #expect(cache.download(of: url).flatMap(cache.body) == [2])
    #expect(cache.notes.isEmpty)
  }

  @Test("Many may write at once, and whoever reads finds whole files")
  func concurrent() async throws {
    let folder = try TemporaryFolder()
    let bodies = (0..<4).map { [UInt8](repeating: $0, count: 900) }
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          guard let cache = try? self.cache(in: folder) else { return }
          for round in 0..<40 {
            cache.keep(self.body(bodies[(writer + round) % 4]), of: self.url)
            if let download = cache.download(of: self.url) {
              #expect(cache.body(of: download).map(bodies.contains) == true)
            }
          }
          #expect(cache.notes.isEmpty)
        }
      }
    }
    #expect(files(in: folder).count == 5)
  }
}
