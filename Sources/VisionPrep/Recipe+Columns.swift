import PrepCore

extension Recipe {
  /// The columns whose values say most about the dataset: of its goals, its strata and its answers, each once.
  package var columnsOfInterest: [String] {
    var names = ([goals.all] + Split.allCases.compactMap { goals.splits[$0] }).flatMap(\.columns).map(\.name)
    if let stratify = split.stratify { names.append(stratify) }
    switch answer {
    case .json(let columns): names += columns
    case .text(let template): names += template.columns
    }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
