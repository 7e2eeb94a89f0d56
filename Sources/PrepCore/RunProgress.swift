/// What a verb says while it works, to the closure that its `run(progress:)` is given. All verbs share it; each says which cases it uses.
///
/// A verb calls the closure from threads of its own and waits for it, so a slow closure slows the work and holds no memory. Unless a case
/// says otherwise, one call ends before the next begins. Later versions may add cases: end a `switch` with `default`.
public enum RunProgress: Sendable, Hashable {
  /// What `run(progress:)` calls.
  public typealias Handler = @Sendable (RunProgress) -> Void

  /// What is to be done, before any item is begun.
  case planned(PlanSummary)
  /// How many items or records there are; nil when nobody can know before they are read.
  case expected(Int?)
  /// Something that the user should know, a sentence.
  case note(String)
  /// This many items were done by an earlier run.
  case resumed(Int)
  /// An item has its outcome, in the order of the plan. A search for duplicates, and a report, say it when they have looked at the item:
  /// from several threads at a time, in no order.
  case outcome(Outcome)
  /// A check found something, in the order of the lines.
  case finding(CheckFinding)
  /// A file was checked for a provider; all of its findings were said before.
  case checked(CheckSummary)
  /// The tokens of an example were counted, in the order of the lines.
  case example(Estimate.Example)
  /// So many records have been exported.
  case exported(ExportProgress)
  /// A page was drawn. Pages come from several threads at a time, in no order.
  case page(PageImage)
  /// A page, counted from 0, that cannot be drawn, as ``page(_:)``.
  case failedPage(Int, ItemFailure)
  /// Something about the machine was looked at.
  case examined(DiagnosisFinding)
}
