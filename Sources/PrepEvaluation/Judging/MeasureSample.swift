/// What a test set says about one measure of one model, or of two models on the items that both were scored on: for each item, or each group
/// of items, a numerator and a denominator a model.
///
/// Equal units are counted together, and the units are sorted, so the figures depend neither on the order of the items nor on the number
/// of threads. Of measures that are only right or wrong there are few different units, so a million items take no more memory than ten.
struct MeasureSample: Sendable {
  /// Units that are equal.
  struct Unit: Sendable, Hashable {
    /// Numerator and denominator of the first model, and of the second.
    var sums: [Double]
    var count: Int
  }

  /// The most different units that are kept one by one. Beyond it only sums and products are, from which intervals are reckoned by the
  /// normal approximation, which is exact enough for so many items.
  static let mostUnits = 100_000

  /// Numerators and denominators: 2 a model.
  let width: Int
  private(set) var items = 0
  /// How often each pattern of zeros and ones occurs, by the pattern.
  private var patterns: [Int]
  private var others: [[Double]: Int] = [:]
  private var groups: [Int: [Double]] = [:]
  private(set) var products: SumsAndProducts?
  /// Whether every numerator and denominator is 0 or 1.
  private(set) var isBinary = true

  /// - Parameter models: 1 or 2.
  init(models: Int) {
    width = 2 * models
    patterns = [Int](repeating: 0, count: 1 << width)
  }

  /// Adds an item.
  /// - Parameters:
  ///   - sums: a numerator and a denominator a model, all finite.
  ///   - group: the number of the item's group; nil when each item stands for itself.
  mutating func add(_ sums: [Double], group: Int?) {
    items += 1
    var pattern = 0
    var isPattern = true
    for (place, sum) in sums.enumerated() {
      if sum == 1 { pattern |= 1 << place } else if sum != 0 { isPattern = false }
    }
    if !isPattern { isBinary = false }
    if let group {
      guard var held = groups[group] else {
        groups[group] = sums
        return
      }
      for (place, sum) in sums.enumerated() { held[place] += sum }
      groups[group] = held
    } else if products != nil {
      products?.add(sums, count: 1)
    } else if isPattern {
      patterns[pattern] += 1
    } else {
      others[sums, default: 0] += 1
      if others.count > Self.mostUnits { sumUp() }
    }
  }

  private mutating func sumUp() {
    var products = SumsAndProducts(count: width)
    for unit in units { products.add(unit.sums, count: unit.count) }
    self.products = products
    others = [:]
    for pattern in patterns.indices { patterns[pattern] = 0 }
  }

  /// The different units, in an order that depends on nothing but their values. None when there were too many to keep.
  var units: [Unit] {
    guard products == nil else { return [] }
    var counts = others
    for (pattern, count) in patterns.enumerated() where count > 0 {
      counts[(0..<width).map { Double(pattern >> $0 & 1) }, default: 0] += count
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

  mutating func add(_ values: [Double], count: Int) {
    self.count += count
    for (row, value) in values.enumerated() {
      sums[row] += value * Double(count)
      for (column, other) in values.enumerated() { products[row * values.count + column] += value * other * Double(count) }
    }
  }

  func product(_ row: Int, _ column: Int) -> Double { products[row * sums.count + column] }
}
