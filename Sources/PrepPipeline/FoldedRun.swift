package import PrepCore
import PrepDigest
package import PrepProviders
import PrepSystem
package import PrepTokens

/// The runs of a recipe with folds, one after another. Each fold gets a folder of its own within the output folder: fold-1, fold-2
/// and so on.
///
/// The work on an item is done once, for the first fold. The others take its outcomes over, since an outcome does not depend on the
/// item's split. So each folder is complete and resumable, as that of any run.
package final class FoldedRun: Engine {
  private struct Control {
    var isStopped = false
    var isAbandoned = false
    /// The run of the fold that is being made.
    var run: Run?
  }

  private let recipe: Recipe
  private let folds: Int
  private let profile: ProviderProfile
  private let rule: ImageTokenRule?
  private let output: String
  private let options: PreparationOptions
  private let observer: @Sendable (RunProgress) -> Void
  private let control = Monitor(Control())
  /// The outcomes that all folds together will have.
  private let expected = Monitor(0)

  /// The parameters are those of a ``Run``. Of notes and plans, the observer is told those of the first fold; of outcomes, those of
  /// all folds.
  package init(
    _ recipe: Recipe, folds: Int, profile: ProviderProfile, rule: ImageTokenRule?, output: String, options: PreparationOptions,
    observer: @escaping @Sendable (RunProgress) -> Void
  ) {
    self.recipe = recipe
    self.folds = folds
    self.profile = profile
    self.rule = rule
    self.output = output
    self.options = options
    self.observer = observer
  }

  /// The name of a fold's folder.
  package static func name(_ fold: Int) -> String { "fold-\(fold)" }

  /// The fold whose folder has the name; nil for any other name.
  package static func fold(named name: some StringProtocol) -> Int? {
    guard name.hasPrefix("fold-"), let fold = Int(name.dropFirst(5)), fold > 0, Self.name(fold) == name else { return nil }
    return fold
  }

  package func stop() {
    control.change { control -> Run? in
      control.isStopped = true; return control.run
    }?.stop()
  }

  package func abandon() {
    let run = control.change { control -> Run? in
      (control.isStopped, control.isAbandoned) = (true, true)
      return control.run
    }
    run?.abandon()
  }

  package func execute() throws(RunError) -> RunSummary {
    try checkFolders()
    var first: RunSummary?
    var folds: [RunSummary.Fold] = []
    for fold in 1...self.folds {
      let run = makeRun(fold)
      let asked = control.change { control -> Control in
        control.run = run
        return control
      }
      if asked.isAbandoned { run.abandon() } else if asked.isStopped { run.stop() }
      var summary = try run.execute()
      control.change { $0.run = nil }
      guard summary.ending == .complete else {
        summary.folds = folds
        return summary
      }
      folds.append(RunSummary.Fold(name: Self.name(fold), recordsBySplit: summary.tally.recordsBySplit, root: summary.root))
      for index in summary.files.indices { summary.files[index].name = "\(Self.name(fold))/\(summary.files[index].name)" }
      if first == nil {
        first = summary
      } else {
        let known = first?.notes ?? []
        first?.notes += summary.notes.filter { !known.contains($0) }.map { "\(Self.name(fold)): \($0)" }
        first?.files += summary.files
      }
    }
    guard var whole = first else { throw .cancelled }
    var root = SHA256Hasher()
    for fold in folds { root.update(Array(fold.root.utf8)) }
    whole.root = root.finish().hex
    whole.folds = folds
    return whole
  }

  /// - Throws: when the output folder has folds that this recipe does not make, since a comparison of all folds would count them.
  private func checkFolders() throws(RunError) {
    let others = Folder.names(in: output).filter { (Self.fold(named: $0) ?? 0) > folds }
    guard let other = others.first else { return }
    throw RunError(
      .foreignFiles, "\(output) holds \(other), and split.folds is \(folds)",
      remedy: "remove \(others.count == 1 ? "it" : "the folders above fold-\(folds)"), or choose another output folder",
      key: "split.folds")
  }

  private func makeRun(_ fold: Int) -> Run {
    var recipe = recipe
    recipe.split.fold = fold
    return Run(
      recipe, profile: profile, rule: rule, output: "\(output)/\(Self.name(fold))",
      sibling: fold > 1 ? "\(output)/\(Self.name(1))" : nil, options: options
    ) { [observer, expected, folds] progress in
      switch progress {
      case .planned(let plan) where fold == 1:
        observer(progress)
        observer(
          .expected(
            expected.change {
              $0 = folds * plan.items; return $0
            }))
      case .resumed(let count) where fold > 1:
        observer(
          .expected(
            expected.change {
              $0 -= count; return $0
            }))
      case .planned, .note: if fold == 1 { observer(progress) }
      default: observer(progress)
      }
    }
  }
}
