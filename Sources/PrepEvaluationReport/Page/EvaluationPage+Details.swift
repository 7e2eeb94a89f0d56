import PrepCore
import PrepEvaluation
import PrepReport

/// The section with what there is to say about a field beyond its accuracy: errors of numbers with a plot, overlap of sets, and so on.
extension EvaluationPage {
  private static let side = 400.0

  /// Nil when no field has figures beyond its accuracy.
  var detailsSection: HTML? {
    let blocks = result.fieldNames.compactMap { field -> HTML? in
      let details = details(of: field)
      let plot = numbers.fields.first { $0.name == field }.flatMap(plot)
      guard details != nil || plot != nil else { return nil }
      return "<div class=\"block\"><h3>\(HTML.name(field))</h3>\(details)\(plot)</div>"
    }
    if blocks.isEmpty { return nil }
    return ReportPage.section("details", "Fields in detail", "\(blocks)")
  }

  /// The answers of a field against the truths; nil without points.
  private func plot(_ field: NumberPoints.Field) -> HTML? {
    guard let least = field.points.map(\.truth).min(), let most = field.points.map(\.truth).max() else { return nil }
    // The truths decide what is seen, so that one absurd answer does not press all others into a corner.
    let margin = most > least ? (most - least) * 0.15 : max(1, most.magnitude * 0.15)
    let (from, to) = (least - margin, most + margin)
    // Truths that are almost as large as a Double can be leave no room for a scale.
    guard (to - from).isFinite else { return nil }
    let side = Self.side
    func place(_ value: Double) -> Double { min(1, max(0, (value - from) / (to - from))) * side }
    var outside = 0
    let marks = field.points.map { point -> HTML in
      let isOutside = point.answer < from || point.answer > to
      if isOutside { outside += 1 }
      return Self.mark(place(point.truth), side - place(point.answer), model: point.model, isOutside: isOutside)
    }
    let items = Set(field.points.map(\.ordinal)).count
    let models = result.models.map(\.name)
    let shown = field.step > 1 ? "Every \(field.step)th item is drawn, \(grouped(items)) in all." : "\(counted(items, "item"))."
    let tolerance = result.models.first?[field: field.name]?.tolerance
    let corner: HTML = "\(FigureWords.number(from))"
    let legend = models.enumerated().map { "<span>\(Self.legend($0))\(HTML.short($1, most: 60))</span>" as HTML }
    return """
      <figure class="scatter"><p class="legend">\(legend)\(tolerance == nil ? nil : "<span><i class=\"tolerance\"></i>within \(tolerance ?? "")</span>" as HTML)</p>\
      <svg viewBox="-56 -10 470 450" role="img" aria-label="Answers against truths of \(field.name.excerpt); the table above has the figures">\
      <rect class="frame" x="0" y="0" width="400" height="400"/>\(tolerance.flatMap { Self.band($0, from, to) })\
      <line class="truth" x1="0" y1="400" x2="400" y2="0"/>\(marks)\
      <text x="0" y="418">\(corner)</text><text x="400" y="418" text-anchor="end">\(FigureWords.number(to))</text>\
      <text x="200" y="434" text-anchor="middle">truth</text><text x="-6" y="400" text-anchor="end">\(corner)</text>\
      <text x="-6" y="10" text-anchor="end">\(FigureWords.number(to))</text>\
      <text x="-12" y="200" text-anchor="middle" transform="rotate(-90 -12 200)">answer</text></svg>\
      <figcaption>\(shown) On the line the answer is the truth.\
      \(outside > 0 ? " \(counted(outside, "answer")) beyond the plot: drawn hollow at its edge." as HTML : nil)</figcaption></figure>
      """
  }

  /// A mark whose form tells the model, too.
  private static func mark(_ x: Double, _ y: Double, model: Int, isOutside: Bool) -> HTML {
    let (left, top) = (FigureWords.decimal(x, digits: 1), FigureWords.decimal(y, digits: 1))
    let kind: HTML = "m\(model % 4)\(isOutside ? " outside" : "")"
    switch model % 4 {
    case 0: return "<circle class=\"\(kind)\" cx=\"\(left)\" cy=\"\(top)\" r=\"3.5\"/>"
    case 1:
      return "<path class=\"\(kind)\" d=\"M\(left) \(top)m-3.5 -3.5l7 7m0 -7l-7 7\"/>"
    case 2: return "<path class=\"\(kind)\" d=\"M\(left) \(top)m0 -4l4 7h-8z\"/>"
    default: return "<path class=\"\(kind)\" d=\"M\(left) \(top)m-3 -3h6v6h-6z\"/>"
    }
  }

  private static func legend(_ model: Int) -> HTML {
    "<svg class=\"key\" viewBox=\"0 0 12 12\" aria-hidden=\"true\">\(mark(6, 6, model: model, isOutside: false))</svg>"
  }

  /// The answers that the tolerance allows.
  /// - Parameter tolerance: as the rules write it: `10%` of the truth, or a number.
  private static func band(_ tolerance: String, _ from: Double, _ to: Double) -> HTML? {
    let isShare = tolerance.hasSuffix("%")
    let digits = isShare ? tolerance.dropLast().filter { $0 != " " } : tolerance
    guard let number = Double(digits), number.isFinite, number >= 0 else { return nil }
    func edge(_ truth: Double, _ sign: Double) -> String {
      let answer = truth + sign * (isShare ? truth.magnitude * number / 100 : number)
      return FigureWords.decimal(side - min(1.5, max(-0.5, (answer - from) / (to - from))) * side, digits: 1)
    }
    func across(_ truth: Double) -> String { FigureWords.decimal((truth - from) / (to - from) * side, digits: 1) }
    // The edges of a relative band have a corner at zero.
    let truths = isShare && from < 0 && to > 0 ? [from, 0, to] : [from, to]
    let upper = truths.map { "\(across($0)),\(edge($0, 1))" }
    let lower = truths.reversed().map { "\(across($0)),\(edge($0, -1))" }
    return """
      <svg width="400" height="400"><polygon class="tolerance" points="\((upper + lower).joined(separator: " "))"/></svg>
      """
  }
}
