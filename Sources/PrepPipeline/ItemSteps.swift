import PrepCodecs
import PrepCore
import PrepDigest
import PrepProviders

/// What is done to an item, job by job. Every failure of an item is caught here, at one place, and becomes its outcome.
struct ItemSteps: Sendable {
  let recipe: Recipe
  let profile: ProviderProfile
  let images: ImagePreparation

  /// The most that one local file may have.
  private static let maxFileBytes = Limits().maxBytes
  /// What reading a file or opening a document is reckoned at before its size is known.
  private static let readingEstimate = 16_000_000

  init(_ recipe: Recipe, profile: ProviderProfile) {
    self.recipe = recipe
    self.profile = profile
    images = ImagePreparation(recipe.image, profile: profile)
  }

  /// The job that takes an item on from where it is; nil when it is done.
  func next(_ work: Work) -> Scheduler.Job? {
    switch work {
    case .begun(let item):
      if item.failure != nil || item.sources.isEmpty { return Scheduler.Job(lane: .compute, need: 0) }
      if item.document != nil { return Scheduler.Job(lane: .render, need: Self.readingEstimate) }
      let addresses = item.sources.count { if case .url = $0 { true } else { false } }
      if addresses > 0, item.sources.count <= profile.maxImagesPerExample {
        return Scheduler.Job(lane: .fetch, need: addresses * recipe.fetch.maxBytes.bytes)
      }
      return Scheduler.Job(lane: .compute, need: Self.readingEstimate)
    case .fetched: return Scheduler.Job(lane: .compute, need: Self.readingEstimate)
    case .measured(_, let images):
      let record = images.reduce(0) { $0 + $1.bytes.count }
      return Scheduler.Job(lane: .compute, need: (images.map(\.need).max() ?? 0) + 2 * record)
    case .paged(_, let job): return Scheduler.Job(lane: .render, need: job.plan.need)
    case .rendered: return Scheduler.Job(lane: .compute, need: 2 * work.holding)
    case .done: return nil
    }
  }

  /// Runs a job of the compute lane.
  func compute(_ work: Work) -> Work {
    catching(work) { () throws(Failure) in
      switch work {
      case .begun(let item):
        if let failure = item.failure { throw failure }
        return item.sources.isEmpty ? try record(item, []) : .measured(item, try measure(item, bodies: [:]))
      case .fetched(let item, let bodies):
        return .measured(item, try measure(item, bodies: bodies))
      case .measured(let item, let measured):
        var prepared: [ImagePreparation.Prepared] = []
        for image in measured { prepared.append(try images.prepare(image)) }
        return try record(item, prepared)
      case .rendered(let item, let pages): return try record(item, pages)
      case .paged, .done: return work
      }
    }
  }

  /// Runs a job of the render lane.
  func render(_ work: Work, with renderer: inout any DocumentRenderer) -> Work {
    catching(work) { () throws(Failure) in
      switch work {
      case .begun(let item):
        guard let document = item.document else { return work }
        let sizes = try open(document.path, password: document.password, with: &renderer)
        let plan = try PagePlan(
          document.pages, of: sizes, dpi: recipe.render.dpi, image: recipe.image, maxImages: profile.maxImagesPerExample)
        let job = DocumentJob(path: document.path, password: document.password, plan: plan)
        return .paged(item, job)
      case .paged(let item, let job):
        return .rendered(item, try draw(job, with: &renderer))
      default: return work
      }
    }
  }

  /// The sizes of a document's pages. The document stays open in the renderer.
  func open(_ path: String, password: String?, with renderer: inout any DocumentRenderer) throws(Failure) -> [PageSize] {
    let bytes = try InputFile.read(recipe.resolve(path), name: path, maxBytes: Self.maxFileBytes)
    return try renderer.open(bytes, path: path, password: password)
  }

  private func draw(_ job: DocumentJob, with renderer: inout any DocumentRenderer) throws(Failure) -> [ImagePreparation.Prepared]
  {
    // Between the two jobs of an item the renderer may have had another document.
    if renderer.opened != job.path { _ = try open(job.path, password: job.password, with: &renderer) }
    var pages: [ImagePreparation.Prepared] = []
    var hasMarks = false
    for page in job.plan.pages {
      let target = PageTarget(width: page.width, height: page.height, encoding: images.encoding)
      let rendered = try renderer.render(page: page.index, target)
      hasMarks = hasMarks || !rendered.isBlank
      pages.append(
        ImagePreparation.prepared(
          rendered.image, source: job.path, page: page.index + 1, resized: page.isResized || rendered.image.isReduced))
    }
    // A blank page beside others is part of its document; nothing but blank pages teaches nothing.
    guard hasMarks else {
      let numbers = job.plan.pages.map { String($0.index + 1) }.joined(separator: ", ")
      throw Failure(
        .check, .blankPage, pages.count == 1 ? "Page \(numbers) has no mark on it." : "Pages \(numbers) have no mark on them.")
    }
    return pages
  }

  private func measure(_ item: Item, bodies: [Int: [UInt8]]) throws(Failure) -> [ImagePreparation.Measured] {
    guard item.sources.count <= profile.maxImagesPerExample else {
      throw Failure(
        .check, .tooManyImages,
        "The item has \(item.sources.count) images; the provider takes \(profile.maxImagesPerExample) in one example.")
    }
    var measured: [ImagePreparation.Measured] = []
    for (position, source) in item.sources.enumerated() {
      let bytes: [UInt8]
      if let body = bodies[position] {
        bytes = body
      } else {
        bytes = try InputFile.read(recipe.resolve(source.name), name: source.name, maxBytes: Self.maxFileBytes)
      }
      measured.append(try images.measure(bytes, source: source.name))
    }
    return measured
  }

  private func record(_ item: Item, _ prepared: [ImagePreparation.Prepared]) throws(Failure) -> Work {
    let bytes = ChatRecord.assemble(item.conversation, images: prepared.map(\.image), detail: recipe.image.detail)
    let most = recipe.files.maxBytes.bytes
    guard bytes.count < most else {
      throw Failure(.record, .recordTooLarge, "The record has \(bytes.count + 1) bytes; an output file may have \(most).")
    }
    return .done(
      PreparedOutcome(
        item: item, images: prepared.map(\.row), record: (bytes, SHA256Digest.of(bytes)), failure: nil))
  }

  private func catching(_ work: Work, _ body: () throws(Failure) -> Work) -> Work {
    do throws(Failure) {
      return try body()
    } catch {
      return failed(work.item, error)
    }
  }

  /// The outcome of an item that failed.
  func failed(_ item: Item, _ failure: Failure) -> Work {
    .done(PreparedOutcome(item: item, images: [], record: nil, failure: failure))
  }
}
