import PrepCore
import PrepEvaluation
import PrepReport

/// The sections about what the figures can and cannot say.
extension EvaluationPage {
  private static let mostLeaks = 50

  /// Nil when nobody looked for leaks.
  var leaksSection: HTML? {
    guard let leaks = result.leaks else { return nil }
    guard !leaks.items.isEmpty else {
      return ReportPage.section("leaks", "Leaks", "<p>No test item was found in the training data.</p>")
    }
    let rows = leaks.items.prefix(Self.mostLeaks).map {
      "<tr><th scope=\"row\">\(HTML.short($0.id))</th><td>\(HTML.short($0.training))</td><td>\($0.what)</td></tr>" as HTML
    }
    let scores = result.models.compactMap { model in
      leaks.accuracyWithout[model.name].map { without in
        """
        <tr><th scope="row">\(HTML.short(model.name, most: 60))</th><td class="number">\(model.accuracy.map(FigureUnit.share.words) ?? "")</td>\
        <td class="number">\(FigureUnit.share.words(without))</td></tr>
        """ as HTML
      }
    }
    let left = leaks.items.count - rows.count
    let accuracy: HTML? =
      scores.isEmpty
      ? nil
      : """
      <table class="plain"><caption>Accuracy with these items and without them</caption><thead><tr><th scope="col">model</th>\
      <th scope="col" class="number">with</th><th scope="col" class="number">without</th></tr></thead><tbody>\(scores)</tbody></table>
      """
    return ReportPage.section(
      "leaks", "Leaks",
      """
      <p class="note">\(counted(leaks.items.count, "test item")) \(leaks.items.count == 1 ? "is" : "are") in the training data as well, so a model \
      may know the answer by heart.</p>\(accuracy)<table class="plain"><caption>Test items that the training data has\
      \(left > 0 ? ", \(grouped(rows.count)) of \(grouped(leaks.items.count)) shown" : "")</caption><thead><tr><th scope="col">test item</th>\
      <th scope="col">training item</th><th scope="col">the same</th></tr></thead><tbody>\(rows)</tbody></table>
      """)
  }

  var readingSection: HTML {
    let level = FigureWords.decimal(100 * result.level, digits: 0)
    var parts: [HTML] = [
      """
      <p>Brackets hold \(level) % confidence intervals: the values of a figure that these test items allow. They cover the choice of test items, \
      not another training run. Where the interval of a difference has zero in it, the items do not tell which model is better.</p>
      <p>Refused and invalid answers count as wrong. An unscored item, whose answer failed or is missing, counts neither as right nor as wrong.</p>
      """
    ]
    if let power = result.power { parts.append(words(power)) }
    if let previous = result.previous { parts.append(words(previous)) }
    if !result.notes.isEmpty { parts.append("<h3>Notes</h3><ul>\(result.notes.map { "<li>\($0)</li>" as HTML })</ul>") }
    return ReportPage.section("reading", "How to read this", "\(parts)")
  }

  private func words(_ power: EvaluationResult.Power) -> HTML {
    var sentences: [String] = []
    if let proves = power.allRightProves {
      sentences.append(
        "Even if all items were right, that would prove an accuracy of \(FigureUnit.share.words(proves)) and no more.")
    }
    if let difference = power.detectableDifference {
      sentences.append(
        "A difference of \(FigureWords.points(difference)) points is the smallest that these items show with a probability of 80 %, if the models "
          + "differ on \(FigureUnit.share.words(power.discordant)) of the items"
          + (power.isDiscordantMeasured ? ", as they do here." : ", which is assumed."))
    }
    return sentences.isEmpty ? "" : "<h3>What this test set can show</h3><p>\(sentences.joined(separator: " "))</p>"
  }

  private func words(_ previous: EvaluationResult.Previous) -> HTML {
    func list(_ ids: [String]) -> HTML {
      let shown = ids.prefix(Self.mostLeaks).map { "<li>\(HTML.short($0))</li>" as HTML }
      let left = ids.count - shown.count
      return "<ul class=\"ids\">\(shown)\(left > 0 ? "<li>and \(grouped(left)) more</li>" as HTML : nil)</ul>"
    }
    let accuracy = previous.accuracy.map { " Its accuracy was \(FigureUnit.share.words($0))." } ?? ""
    return """
      <h3>Since the earlier evaluation</h3><p>\(counted(previous.worse.count, "item")) \(previous.worse.count == 1 ? "was" : "were") right and \
      \(previous.worse.count == 1 ? "is" : "are") not any more; \(grouped(previous.better.count)) the other way round.\(accuracy)</p>\
      \(previous.worse.isEmpty ? nil : "<p>Not right any more:</p>\(list(previous.worse))" as HTML)\
      \(previous.better.isEmpty ? nil : "<p>Right now:</p>\(list(previous.better))" as HTML)
      """
  }
}
