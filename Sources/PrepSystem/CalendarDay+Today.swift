import Glibc
package import PrepCore

extension CalendarDay {
  /// The environment variable that overrides the machine's clock, such as `VISIONPREP_TODAY=2026-11-30`.
  package static let variable = "VISIONPREP_TODAY"

  /// The day that every date-dependent decision uses: the value of ``variable`` when it is set and not empty, or else the machine's clock in UTC.
  package static var today: CalendarDay? {
    if let text = getenv(variable), text.pointee != 0 { return CalendarDay(String(cString: text)) }
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return CalendarDay("\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))")
  }
}
