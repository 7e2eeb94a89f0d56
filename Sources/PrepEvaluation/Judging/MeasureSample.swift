/// What a test set says about one measure: for each item, or each group of items, a numerator and a denominator a model.
///
/// Equal units are counted together, and the units are sorted, so the figures depend neither on the order of the items nor on the number
/// of threads. Of measures that are only right or wrong there are few different units, so a million items take no more memory than ten.
struct MeasureSample: Sendable {
  /// Units that are equal.
  struct Unit: Sendable, Hashable {
    /// Numerator and denominator of the first model, of the second, and so on.
    var sums: [Double]
    var count: Int
  }

  /// The most different units that are kept one by one. Beyond it only sums and products are, from which intervals are reckoned by the
  /// normal approximation, which is exact enough for so many items.
  static let mostUnits = 100_000

  let models: Int
  /// How often each pattern of zeros and ones occurs, by the pattern; empty for many models.
  private var patterns: [Int]
  private var others: [[Double]: Int] = [:]
  private var groups: [Int: [Double]] = [:]
  private(set) var products: SumsAndProducts?
  /// Items with a denominator, by model.
  private(set) var items: [Int]
  /// Whether every numerator and denominator is 0 or 1.
  private(set) var isBinary = true

  init(models: Int) {
    self.models = models
    patterns = models <= 4 ? [Int](repeating: 0, count: 1 << (2 * models)) : []
    items = [Int](repeating: 0, count: models)
  }

  /// Adds an item.
  /// - Parameters:
  ///   - sums: a numerator and a denominator a model; both 0 for a model of which the item says nothing. All finite.
  ///   - group: the number of the item's group; nil when each item stands for itself.
  mutating func add(_ sums: ArraySlice<Double>, group: Int?) {
    var pattern = 0
    var isPattern = true
    var place = 1
    for (number, sum) in sums.enumerated() {
      if sum == 1 { pattern |= place } else if sum != 0 { isPattern = false }
      place <<= 1
      if number & 1 == 1, sum != 0 { items[number >> 1] += 1 }
    }
    guard pattern != 0 || !isPattern else { return }
    if !isPattern { isBinary = false }
    if let group {
      guard var held = groups[group] else {
        groups[group] = Array(sums)
        return
      }
      for (number, sum) in sums.enumerated() { held[number] += sum }
      groups[group] = held
    } else if products != nil {
      products?.add(sums, count: 1)
    } else if isPattern, !patterns.isEmpty {
      patterns[pattern] += 1
    } else {
      others[Array(sums), default: 0] += 1
      if others.count > Self.mostUnits { sumUp() }
    }
  }

  private mutating func sumUp() {
    var products = SumsAndProducts(count: 2 * models)
    for unit in units { products.add(unit.sums[...], count: unit.count) }
    self.products = products
    others = [:]
    for pattern in patterns.indices { patterns[pattern] = 0 }
  }

  /// The different units, in an order that depends on nothing but their values. None when there were too many to keep.
  var units: [Unit] {
    guard products == nil else { return [] }
    var counts = others
    for (pattern, count) in patterns.enumerated() where count > 0 {
      let sums = (0..<2 * models).map { Double(pattern >> $0 & 1) }
      counts[sums, default: 0] += count
    }
    for sums in groups.values { counts[sums, default: 0] += 1 }
    return counts.map { Unit(sums: $0.key, count: $0.value) }.sorted { $0.sums.lexicographicallyPrecedes($1.sums) }
  }

  /// Whether units are groups of items.
  var isGrouped: Bool { !groups.isEmpty }
}

/// Sums of values and of the products of any two of them.
struct SumsAndProducts: Sendable, Hashable {
  private(set) var count = 0
  private(set) var sums: [Double]
  private var products: [Double]

  init(count: Int) {
    sums = [Double](repeating: 0, count: count)
    products = [Double](repeating: 0, count: count * count)
  }

  mutating func add(_ values: ArraySlice<Double>, count: Int) {
    self.count += count
    let values = Array(values)
    for (row, value) in values.enumerated() {
      sums[row] += value * Double(count)
      for (column, other) in values.enumerated() { products[row * values.count + column] += value * other * Double(count) }
    }
  }

  func product(_ row: Int, _ column: Int) -> Double { products[row * sums.count + column] }
}
