import PrepCore
import PrepEvaluation
import PrepReport

/// The section with items to look at.
extension EvaluationPage {
  func writeItems(to sink: ReportPage.Sink) throws(RunError) {
    let kinds = ShownItems.Kind.allCases.filter { items.counts[$0, default: 0] > 0 }
    guard !kinds.isEmpty else {
      return try sink(
        ReportPage.section("items", "Items", "<p>Every answer that was scored is right, so there is nothing to look at.</p>"))
    }
    let pictures = try ItemPictures(kinds.flatMap { items.items[$0] ?? [] })
    try sink("<section id=\"items\"><h2>Items</h2>\(filter(kinds))\n")
    for kind in kinds {
      let shown = items.items[kind] ?? []
      let count = items.counts[kind, default: 0]
      let left = shown.count < count ? ", \(grouped(shown.count)) of \(grouped(count)) shown" : ", \(grouped(count))"
      try sink("<section class=\"kind-\(kind.rawValue)\"><h3>\(title(of: kind))\(left)</h3>\n")
      if kind == .suspect {
        try sink(
          "<p>The models agree with each other and not with the truth. That may be a mistake of all of them, or of the truth.</p>\n"
        )
      }
      for item in shown { try sink(card(item, pictures[item])) }
      try sink("</section>\n")
    }
    try sink("</section>\n")
  }

  private func title(of kind: ShownItems.Kind) -> HTML {
    let (baseline, candidate) = (
      HTML.short(result.baseline ?? "baseline", most: 40), HTML.short(result.candidate ?? "candidate", most: 40)
    )
    switch kind {
    case .worse: return "\(candidate) is worse than \(baseline)"
    case .better: return "\(candidate) is better than \(baseline)"
    case .suspect: return "Suspected errors in the truth"
    case .different: return "The models differ"
    case .wrong: return result.models.count > 1 ? "No model is right" : "Wrong"
    }
  }

  /// Buttons that show items of one kind alone; without a style sheet that understands them, all are shown.
  private func filter(_ kinds: [ShownItems.Kind]) -> HTML? {
    if kinds.count < 2 { return nil }
    let buttons = kinds.map { kind in
      "<label><input type=\"radio\" name=\"show\" id=\"show-\(kind.rawValue)\"/> \(title(of: kind)) (\(grouped(items.counts[kind, default: 0])))</label>"
        as HTML
    }
    return """
      <fieldset class="filter"><legend>Show</legend><label><input type="radio" name="show" id="show-all" checked=""/> all</label>\(buttons)</fieldset>
      """
  }

  private func card(_ item: ShownItem, _ picture: HTML?) -> HTML {
    let names = result.models.map(\.name)
    let standings = zip(names, item.answers).enumerated().map { model, pair -> HTML in
      """
      <li>\(swatch(model))\(HTML.short(pair.0, most: 60)): <span class="\(pair.1.isRight ? "yes" : "no")">\
      <span aria-hidden="true">\(pair.1.isRight ? "✓" : "✗")</span> \(pair.1.words)</span></li>
      """
    }
    let texts = zip(names, item.answers).map { "<dt>\(HTML.short($0, most: 60))</dt><dd>\(HTML.text($1.text))</dd>" as HTML }
    let input: HTML? = item.input.map { "<dt>asked</dt><dd>\(HTML.text($0))</dd>" }
    return """
      <article class="item"><h4>\(HTML.short(item.id))\(item.group.map { "<small>group \(HTML.short($0, most: 60))</small>" as HTML })</h4>\
      <div class="look">\(picture)<div><ul class="standings">\(standings)</ul>\(values(item, names))<details><summary>Truth and answers in full</summary>\
      <dl>\(input)<dt>truth</dt><dd>\(HTML.text(item.truth))</dd>\(texts)</dl></details></div></div></article>

      """
  }

  /// The fields that not every model has right.
  private func values(_ item: ShownItem, _ names: [String]) -> HTML? {
    if item.rows.isEmpty { return nil }
    let head = names.map { "<th scope=\"col\">\(HTML.short($0, most: 40))</th>" as HTML }
    let rows = item.rows.map { row -> HTML in
      let cells = row.cells.map { cell -> HTML in
        let value: HTML = cell.value.map { "<bdi>\($0)</bdi>" } ?? "<span class=\"none\">no value</span>"
        if cell.words.isEmpty { return "<td>\(value)</td>" }
        if cell.isRight { return "<td class=\"right\">\(value)</td>" }
        return "<td class=\"wrong\">\(value)<small><span aria-hidden=\"true\">✗</span> \(cell.words)</small></td>"
      }
      return "<tr><th scope=\"row\">\(HTML.name(row.field))</th><td><bdi>\(row.truth)</bdi></td>\(cells)</tr>"
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="Fields of \(item.id.excerpt)"><table class="plain values"><caption>Fields that not every model has right</caption><thead><tr><th scope="col">field</th>\
      <th scope="col">truth</th>\(head)</tr></thead><tbody>\(rows)</tbody></table></div>\
      \(item.furtherRows > 0 ? "<p>And \(counted(item.furtherRows, "more field")).</p>" as HTML : nil)
      """
  }
}
