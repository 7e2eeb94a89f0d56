import PrepCore
import PrepDigest

extension Recipe {
  /// The digest of everything in the recipe except the folder it lies in.
  func digest(variant: Prompt.Variant) -> SHA256Digest {
    var hasher = SHA256Hasher()
    for field in fields(variant: variant) { hasher.update(field: field) }
    return hasher.finish()
  }

  private func fields(variant: Prompt.Variant) -> [String] {
    var fields = ["recipe 2", dataset, provider, variant.rawValue]
    switch source {
    case .table(let path, let id, let images): fields += ["table", path, text(id)] + images
    case .sqlite(let path, let query, let id, let images): fields += ["sqlite", path, query, text(id)] + images
    case .documents(let glob, let labels, let id, let password):
      fields += ["documents", glob, text(labels), id, text(password)]
      fields += [text(render.pages), render.per.rawValue]
    }
    for condition in conditions {
      switch condition.test {
      case .oneOf(let texts): fields += ["where", condition.column, "\(texts.count)"] + texts
      case .within(let least, let most): fields += ["where within", condition.column, text(least), text(most)]
      }
    }
    fields += imageFields + fetchFields
    fields += [
      text(image.detail?.rawValue),
      "prompt", text(prompt.system?.template(for: variant)), text(prompt.user.template(for: variant)),
    ]
    switch answer {
    case .json(let columns): fields += ["json"] + columns
    case .text(let template): fields += ["text", text(template)]
    }
    fields += [
      "split", "\(split.train)", "\(split.validation)", "\(split.test)", text(split.stratify), text(split.group), "\(split.seed)",
      "files", "\(files.maxBytes.bytes)",
    ]
    if let groups = split.groups { fields += ["groups", groups] }
    if split.exact { fields.append("exact") }
    if let column = split.column { fields += ["split column", column] }
    if let keep = split.keep { fields += ["keep", keep] }
    if let folds = split.folds { fields += ["fold", "\(split.fold)", "\(folds)"] }
    return fields
  }

  /// The fields that determine, together with the sources, the bytes of an item's images.
  package var imageFields: [String] {
    var fields: [String] = []
    if case .documents = source {
      fields.append("\(render.dpi)")
      switch render.tiles {
      case .auto?: fields += ["tiles", "auto"]
      case .most(let most)?: fields += ["tiles", "\(most)"]
      case nil: break
      }
    }
    if image.flags || !image.refuse.isEmpty { fields += ["flags", "\(image.flags)"] + image.refuse.map(\.rawValue) }
    if image.fit == .model { fields += ["fit", text(model), text(image.detail?.rawValue)] }
    return fields + [
      "image", image.format.rawValue, text(image.minSide), text(image.maxSide), text(image.maxBytes?.bytes),
      "\(image.maxPixels)", "\(image.quality)", image.verify.rawValue, image.truncated.rawValue,
    ]
  }

  /// The fields that determine whether an address yields an image at all, but not how long that may take.
  package var fetchFields: [String] {
    ["fetch", "\(fetch.maxBytes.bytes)", "\(fetch.redirects)", "\(fetch.allowPrivate)"]
  }

  private func text(_ value: (some Any)?) -> String { value.map { "=\($0)" } ?? "-" }

  private func text(_ template: Template?) -> String {
    guard let template else { return "-" }
    return template.pieces.map { piece in
      switch piece {
      case .text(let text): "t\(text.utf8.count):\(text)"
      case .column(let name): "c\(name.utf8.count):\(name)"
      }
    }.joined()
  }

  private func text(_ pages: PageSelection) -> String {
    switch pages {
    case .all: "all"
    case .first: "first"
    case .ranges(let ranges): ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }
  }
}
