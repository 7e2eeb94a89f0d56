/// Numerators and denominators of measures, by cluster: an item, or a group of items.
struct MeasureSums: Sendable {
  let measures: [Measure]
  /// How many models each measure has sums of.
  let models: Int
  private(set) var clusters: ClusterSums
  /// Items that say something, by measure and model.
  private var items: [Int]
  /// Whether each item added nothing but zeros and ones, by measure.
  private var isBinary: [Bool]
  private let places: [Measure: Int]

  init(_ measures: [Measure], models: Int) {
    self.measures = measures
    self.models = models
    clusters = ClusterSums(columns: 2 * models * measures.count)
    items = [Int](repeating: 0, count: measures.count * models)
    isBinary = [Bool](repeating: true, count: measures.count)
    places = Dictionary(uniqueKeysWithValues: measures.enumerated().map { ($0.element, $0.offset) })
  }

  func place(of measure: Measure) -> Int? { places[measure] }

  /// The column of a numerator; the denominator's is the next one.
  func column(_ place: Int, _ model: Int) -> Int { 2 * (place * models + model) }

  mutating func add(_ numerator: Double, over denominator: Double, _ place: Int, model: Int, cluster: Int) {
    guard clusters.add(numerator, denominator, at: column(place, model), cluster: cluster) else { return }
    items[place * models + model] += 1
    if (numerator != 0 && numerator != 1) || denominator != 1 { isBinary[place] = false }
  }

  /// Counts a cluster although nothing may be known of it.
  mutating func reserve(_ cluster: Int) { clusters.reserve(cluster) }

  func items(_ place: Int, _ model: Int) -> Int { items[place * models + model] }

  func isBinary(_ place: Int) -> Bool { isBinary[place] }

  /// The measure of one model as a function of the sums.
  func ratio(_ place: Int, _ model: Int) -> SumStatistic {
    let column = column(place, model)
    return .ratio(column, over: column + 1)
  }

  /// Puts clusters into an order that depends on nothing but their sums.
  mutating func sort() { clusters.sort() }
}
