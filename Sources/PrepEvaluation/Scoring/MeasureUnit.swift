/// A unit of measurement, by one name for all its spellings.
///
/// A text is a unit when it has at most 32 code points and no digit (0 to 9), but for a single 2 or 3 at its end behind a letter
/// (`m2`). A `.` at its end is dropped. A text in the table of ``names`` is that unit; so is one of three or more code points
/// that is in the table in lower case (`Minutes`). Any other text is its own unit, and equals only itself. Units are never
/// converted: 60 min is not 1 h.
struct MeasureUnit: Sendable, Hashable {
  let name: String

  init?(_ text: ArraySlice<Unicode.Scalar>) {
    guard (1...32).contains(text.count), let last = text.last else { return nil }
    let hasPower = (last == "2" || last == "3") && text.dropLast().last?.isLetter == true
    guard (hasPower ? text.dropLast() : text).allSatisfy({ !$0.isDigit }) else { return nil }
    let spelling = String(last == "." ? text.dropLast() : text)
    guard !spelling.isEmpty else { return nil }
    name = Self.known(spelling) ?? spelling
  }

  /// The unit of a spelling in the table.
  static func known(_ spelling: String) -> String? {
    if let name = names[spelling] { return name }
    return spelling.unicodeScalars.count >= 3 ? names[spelling.lowercased()] : nil
  }

  /// Whether the table has it.
  var isKnown: Bool { Self.known.contains(name) }

  private static let known = Set(names.values)

  /// Spellings and their units.
  static let names: [String: String] = {
    let units = [
      "%": "% percent", "°": "° deg degree degrees", "°C": "°C ℃", "°F": "°F ℉",
      "s": "s sec secs second seconds", "ms": "ms millisecond milliseconds", "min": "min mins minute minutes",
      "h": "h hr hrs hour hours", "d": "d day days", "week": "week weeks", "month": "month months",
      "year": "year years yr yrs",
      "µm": "µm μm um micron microns micrometer micrometers micrometre micrometres",
      "mm": "mm millimeter millimeters millimetre millimetres", "cm": "cm centimeter centimeters centimetre centimetres",
      "m": "m meter meters metre metres", "km": "km kilometer kilometers kilometre kilometres",
      "in": "in inch inches \" ″", "ft": "ft foot feet",
      "mg": "mg milligram milligrams", "g": "g gram grams", "kg": "kg kilogram kilograms", "oz": "oz ounce ounces",
      "lb": "lb lbs pound pounds", "ml": "ml mL milliliter milliliters millilitre millilitres",
      "l": "l L liter liters litre litres",
      "$": "$ USD usd dollar dollars", "€": "€ EUR eur euro euros", "£": "£ GBP gbp",
      "mm²": "mm² mm2 mm^2", "cm²": "cm² cm2 cm^2", "m²": "m² m2 m^2", "cm³": "cm³ cm3 cm^3", "m³": "m³ m3 m^3",
    ]
    var names: [String: String] = [:]
    for (name, spellings) in units { for spelling in spellings.split(separator: " ") { names[String(spelling)] = name } }
    return names
  }()
}
