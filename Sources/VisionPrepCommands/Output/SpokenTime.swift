/// Seconds as people say them: `45 s`, `3 min 20 s`, `2 h 5 min`.
func spoken(seconds: Double) -> String {
  let seconds = Int(seconds.rounded())
  if seconds < 60 { return "\(seconds) s" }
  if seconds < 3600 { return "\(seconds / 60) min \(seconds % 60) s" }
  return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
}
