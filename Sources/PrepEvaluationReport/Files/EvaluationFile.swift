package import PrepEvaluation
import PrepJSON

/// `evaluation.json`: all figures, comparisons and gates with the verdict, for other programs.
///
/// The keys that programs rely on come first in each object, further ones after them. A figure that is a number alone there (`mae`, `p50`)
/// stands with its interval under `intervals`. Numbers have the fewest digits that are read back as the same number. What could not be
/// measured is null, so that every key is always there.
package enum EvaluationFile {
  package static let name = "evaluation.json"

  package static func bytes(_ result: EvaluationResult) -> [UInt8] {
    var json = JSONWriter(.lines)
    json.object { json in
      json.member("dataset", result.dataset)
      json.member("split", result.split)
      json.member("items", result.items)
      json.member("group", result.group)
      json.member("baseline", result.baseline)
      json.member("candidate", result.candidate)
      json.member("level", result.level)
      json.array("models", of: result.models) { $0.value($1) }
      json.array("comparisons", of: result.comparisons) { $0.value($1) }
      json.array("gates", of: result.gates) { $0.value($1) }
      json.member("verdict", result.verdict?.rawValue)
      json.member("verdict_by_figures", result.verdictByFigures?.rawValue)
      json.member("reasons", result.reasons)
      json.member("primary", result.primary)
      json.member("groups", result.groups)
      json.key("seed")
      json.literal(String(result.seed))
      json.object("power", result.power) { json, power in
        json.member("all_right_proves", power.allRightProves)
        json.member("detectable_difference", power.detectableDifference)
        json.member("discordant", power.discordant)
        json.member("discordant_measured", power.isDiscordantMeasured)
      }
      json.leaks(result)
      json.object("previous", result.previous) { json, previous in
        json.member("accuracy", previous.accuracy)
        json.member("worse", previous.worse)
        json.member("better", previous.better)
      }
      json.member("notes", result.notes)
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }
}

extension JSONWriter {
  fileprivate mutating func member(_ name: String, _ figure: EvaluationResult.Figure?) {
    object(name, figure) { json, figure in
      json.member("value", figure.value)
      json.member("lower", figure.lower)
      json.member("upper", figure.upper)
      json.member("n", figure.n)
      json.member("method", figure.method)
    }
  }

  /// Writes under `intervals` the figures that there are, with their intervals.
  fileprivate mutating func intervals(_ figures: KeyValuePairs<String, EvaluationResult.Figure?>) {
    object("intervals") { json in
      for case (let name, let figure?) in figures { json.member(name, figure) }
    }
  }

  fileprivate mutating func value(_ model: EvaluationResult.Model) {
    object { json in
      json.member("name", model.name)
      json.member("model", model.model)
      json.member("answered", model.answered)
      json.member("refused", model.refused)
      json.member("invalid", model.invalid)
      json.member("unscored", model.unscored)
      json.member("accuracy", model.accuracy)
      json.object("fields") { json in
        for field in model.fields { json.object(field.name) { $0.members(field) } }
      }
      json.object("classes") { json in
        for field in model.fields {
          guard let classes = field.classes else { continue }
          json.object(field.name) { $0.members(classes) }
        }
      }
      json.member("json_valid", model.jsonValid)
      json.member("json_repaired", model.jsonRepaired)
      json.object("consistency", model.consistency) { json, consistency in
        json.member("agreement", consistency.agreement)
        json.member("unanimous", consistency.unanimous)
      }
      json.object("latency_ms", model.latency) { json, latency in
        json.member("p50", latency.p50.value)
        json.member("p95", latency.p95.value)
        json.member("p99", latency.p99.value)
        json.member("n", latency.p50.n)
        json.intervals(["p50": latency.p50, "p95": latency.p95, "p99": latency.p99])
      }
      json.object("tokens", model.tokens) { json, tokens in
        json.member("input", tokens.input)
        json.member("output", tokens.output)
      }
      json.member("cost_usd", model.costUSD)
      json.member("repeats", model.repeats)
    }
  }

  private mutating func members(_ field: EvaluationResult.Field) {
    member("compare", field.compare)
    member("accuracy", field.accuracy)
    member("mae", field.mae?.value)
    member("mape", field.mape?.value)
    member("mape_excluded", field.mapeExcluded)
    member("median_error", field.medianError?.value)
    member("bias", field.bias?.value)
    member("within", field.within)
    member("precision", field.precision?.value)
    member("recall", field.recall?.value)
    member("f1", field.f1?.value)
    member("similarity", field.similarity?.value)
    member("tolerance", field.tolerance)
    member("type_mismatches", field.typeMismatches)
    member("missing", field.missing)
    intervals([
      "mae": field.mae, "mape": field.mape, "median_error": field.medianError, "bias": field.bias, "precision": field.precision,
      "recall": field.recall, "f1": field.f1, "similarity": field.similarity,
    ])
  }

  private mutating func members(_ classes: EvaluationResult.Classes) {
    member("labels", classes.labels)
    array("confusion", of: classes.confusion) { json, row in json.array { json in for count in row { json.value(count) } } }
    for (name, shares) in [("precision", classes.precision), ("recall", classes.recall), ("f1", classes.f1)] {
      array(name, of: shares) { json, share in if let share { json.value(share) } else { json.null() } }
    }
    member("macro_f1", classes.macroF1)
  }

  fileprivate mutating func value(_ comparison: EvaluationResult.Comparison) {
    object { json in
      json.member("baseline", comparison.baseline)
      json.member("candidate", comparison.candidate)
      json.member("metric", comparison.metric)
      json.member("field", comparison.field)
      json.member("difference", comparison.difference.value)
      json.member("lower", comparison.difference.lower)
      json.member("upper", comparison.difference.upper)
      json.member("method", comparison.difference.method)
      json.member("p_mcnemar", comparison.mcnemar)
      json.member("p_mcnemar_mid", comparison.mcnemarMid)
      json.member("p_permutation", comparison.permutation)
      json.member("p_holm", comparison.holm)
      json.member("only_baseline", comparison.onlyBaseline)
      json.member("only_candidate", comparison.onlyCandidate)
      json.member("n", comparison.difference.n)
    }
  }

  fileprivate mutating func value(_ gate: EvaluationResult.GateStanding) {
    object { json in
      json.member("metric", gate.metric)
      json.member("field", gate.field)
      json.member("model", gate.model)
      json.member("by", gate.by)
      json.member("value", gate.value)
      json.member("lower", gate.lower)
      json.member("upper", gate.upper)
      json.member("threshold", gate.threshold)
      json.member("result", gate.result.rawValue)
      json.member("needs_items", gate.needsItems)
      json.member("result_by_figure", gate.resultByFigure?.rawValue)
      json.member("rule", gate.rule)
      json.member("sentence", gate.sentence)
    }
  }

  fileprivate mutating func leaks(_ result: EvaluationResult) {
    object("leaks", result.leaks) { json, leaks in
      json.array("items", of: leaks.items) { json, leak in
        json.object { json in
          json.member("id", leak.id)
          json.member("training", leak.training)
          json.member("what", leak.what)
        }
      }
      json.object("accuracy_without") { json in
        // In the order of the models, since a dictionary has none.
        for model in result.models { json.member(model.name, leaks.accuracyWithout[model.name]) }
      }
    }
  }
}
