import PrepCodecs
import PrepCore
import PrepDataset
import PrepDigest
import PrepImage
import PrepPlan
import PrepProviders
import PrepRender
import PrepSystem
import PrepTokens

/// The jobs of an item, step by step. Every failure of an item is caught here, in one place, and becomes the item's outcome.
struct ItemSteps: Sendable {
  let recipe: Recipe
  let profile: ProviderProfile
  /// How the recipe's model sees images; nil when that does not matter.
  private let rule: ImageTokenRule?
  let images: ImagePreparation
  private let prepared: PreparedImages
  private let tracer: ItemTracer
  /// The results of earlier runs.
  private let earlier: EarlierWork?
  let cache: DownloadCache?

  /// The size limit of one local file.
  private static let maxFileBytes = Limits().maxBytes
  /// The memory estimate for reading a file or opening a document before its size is known.
  private static let readingEstimate = 16_000_000

  /// - Parameters:
  ///   - rule: how the recipe's model sees images; nil when that does not matter.
  ///   - shared: the number of bytes of encoded images that are kept for items with the same pictures.
  init(
    _ recipe: Recipe, profile: ProviderProfile, rule: ImageTokenRule?, tracer: ItemTracer, earlier: EarlierWork? = nil,
    cache: DownloadCache? = nil,
    shared: Int
  ) {
    self.recipe = recipe
    self.profile = profile
    self.rule = rule
    self.tracer = tracer
    self.earlier = earlier
    prepared = PreparedImages(capacity: shared)
    images = ImagePreparation(recipe.image, profile: profile, rule: rule)
    self.cache = cache
  }

  /// The initial state of an item: the outcome of an earlier run, if there is one, otherwise nothing.
  func begin(_ item: Item) -> Work {
    // A fault that the plan found is found by every plan, so no earlier outcome is needed.
    guard item.failure == nil, let found = earlier?.find(tracer.key(of: item)) else { return .begun(item) }
    return .earlier(item, found)
  }

  /// The next job of an item in its current state; nil when the item is done.
  func next(_ work: Work) -> Scheduler.Job? {
    switch work {
    case .earlier(_, let found): return Scheduler.Job(lane: .compute, need: (found.hasSameTexts ? 1 : 3) * found.recordBytes)
    case .begun(let item):
      if item.failure != nil || item.sources.isEmpty { return Scheduler.Job(lane: .compute, need: 0) }
      if item.document != nil { return Scheduler.Job(lane: .render, need: Self.readingEstimate) }
      let addresses = item.sources.count { if case .url = $0 { true } else { false } }
      if addresses > 0, item.sources.count <= profile.maxImagesPerExample {
        return Scheduler.Job(lane: .fetch, need: addresses * recipe.fetch.maxBytes.bytes)
      }
      return Scheduler.Job(lane: .compute, need: Self.readingEstimate)
    case .fetched(_, let downloaded): return Scheduler.Job(lane: .compute, need: Self.readingEstimate + downloaded.unread)
    case .measured(_, let images):
      let record = images.reduce(0) { $0 + $1.bytes.count }
      return Scheduler.Job(lane: .compute, need: (images.map(\.need).max() ?? 0) + 2 * record)
    case .paged(_, let job): return Scheduler.Job(lane: .render, need: job.plan.need)
    case .rendered(_, let pages, _):
      let judging = pages.map { images.judging($0.row) }.max() ?? 0
      return Scheduler.Job(lane: .compute, need: 2 * work.holding + judging)
    case .done: return nil
    }
  }

  /// Runs a job of the compute lane.
  /// - Parameter resizer: the resizer of this thread.
  func compute(_ work: Work, with resizer: ImageResizer) -> Work {
    catching(work) { () throws(ItemFailure) in
      switch work {
      case .earlier(let item, let found): return try takeOver(found, for: item) ?? .begun(item)
      case .begun(let item):
        if let failure = item.failure { throw failure }
        if item.sources.isEmpty { return try record(item, [], content: ItemTrace.unknown) }
        return .measured(item, try measure(item, bodies: [:]))
      case .fetched(let item, let downloaded):
        // When a body that was expected in the cache is missing, the item starts again.
        guard let bodies = try downloaded.read(for: item, with: cache) else { return .begun(item) }
        return .measured(item, try measure(item, bodies: bodies))
      case .measured(let item, let measured):
        var ready: [ImagePreparation.Prepared] = []
        for image in measured {
          ready.append(
            try prepared.image(for: image) { (image) throws(ItemFailure) in try images.prepare(image, with: resizer) })
        }
        return try record(item, ready, content: content(of: item, measured))
      case .rendered(let item, let pages, let content):
        var judged: [ImagePreparation.Prepared] = []
        for page in pages { judged.append(try images.judged(page)) }
        return try record(item, judged, content: content)
      case .paged, .done: return work
      }
    }
  }

  /// Runs a job of the render lane.
  func render(_ work: Work, in lane: inout RenderLane) -> Work {
    catching(work) { () throws(ItemFailure) in
      switch work {
      case .begun(let item):
        guard let document = item.document else { return work }
        let opened = try open(document.path, password: document.password, in: &lane)
        let plan = try PagePlan(
          document.pages, of: opened.sizes, dpi: recipe.render.dpi, image: recipe.image, maxImages: profile.maxImagesPerExample,
          rule: rule, tiles: recipe.render.tiles)
        let job = DocumentJob(path: document.path, password: document.password, plan: plan, content: opened.content)
        return .paged(item, job)
      case .paged(let item, let job):
        return .rendered(item, try draw(job, in: &lane), content: job.content)
      default: return work
      }
    }
  }

