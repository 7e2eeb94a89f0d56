/// How a value with numbers is written, without the numbers themselves.
enum ValueFormat {
  /// The value with `#` for each number: `40 mm` becomes `# mm`, `2010-2020` `#-#`, `38,5mm` `#,#mm`. Nil for a value without a
  /// number, and for long texts.
  static func mask(of value: String) -> String? {
    var mask = String.UnicodeScalarView()
    var hasNumber = false
    var scalars = Array(value.unicodeScalars)[...]
    guard scalars.count <= 60 else { return nil }
    while let scalar = scalars.first {
      guard isDigit(scalar) else {
        mask.append(scalar)
        scalars.removeFirst()
        continue
      }
      scalars = scalars.drop(while: isDigit)
      // A decimal point belongs to its number; a comma makes another way of writing.
      if scalars.first == ".", scalars.dropFirst().first.map(isDigit) ?? false {
        scalars = scalars.dropFirst().drop(while: isDigit)
      }
      mask.append("#")
      hasNumber = true
    }
    return hasNumber ? String(mask) : nil
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

  /// The unit after the only number of a value, without case and space: `mm` for `40 mm`, empty for `40`. Nil for other masks,
  /// and when the text after the number is not a unit.
  static func unit(ofMask mask: String) -> String? {
    guard mask.unicodeScalars.first == "#" else { return nil }
    var rest = mask.unicodeScalars.dropFirst()
    if rest.starts(with: ",#".unicodeScalars) { rest = rest.dropFirst(2) }
    let unit = Spelling.fold(String(rest))
    return unit.isEmpty || units.contains(unit) ? unit : nil
  }

  /// Units as they appear in data after numbers, folded.
  private static let units: Set<String> = [
    "mm", "cm", "dm", "m", "km", "in", "inch", "inches", "\"", "'", "''", "ft", "yd", "mi", "g", "kg", "mg", "t", "oz", "lb",
    "lbs",
    "ml", "cl", "l", "gal", "%", "€", "$", "£", "¥", "eur", "usd", "gbp", "chf", "jpy", "ms", "s", "sec", "min", "mins",
    "minutes",
    "h", "hr", "hrs", "hours", "d", "days", "°", "°c", "°f", "k", "v", "a", "w", "kw", "hz", "khz", "mhz", "ghz", "px", "dpi",
    "kb",
    "mb", "gb", "tb", "bar", "atm", "pa", "psi", "ct", "carat", "rpm", "n", "nm", "m2", "m²", "sqft", "sqm", "acres", "ha",
  ]
}
