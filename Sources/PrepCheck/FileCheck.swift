import Glibc
package import PrepCore
import PrepDataset
import PrepJSON
package import PrepProviders
import PrepSystem

/// Checks files for one provider.
///
/// A file is divided into parts of equal size. A line belongs to the part in which it begins, and whoever checks that part reads on to the
/// line's end, block by block. So several threads work on one file without anybody looking for lines first, and none holds a whole line.
package struct FileCheck: Sendable {
  private let profile: ProviderProfile
  private let options: CheckOptions

  package init(_ profile: ProviderProfile, options: CheckOptions) {
    self.profile = profile
    self.options = options
  }

  /// Checks one file.
  /// - Parameters:
  ///   - path: the file; `-` for standard input. What a shell passes as a file (`<(zcat train.jsonl.gz)`) is below `/dev`, and
  ///     is read from beginning to end, too.
  ///   - split: what it is used for.
  ///   - each: called with the findings, in the order of the lines.
  /// - Throws: a file that cannot be read; that it was stopped.
  package func check(_ path: String, split: Split, each: (CheckFinding) -> Void) throws(RunError) -> CheckSummary {
    if path == "-" || path.hasPrefix("/dev/") { return try checkStream(path, split: split, each: each) }
    let file: InputFile
    do throws(FileFault) {
      file = try InputFile(path)
    } catch {
      switch error.reason {
      case .missing: throw unopened(path, ENOENT)
      case .system(let code): throw unopened(path, code)
      case .folder: throw RunError(.input, "\(path) is a folder", remedy: "name its files, or a prepared folder")
      case .irregular, .tooLarge:
        throw RunError(.input, "\(path) \(error.words)", remedy: "name a file, or - for standard input")
      }
    }
    return try check(file, path, split: split, each: each)
  }

  private func check(
    _ file: borrowing InputFile, _ path: String, split: Split, each: (CheckFinding) -> Void
  ) throws(RunError) -> CheckSummary {
    var result = FileResult(path, split: split, profile: profile, options: options)
    try check(.file(descriptor: file.descriptor), size: file.size, into: &result, each: each)
    return result.end(each)
  }

  private func checkStream(_ path: String, split: Split, each: (CheckFinding) -> Void) throws(RunError) -> CheckSummary {
    let descriptor = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unopened(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      throw RunError(.input, "\(path) is a folder", remedy: "name its files, or a prepared folder")
    }
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    var result = FileResult(path, split: split, profile: profile, options: options)
    try check(
      isRegular ? .file(descriptor: descriptor) : .stream(descriptor: descriptor), size: isRegular ? Int(status.st_size) : nil,
      into: &result, each: each)
    return result.end(each)
  }

  private func unopened(_ path: String, _ code: Int32) -> RunError {
    RunError(
      RunError.Code(input: code), "\(path) cannot be read: \(text(code))", remedy: "check the path and its permissions",
      systemError: code)
  }

  /// Checks a file that is in memory.
  package func check(_ bytes: [UInt8], name: String, split: Split = .train, each: (CheckFinding) -> Void) throws(RunError)
    -> CheckSummary
  {
    var result = FileResult(name, split: split, profile: profile, options: options)
    try check(.memory(bytes), size: bytes.count, into: &result, each: each)
    return result.end(each)
  }

  /// - Parameter size: of a source that can be read at any place; nil for one that is read from beginning to end.
  private func check(
    _ source: BlockReader.Source, size: Int?, into result: inout FileResult, each: (CheckFinding) -> Void
  ) throws(RunError) {
    let blocks = BlockReader(source, blockSize: options.blockSize)
    var checker = LineChecker(blocks, profile: profile, options: options)
    let opening = checker.reader.peek(16)
    if blocks.failure != 0 { throw unreadable(result.name, blocks.failure) }
    result.begin(opening, size: size, isNamed: size != nil && result.name != "-", each)
    guard FileOpening.foreign(opening) == nil else { return }
    if opening.starts(with: FileOpening.byteOrderMark) { checker.reader.drop(FileOpening.byteOrderMark.count) }

    let start = checker.reader.offset
    if let size, size - start > options.partSize, options.jobs > 1 {
      let starts = Array(stride(from: start, to: size, by: options.partSize))
      try checkInParallel(source, starts, size: size, into: &result, each)
    } else {
      // Part by part as well, so that what is held of findings stays bounded.
      repeat {
        if options.isStopped() { throw .cancelled }
        let begin = checker.reader.offset
        result.add(checker.check(begin..<(begin + options.partSize), isFirst: true), each)
      } while !checker.reader.isAtEnd
      if blocks.failure != 0 { throw unreadable(result.name, blocks.failure) }
    }
    if size == nil { result.streamed(blocks.end, each) }
  }

  private struct Work {
    var next = 0
    var merged = 0
    var parts: [Int: PartResult] = [:]
    /// The errno value of a read that failed.
    var failure: Int32 = 0
    var isStopped = false
  }

  private func checkInParallel(
    _ source: BlockReader.Source, _ starts: [Int], size: Int, into result: inout FileResult, _ each: (CheckFinding) -> Void
  ) throws(RunError) {
    let work = Monitor(Work())
    var threads: [NamedThread] = []
    defer { for thread in threads { thread.join() } }
    for number in 0..<min(options.jobs, starts.count) {
      do throws(RunError) {
        threads.append(try NamedThread("vp-check-\(number)") { checkParts(of: source, starts, size: size, work) })
      } catch {
        work.change { $0.failure = $0.failure == 0 ? EAGAIN : $0.failure }
        throw error
      }
    }
    for index in starts.indices {
      if options.isStopped() {
        work.change { $0.isStopped = true }
        throw .cancelled
      }
      let part = work.wait { work -> PartResult?? in
        if work.failure != 0 { return .some(nil) }
        guard let part = work.parts.removeValue(forKey: index) else { return nil }
        return part
      }
      guard let part = part ?? nil else { throw unreadable(result.name, work.read { $0.failure }) }
      result.add(part, each)
      work.change { $0.merged += 1 }
    }
  }

  private func checkParts(of source: BlockReader.Source, _ starts: [Int], size: Int, _ work: Monitor<Work>) {
    let blocks = BlockReader(source, from: starts[0], blockSize: options.blockSize)
    var checker = LineChecker(blocks, profile: profile, options: options)
    // So far ahead of the part that is waited for, so that what is held of findings stays bounded.
    let ahead = 4 * options.jobs
    while true {
      let index = work.wait { work -> Int?? in
        if work.failure != 0 || work.isStopped || work.next == starts.count { return .some(nil) }
        guard work.next < work.merged + ahead else { return nil }
        defer { work.next += 1 }
        return work.next
      }
      guard let index = index ?? nil else { return }
      let end = index + 1 < starts.count ? starts[index + 1] : size
      let part = checker.check(starts[index]..<end, isFirst: index == 0)
      work.change { work in
        if blocks.failure != 0 { work.failure = blocks.failure }
        work.parts[index] = part
      }
    }
  }

  private func unreadable(_ name: String, _ code: Int32) -> RunError {
    RunError(
      RunError.Code(input: code), "\(name) cannot be read: \(text(code))", remedy: "check the file and the disk it lies on",
      systemError: code)
  }

  private func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