  /// Opens a document, unless it is the last one that was opened.
  func open(_ path: String, password: String?, in lane: inout RenderLane) throws(ItemFailure) -> OpenDocument {
    if let document = lane.document, document.path == path, document.password == password { return document }
    lane.document = nil
    let bytes = try SourceFile.read(recipe.resolve(path), name: path, maxBytes: Self.maxFileBytes)
    let document = OpenDocument(
      path: path, password: password, sizes: try lane.renderer.open(bytes, password: password),
      content: ItemTracer.content([SHA256Digest.of(bytes)]))
    lane.document = document
    return document
  }

  private func draw(_ job: DocumentJob, in lane: inout RenderLane) throws(ItemFailure) -> [ImagePreparation.Prepared] {
    // Between the two jobs of an item, the lane may have opened another document.
    _ = try open(job.path, password: job.password, in: &lane)
    var drawn: [ImagePreparation.Prepared] = []
    var hasMarks = false
    for (page, target) in job.plan.targets(encoding: images.encoding, looksAtFonts: images.looksAtQuality) {
      let rendered = try lane.renderer.render(page: page.index, target)
      // A crop without ink adds nothing to the image of the whole page.
      if target.crop != nil, rendered.isBlank { continue }
      hasMarks = hasMarks || !rendered.isBlank
      let isResized = target.crop == nil ? page.isResized : page.grid?.isResized ?? false
      var image = ImagePreparation.prepared(
        rendered.image, source: job.path, page: page.index + 1, resized: isResized || rendered.image.isReduced)
      image.row.crop = target.crop
      image.missingFont = rendered.missingFont
      drawn.append(image)
    }
    // A blank page among others is part of its document, but a document of only blank pages teaches nothing.
    guard hasMarks else {
      let numbers = job.plan.pages.map { String($0.index + 1) }.joined(separator: ", ")
      throw ItemFailure(
        .check, .blankPage,
        job.plan.pages.count == 1 ? "Page \(numbers) has no mark on it." : "Pages \(numbers) have no mark on them.")
    }
    return drawn
  }

  private func measure(_ item: Item, bodies: [Int: [UInt8]]) throws(ItemFailure) -> [ImagePreparation.Measured] {
    guard item.sources.count <= profile.maxImagesPerExample else {
      throw ItemFailure(
        .check, .tooManyImages,
        "The item has \(counted(item.sources.count, "image")); the provider takes \(profile.maxImagesPerExample) in one example.")
    }
    var measured: [ImagePreparation.Measured] = []
    for (position, source) in item.sources.enumerated() {
      let bytes: [UInt8]
      if let body = bodies[position] {
        bytes = body
      } else {
        bytes = try SourceFile.read(recipe.resolve(source.name), name: source.name, maxBytes: Self.maxFileBytes)
      }
      measured.append(try images.measure(bytes, source: source.name))
    }
    return measured
  }

  /// The digest of the content of the item's files, in the form that a trace stores.
  private func content(of item: Item, _ measured: [ImagePreparation.Measured]) -> UInt64 {
    ItemTracer.content(
      zip(item.sources, measured).compactMap { source, image in if case .file = source { image.digest } else { nil } })
  }

  /// Reuses the result of an earlier run, with the item's current texts.
  /// - Returns: nil when the item must be done again.
  private func takeOver(_ found: EarlierWork.Found, for item: Item) throws(ItemFailure) -> Work? {
    guard tracer.isUnchanged(item, since: found.trace), let (outcome, record) = earlier?.read(found) else { return nil }
    // The times of its files may have changed since. The next run compares with what is known now.
    let trace = tracer.trace(of: item, content: found.trace.content)
    guard let record else {
      return .done(
        PreparedOutcome(item: item, images: [], record: nil, failure: outcome.failure, trace: trace, isReused: true))
    }
    if found.hasSameTexts {
      guard record.bytes.count < recipe.files.maxBytes.bytes else { return nil }
      return .done(
        PreparedOutcome(item: item, images: outcome.images, record: record, failure: nil, trace: trace, isReused: true))
    }
    guard let images = EarlierWork.images(of: outcome, in: record.bytes),
      case .done(var remade) = try self.record(item, images, content: found.trace.content)
    else { return nil }
    remade.isReused = true
    return .done(remade)
  }

  private func record(_ item: Item, _ prepared: [ImagePreparation.Prepared], content: UInt64) throws(ItemFailure) -> Work {
    let bytes = ChatRecord.assemble(item.conversation, images: prepared.map(\.image), detail: recipe.image.detail)
    let most = recipe.files.maxBytes.bytes
    guard bytes.count < most else {
      throw ItemFailure(.record, .recordTooLarge, "The record has \(bytes.count + 1) bytes; an output file may have \(most).")
    }
    return .done(
      PreparedOutcome(
        item: item, images: prepared.map(\.row), record: (bytes, nil), failure: nil,
        trace: tracer.trace(of: item, content: content)))
  }

  private func catching(_ work: Work, _ body: () throws(ItemFailure) -> Work) -> Work {
    do throws(ItemFailure) {
      return try body()
    } catch {
      return failed(work.item, error)
    }
  }

  /// The outcome of an item that failed.
  func failed(_ item: Item, _ failure: ItemFailure) -> Work {
    .done(
      PreparedOutcome(
        item: item, images: [], record: nil, failure: failure, trace: tracer.trace(of: item, content: ItemTrace.unknown)))
  }
}
