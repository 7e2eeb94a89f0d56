package import PrepCore
package import PrepDataset
import PrepSystem

/// What an export is about.
package struct ExportPlan: Sendable {
  package var inputs: [DatasetInput]
  package var target: ExportTarget
  package var output: String
  /// What stands before the names of image files.
  package var prefix = ""
  package var bucketOwner: String?
  package var fresh = false
  package var jobs = 1
  /// The dataset's name; nil for the prepared folder's.
  package var name: String?

  package init(_ inputs: [DatasetInput], to target: ExportTarget, output: String) {
    self.inputs = inputs
    self.target = target
    self.output = output
  }
}

/// Reads records, brings them into a target's format on several threads, and writes them in order.
package struct ExportRun: Sendable {
  private let plan: ExportPlan
  private let format: any ExportFormat

  /// Bytes of lines that are in memory at a time; an export takes a few times as much.
  private static let mostHeld = 128 << 20

  /// - Throws: a prefix or an owner that the target has no place for, or that is none.
  package init(_ plan: ExportPlan) throws(RunError) {
    format = exportFormat(plan.target, bucketOwner: plan.bucketOwner)
    var plan = plan
    if !plan.prefix.isEmpty {
      switch format.prefix {
      case .none:
        throw RunError(
          .imageAddresses, "the format \(plan.target.rawValue) names no images by their addresses",
          remedy: "leave the address out")
      case .any: break
      case .address(let schemes):
        guard schemes.contains(where: { plan.prefix.hasPrefix($0) && plan.prefix.count > $0.count }) else {
          throw RunError(
            .imageAddresses,
            "the address of the images is \"\(plan.prefix.excerpt)\"; the format \(plan.target.rawValue) wants \(schemes.joined(separator: " or "))",
            remedy: "give an address such as \(schemes[0])bucket/folder/")
        }
      }
      if !plan.prefix.hasSuffix("/") { plan.prefix += "/" }
    }
    if let owner = plan.bucketOwner {
      guard plan.target == .bedrock || plan.target == .bedrockNova else {
        throw RunError(.bucketOwner, "the owner of a bucket is for bedrock and bedrock-nova", remedy: "leave it out")
      }
      guard owner.count == 12, owner.utf8.allSatisfy({ (48...57).contains($0) }) else {
        throw RunError(
          .bucketOwner, "the owner of the bucket is \"\(owner.excerpt)\"", remedy: "give the number of an AWS account, 12 digits")
      }
    }
    self.plan = plan
  }

  /// Exports to the end. The caller's thread reads and writes.
  /// - Parameters:
  ///   - isStopped: asked before each line is written; true ends the export, and nothing of it stays.
  ///   - each: called after each line.
  /// - Throws: an input that cannot be read, an output that cannot be written; that it was stopped.
  package func run(
    isStopped: () -> Bool = { false }, each: (ExportProgress) -> Void
  ) throws(RunError) -> ExportSummary {
    let folder = try ExportFolder(plan.output, fresh: plan.fresh)
    defer { folder.release() }
    var summary = ExportSummary(dataset: plan.name ?? plan.inputs.dataset ?? "dataset", target: plan.target)
    let writers = Dictionary(
      uniqueKeysWithValues: Split.allCases.map { ($0, RecordFiles($0, format: format, folder: folder)) })
    var failures = FailureFile(folder)
    var source = RecordSource(plan.inputs)
    var progress = ExportProgress()
    var withImages = 0
    let export = RecordExport(format: format, folder: folder, prefix: plan.prefix)
    var isWritten = false
    defer { if !isWritten { folder.discard() } }
    try OrderedWork.run(
      "vp-export", jobs: max(1, plan.jobs), most: Self.mostHeld,
      next: { () throws(RunError) in try source.job().map { ($0, $0.bytes?.count ?? 0) } },
      work: { job in (ExportPlace(job), export.run(job)) },
      commit: { place, ending throws(RunError) in
        if isStopped() { throw .cancelled }
        switch ending {
        case .made(let made):
          try writers[place.split]?.append(made.bytes)
          summary.recordsBySplit[place.split, default: 0] += 1
          summary.add(made)
          if made.images > 0, place.split == .train { withImages += 1 }
          progress.records += 1
        case .fault(let fault):
          let failure = ExportFailure(
            file: place.file, line: place.line, id: place.id, code: fault.code, message: fault.message)
          summary.add(failure)
          try failures.append(failure)
          progress.failed += 1
        case .error(let error): throw error
        }
        each(progress)
      })
    for split in Split.allCases {
      try writers[split]?.finish()
      summary.files += writers[split]?.files ?? []
    }
    try failures.finish(&summary)
    summary.notes = format.limits.notes(on: summary, withImages: withImages)
    for companion in format.companions(of: summary) {
      try folder.write(companion.bytes, to: companion.name)
      summary.files.append(
        ExportSummary.File(
          name: companion.name, bytes: companion.bytes.count, records: nil, sha256: ExportManifest.digest(companion.bytes)))
    }
    isWritten = true
    try folder.publish(manifest: ExportManifest.json(summary, entries: folder.entries, prefix: plan.prefix))
    return summary
  }
}

/// Where a record comes from.
private struct ExportPlace: Sendable {
  var split: Split
  var file: String
  var line: Int
  var id: String

  init(_ job: ExportJob) { (split, file, line, id) = (job.split, job.file, job.line, job.id) }
}

extension ExportSummary {
  fileprivate mutating func add(_ made: RecordExport.Made) {
    images += made.images
    imagesConverted += made.converted
    imageFiles += made.files
    imageFileBytes += made.fileBytes
  }
}

extension ExportLimits {
  /// What the target will not like about the number of records.
  func notes(on summary: ExportSummary, withImages: Int) -> [String] {
    let train = summary.recordsBySplit[.train] ?? 0
    var notes: [String] = []
    if train < minRecords { notes.append("\(title) wants at least \(counted(minRecords, "example")); train has \(train)") }
    if let most = maxRecords, train > most {
      notes.append("\(title) takes at most \(counted(most, "example")); train has \(train)")
    }
    if let most = maxRecordsWithImages, withImages > most {
      notes.append("\(title) takes at most \(counted(most, "example")) with images; train has \(withImages)")
    }
    return notes
  }
}
