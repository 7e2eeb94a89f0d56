import Glibc
package import PrepCore
import PrepDataset
import PrepFetch
import PrepImage
package import PrepPlan
package import PrepProviders
import PrepRender
import PrepSystem
package import PrepTokens

/// One run of a recipe; this class wires all parts together.
///
/// ```
/// this thread: plan ──requests── Flow (scheduler) ──► fetch: 1 thread   render: helpers   compute: a thread a job
///                                      └──► sink: 1 thread, in plan order ──► OutputWriter
/// ```
package final class Run: Engine {
  private struct Control {
    var isStopped = false
    var isAbandoned = false
    var hasEnded = false
    var flow: Flow?
    var fault: RunError?
  }

  package let recipe: Recipe
  private let profile: ProviderProfile
  private let rule: ImageTokenRule?
  package let output: String
  /// A finished folder of the same items, whose outcomes are taken over where what they were made from is the same.
  private let sibling: String?
  private let options: PreparationOptions
  private let observer: @Sendable (RunProgress) -> Void
  private let control = Monitor(Control())

  /// The most items that are admitted and not yet committed.
  private static let window = 512
  /// The most bytes of records on their way to the sink.
  private static let committing = 64_000_000
  /// The most items that are downloaded at a time.
  private static let fetches = 64
  /// The number of bytes of finished downloads that are kept for items with the same address, and of encoded images for items
  /// with the same picture; each is limited to a fraction of the memory.
  private static let shared = (most: 32_000_000, part: 32)
  /// The approximate number of bytes that the program, its helpers' template and each helper hold without an item, as measured.
  private static let idle = (program: 24_000_000, template: 12_000_000, helper: 10_000_000)
  /// The number of seconds that a stopped run allows for the items in flight.
  private static let grace = 5.0

  /// - Parameters:
  ///   - rule: how the recipe's model sees images; nil when that does not matter.
  ///   - output: the output folder; empty where nothing is written.
  ///   - sibling: a finished folder of the same items, whose outcomes are taken over.
  ///   - observer: called on threads of the run, one event at a time; the run waits for it.
  package init(
    _ recipe: Recipe, profile: ProviderProfile, rule: ImageTokenRule?, output: String, sibling: String? = nil,
    options: PreparationOptions, observer: @escaping @Sendable (RunProgress) -> Void
  ) {
    self.recipe = recipe
    self.profile = profile
    self.rule = rule
    self.output = output
    self.sibling = sibling
    self.options = options
    self.observer = observer
  }

  /// Admits no more items, finishes the items in flight within a few seconds, and lets ``execute()`` return. May be called from
  /// any thread.
  package func stop() {
    let isFirst = control.change { control -> Bool in
      defer { control.isStopped = true }
      return !control.isStopped
    }
    guard isFirst else { return }
    control.read { $0.flow }?.post(.stop)
    let control = control
    do throws(RunError) {
      _ = try NamedThread("vp-grace") { [weak self] in
        if !control.wait(atMost: Self.grace, until: { $0.hasEnded }) { self?.abandon() }
      }
    } catch {
      // Without a thread to wait in, there is no grace period.
      abandon()
    }
  }

  /// Abandons the unfinished items.
  package func abandon() {
    let flow = control.change { control in
      control.isStopped = true
      control.isAbandoned = true
      return control.flow
    }
    flow?.post(.abandon)
  }

  package var isStopped: Bool { control.read { $0.isStopped } }

  /// Only plans: reads the whole input and summarises the work.
  package func plan() throws(RunError) -> PlanSummary { try summary(of: makePlan()) }

  /// Reads the whole input once.
  /// - Throws: when the input is faulty, or when the run was stopped meanwhile.
  package func makePlan() throws(RunError) -> Plan {
    let template = options.pages.template
    defer { template?.close() }
    guard let plan = try makePlan(template) else { throw .cancelled }
    return plan
  }

  /// - Parameter template: of the helpers that count pages.
  private func makePlan(_ template: HelperTemplate?) throws(RunError) -> Plan? {
    try Plan(
      recipe, variant: options.prompt, shard: options.shard, maxImages: profile.maxImagesPerExample,
      pageCounts: { (documents) throws(RunError) in try countPages(documents, template) }, isStopped: { isStopped })
  }

  /// Counts the pages of documents, several at a time; a document that cannot be opened has 0.
  private func countPages(_ documents: [Plan.DocumentKey], _ template: HelperTemplate?) throws(RunError) -> [Int] {
    let steps = makeSteps()
    let counts = Monitor([Int](repeating: 0, count: documents.count))
    let queue = WorkQueue<Int>()
    for index in documents.indices { queue.push(index) }
    queue.close()
    try NamedThread.together("vp-count", min(renderers, documents.count)) { [self] in
      var lane = RenderLane(makeRenderer(template))
      while !isStopped, let index = queue.pop() {
        let document = documents[index]
        let count = (try? steps.open(document.path, password: document.password, in: &lane))?.sizes.count ?? 0
        counts.change { $0[index] = count }
      }
      lane.renderer.close()
    }
    return counts.read { $0 }
  }

  /// The number of documents that are worked on at a time.
  private var renderers: Int { options.pages == .inProcess ? 1 : options.jobs }

  private func makeRenderer(_ template: HelperTemplate?) -> any DocumentRenderer {
    let control = control
    guard let template else { return InProcessRenderer() }
    return HelperRenderer(
      timeout: recipe.render.timeout, kept: keptPixels, isCancelled: { control.read { $0.isAbandoned } },
      start: template.start)
  }

  private func summary(of plan: Plan) throws(RunError) -> PlanSummary {
    var summary = PlanSummary(dataset: recipe.dataset, items: 0, digest: plan.digest)
    summary.shard = plan.shard
    summary.notes = plan.notes + profile.notes(on: plan) + plan.splitNotes
    summary.unmetGoals = plan.unmetGoals
    summary.folds = plan.foldSizes
    var items = try plan.items()
    while summary.items < options.limit ?? .max, let item = try items.next() {
      summary.items += 1
      summary.splits[item.split, default: 0] += 1
      if item.failure != nil || item.sources.count > profile.maxImagesPerExample {
        summary.failing += 1
        continue
      }
      if item.sources.isEmpty { summary.textOnly += 1 }
      if item.document != nil { summary.documents += 1 }
      if item.sources.contains(where: { if case .file = $0 { true } else { false } }) { summary.withFiles += 1 }
      if item.sources.contains(where: { if case .url = $0 { true } else { false } }) { summary.withAddresses += 1 }
      for case .file(let path) in item.sources where access(recipe.resolve(path), R_OK) != 0 {
        summary.missingFiles += 1
        if summary.missingFile == nil { summary.missingFile = path }
      }
      if summary.sample == nil { summary.sample = item }
    }
    return summary
  }

  /// Does the whole run on the calling thread and the threads that it starts; returns when all have ended.
  package func execute() throws(RunError) -> RunSummary {
    do throws(RunError) { return try prepare() } catch { throw error.keepingWork(fresh: options.fresh) }
  }

  private func prepare() throws(RunError) -> RunSummary {
    let template = options.pages.template
    defer {
      template?.close()
      control.change { $0.hasEnded = true }
    }
    try checkHelper()
    try checkKeptFolder()
    let cache = needsFetcher ? try openCache(try fetchOptions()) : nil
    guard let plan = try makePlan(template) else {
      return RunSummary(
        dataset: recipe.dataset, shard: options.shard, ending: .interrupted, items: 0, resumed: 0, tally: Tally(), files: [],
        root: "", notes: [])
    }
    var planned = PlanSummary(dataset: recipe.dataset, items: min(plan.share, options.limit ?? .max), digest: plan.digest)
    planned.shard = plan.shard
    planned.notes = plan.notes + profile.notes(on: plan)
    planned.unmetGoals = plan.unmetGoals
    observer(.planned(planned))
    let provenance = Provenance(plan, profile: profile)
    let folder = try OutputFolder(output)
    defer { folder.release() }
    if options.fresh { try folder.clear() }
    let resumption = Resumption(folder: folder, plan: plan, tracer: makeTracer())
    let (retry, note) = try resumption.takeUp(provenance, retry: options.retry) { isStopped }
    if let note { observer(.note(note)) }
    let writer = try OutputWriter(folder, provenance: provenance)
    if writer.resumed > 0 { observer(.resumed(writer.resumed)) }

    if writer.resumed < planned.items {
      let steps = makeSteps(earlier: EarlierWork(sources(in: folder), retry: retry), cache: cache)
      try work(plan, writer: writer, count: planned.items, steps: steps, template)
    }
    var summary = try writer.end(items: planned.items)
    // With a limit, only some of the earlier outcomes were considered, so the others are kept.
    if summary.ending == .complete, planned.items == plan.share { try folder.forgetEarlier() }
    // The counts of one part do not describe the dataset.
    if summary.ending == .complete, plan.shard.isWhole {
      summary.notes = profile.notes(on: summary.tally)
      if planned.items == plan.count { summary.notes += plan.splitNotes + notes(on: summary.tally, of: plan) }
    }
    if let cache {
      summary.downloads = cache.counts
      summary.notes += cache.notes
    }
    return summary
  }

  /// Where outcomes may be taken over from; what the same command has just made comes last, and so first in the search.
  private func sources(in folder: OutputFolder) -> [EarlierWork.Source] {
    folder.earlier.map(EarlierWork.Source.init(setAside:))
      + [sibling].compactMap { $0.map(EarlierWork.Source.init(fold:)) }
  }

  private func makeTracer() -> ItemTracer {
    ItemTracer(recipe, keys: ItemKeys(recipe, profile: profile, versions: Provenance.present))
  }

  private func makeSteps(earlier: EarlierWork? = nil, cache: DownloadCache? = nil) -> ItemSteps {
    ItemSteps(
      recipe, profile: profile, rule: rule, tracer: makeTracer(), earlier: earlier, cache: cache, shared: sharedBytes)
  }

  /// Notes for the user on splits of which nothing is left.
  private func notes(on tally: Tally, of plan: Plan) -> [String] {
    Split.allCases.compactMap { split in
      let planned = plan.splitSizes[split] ?? 0
      guard planned > 0, tally.recordsBySplit[split] == nil else { return nil }
      return "\(split.rawValue) has no records: \(planned == 1 ? "its item" : "all \(planned) of its items") failed"
    }
  }

  /// - Throws: when the output would replace the folder whose splits are kept.
  private func checkKeptFolder() throws(RunError) {
    guard let keep = recipe.split.keep else { return }
    var (kept, written) = (stat(), stat())
    guard stat(recipe.resolve(keep), &kept) == 0, stat(output, &written) == 0, kept.st_dev == written.st_dev,
      kept.st_ino == written.st_ino
    else { return }
    throw RunError(
      .usage, "split.keep names the output folder, \(output)",
      remedy: "choose another output folder, so that the splits to keep stay there", key: "split.keep")
  }

  /// - Throws: when a helper cannot be started, so that the run does not fail at every document instead.
  private func checkHelper() throws(RunError) {
    guard case .documents = recipe.source, case .helpers(let executable) = options.pages else { return }
    guard access(executable, X_OK) == 0 else {
      let code = errno
      throw RunError(
        .helper, "the helper program \(executable) cannot be started: \(describe(code))",
        remedy: "give the path of the visionprep program, or draw pages in process", systemError: code)
    }
  }

  /// Sends the items that no earlier run has done through the lanes.
  private func work(
    _ plan: Plan, writer: OutputWriter, count: Int, steps: ItemSteps, _ template: HelperTemplate?
  ) throws(RunError) {
    let fetcher = needsFetcher ? try makeFetcher() : nil
    let flow = Flow(
      capacity: Scheduler.Capacity(
        window: Self.window, memory: lendable, committing: Self.committing, fetch: Self.fetches, render: renderers,
        compute: options.jobs),
      steps: steps)
    var items = try plan.items()
    for _ in 0..<writer.resumed { _ = try items.next() }

    control.change { $0.flow = flow }
    flow.begin()
    if isStopped { flow.post(.stop) }

    var threads: [NamedThread] = []
    do throws(RunError) {
      threads.append(try NamedThread("vp-sink") { [self] in drain(flow, into: writer) })
      for index in 0..<options.jobs {
        threads.append(
          try NamedThread("vp-compute-\(index)") { [keptBytes] in
            let resizer = ImageResizer(keeping: keptBytes)
            while let work = flow.compute.pop() { flow.put(steps.compute(work, with: resizer)) }
          })
      }
      if case .documents = recipe.source {
        for index in 0..<renderers {
          threads.append(try NamedThread("vp-render-\(index)") { [self] in render(flow, steps, template) })
        }
      }
      if let fetcher { threads.append(try NamedThread("vp-fetch-start") { Self.fetch(flow, fetcher, steps) }) }
      feed(&items, to: flow, count: count - writer.resumed)
    } catch {
      fail(error, flow)
    }
    for thread in threads { thread.join() }
    fetcher?.shutdown()
    let fault = control.change { control -> RunError? in
      control.flow = nil
      return control.fault
    }
    if let fault { throw fault }
  }

  private var needsFetcher: Bool {
    switch recipe.source {
    case .documents: false
    case .table(_, _, let images), .sqlite(_, _, _, let images): !images.isEmpty
    }
  }

  /// The memory available to items: all memory except what is used before the first one.
  private var lendable: Int {
    var idle = Self.idle.program + options.jobs * keptBytes + (needsFetcher ? 2 : 1) * sharedBytes
    if case .documents = recipe.source, options.pages != .inProcess {
      idle += Self.idle.template + renderers * (Self.idle.helper + keptPixels)
    }
    return max(0, options.memory - idle)
  }

  /// The number of bytes that each compute thread keeps from one image to the next.
  private var keptBytes: Int { min(ImageResizer.usuallyKept, options.memory / 16 / options.jobs) }

  /// The number of bytes that each helper keeps from one page to the next.
  private var keptPixels: Int { min(HelperRenderer.usuallyKept, options.memory / 8 / renderers) }

  private var sharedBytes: Int { min(Self.shared.most, options.memory / Self.shared.part) }

  /// - Throws: when the machine lacks a variable or a file that the recipe's downloads need.
  private func fetchOptions() throws(RunError) -> FetchOptions {
    var options = FetchOptions(recipe.fetch, version: ProgramVersion.current)
    options.connections = Self.fetches
    options.shared = sharedBytes
    options.headers = try RequestHeaders.filled(recipe.fetch.headers)
    if let caFile = recipe.fetch.caFile {
      options.caFile = recipe.resolve(caFile)
      guard access(recipe.resolve(caFile), R_OK) == 0 else {
        let code = errno
        throw RunError(
          .recipe, "fetch.ca_file \(caFile) cannot be read: \(describe(code))", remedy: "name a PEM file", key: "fetch.ca_file",
          systemError: code)
      }
    }
    return options
  }

  /// - Throws: when the cache folder is not writable, before anything is downloaded.
  private func openCache(_ fetch: FetchOptions) throws(RunError) -> DownloadCache? {
    guard let path = options.cache else { return nil }
    return try DownloadCache(path, headers: fetch.headers, userAgent: recipe.fetch.userAgent, maxBytes: fetch.maxBytes)
  }

  private func makeFetcher() throws(RunError) -> Fetcher {
    let options = try fetchOptions()
    do throws(FetcherUnavailable) {
      return try Fetcher(options: options)
    } catch {
      throw RunError(.system, error.reason, remedy: "close other programs, and run it again")
    }
  }

  /// Passes items to the flow as it requests them, until all are passed or the flow has ended.
  private func feed(_ items: inout Plan.ItemReader, to flow: Flow, count: Int) {
    var left = count
    do throws(RunError) {
      while left > 0, let wanted = flow.requests.pop() {
        for _ in 0..<min(wanted, left) {
          guard let item = try items.next() else { break }
          flow.add(item)
          left -= 1
        }
      }
      flow.post(.planEnded)
      // When the whole input was read, its end is checked against the plan.
      if left == 0, options.limit == nil { _ = try items.next() }
    } catch {
      fail(error, flow)
    }
  }

  private func render(_ flow: Flow, _ steps: ItemSteps, _ template: HelperTemplate?) {
    var lane = RenderLane(makeRenderer(template))
    while let work = flow.render.pop() { flow.put(steps.render(work, in: &lane)) }
    lane.renderer.close()
  }

  private static func fetch(_ flow: Flow, _ fetcher: Fetcher, _ steps: ItemSteps) {
    while let work = flow.fetch.pop() {
      Download(work.item, flow: flow, steps: steps).start(with: fetcher)
    }
  }

  /// Writes outcomes until the flow ends. After a fault nothing more is written, and the flow is driven to its end.
  private func drain(_ flow: Flow, into writer: OutputWriter) {
    while let outcome = flow.outcomes.pop() {
      if control.read({ $0.fault == nil }) {
        do throws(RunError) {
          observer(.outcome(try writer.write(outcome)))
        } catch {
          fail(error, flow)
        }
      }
      flow.post(.committed(ordinal: outcome.item.ordinal))
    }
  }

  private func fail(_ error: RunError, _ flow: Flow) {
    control.change { control in
      if control.fault == nil { control.fault = error }
      control.isAbandoned = true
    }
    flow.post(.abandon)
  }
}
