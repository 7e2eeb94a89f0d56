package import PrepEvaluation

/// Truths and answers of fields that hold numbers, for a plot.
///
/// At most ``mostItems`` items are kept of a field: when there are more, every second, then every fourth, and so on. Of repeats the first
/// is taken.
package struct NumberPoints: Sendable {
  struct Point: Sendable, Hashable {
    var ordinal: Int
    var model: Int
    var truth: Double
    var answer: Double
  }

  /// The points of one field.
  struct Field: Sendable {
    var name: String
    /// Each `step`th item is kept.
    var step = 1
    var points: [Point] = []
    /// Items that are kept, whichever models they are of.
    fileprivate var items = 0
  }

  /// In the order of the fields.
  private(set) var fields: [Field]
  static let mostItems = 1000
  private static let mostFields = 12

  package init(_ subjects: ReportSubjects) { fields = subjects.fields.map { Field(name: $0) } }

  /// Takes the next item.
  package mutating func append(_ item: EvaluatedItem) {
    for place in fields.indices where item.ordinal % fields[place].step == 0 {
      guard fields[place].items > 0 || fields.count(where: { $0.items > 0 }) < Self.mostFields else { continue }
      let before = fields[place].points.count
      for (model, answers) in item.answers.enumerated() {
        guard case .number(let truth, let answer)? = answers.first?.values[place], truth.isFinite, answer.isFinite else {
          continue
        }
        fields[place].points.append(Point(ordinal: item.ordinal, model: model, truth: truth, answer: answer))
      }
      guard fields[place].points.count > before else { continue }
      fields[place].items += 1
      if fields[place].items > Self.mostItems { thin(place) }
    }
  }

  private mutating func thin(_ place: Int) {
    let step = 2 * fields[place].step
    fields[place].step = step
    fields[place].points.removeAll { $0.ordinal % step != 0 }
    fields[place].items = Set(fields[place].points.map(\.ordinal)).count
  }
}
