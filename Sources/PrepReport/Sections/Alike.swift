import PrepCore

extension ReportPage {
  private static let mostGroups = 30
  private static let mostOfGroup = 6
  private static let mostConflicts = 20
  private static let mostOfFlag = 8
  private static let thumbnail = 160

  /// The groups to show, the most harmful first.
  private static func shownGroups(_ report: PictureReport) -> ArraySlice<PictureReport.Group> {
    (report.groups.filter(\.straddles) + report.groups.filter { !$0.straddles }).prefix(mostGroups)
  }

  private static func shown(_ flag: PictureFlag, _ report: PictureReport) -> (
    count: Int, first: ArraySlice<PictureReport.Picture>
  ) {
    let pictures = report.flagged.filter { $0.flags.contains(flag) }
    return (pictures.count, pictures.prefix(mostOfFlag))
  }

  /// The ordinals of the items whose pictures the section shows.
  static func shownPictures(of report: PictureReport?) -> Set<Int> {
    guard let report else { return [] }
    var ordinals = Set(shownGroups(report).flatMap { $0.pictures.prefix(mostOfGroup).map(\.ordinal) })
    for conflict in report.conflicts.prefix(mostConflicts) {
      ordinals.formUnion([conflict.first.ordinal, conflict.second.ordinal])
    }
    for flag in PictureFlag.allCases { ordinals.formUnion(shown(flag, report).first.map(\.ordinal)) }
    return ordinals
  }

  /// Writes the section of pictures that are alike, have contradicting answers or need a look.
  func writePictures(_ report: PictureReport, _ records: inout some RecordSource, to sink: Sink) throws(RunError) {
    let found: HTML =
      report.groups.isEmpty
      ? "No two of \(counted(report.pictures, "picture")) are alike."
      : "\(counted(report.groups.count, "group")) of pictures that are alike, \(grouped(report.straddling)) of them in several splits."
    try sink("<section id=\"alike\"><h2>Duplicates and quality</h2><p>\(found)</p>\n")
    if report.straddling > 0 {
      try sink(
        "<p class=\"note\">What is trained on is tested with. To keep such pictures in one split, let the search for duplicates write its table of groups, and name it in the recipe: split: {groups: groups.csv}.</p>"
      )
    }
    for group in Self.shownGroups(report) {
      try sink(
        "<article class=\"alike\(group.straddles ? " harm" : "")\"><h3>\(group.straddles ? "Alike, and in several splits" : "Alike")</h3><div class=\"strip\">"
      )
      for (picture, likeness) in zip(group.pictures, group.likeness).prefix(Self.mostOfGroup) {
        try sink(try Self.figure(picture, likeness.words, &records))
      }
      let left = group.pictures.count - Self.mostOfGroup
      try sink("</div>\(left > 0 ? "<p>And \(grouped(left)) more.</p>" as HTML : nil)</article>\n")
    }
    try sink(Self.more(report.groups.count - Self.mostGroups, "group"))
    if !report.conflicts.isEmpty { try sink("<h3>The same picture, with different answers</h3>") }
    for conflict in report.conflicts.prefix(Self.mostConflicts) {
      try sink("<article class=\"alike harm\"><div class=\"strip\">")
      try sink(try Self.figure(conflict.first, nil, &records, HTML.text(conflict.firstAnswer)))
      try sink(try Self.figure(conflict.second, nil, &records, HTML.text(conflict.secondAnswer)))
      try sink("</div></article>\n")
    }
    try sink(Self.more(report.conflicts.count - Self.mostConflicts, "pair"))
    for flag in PictureFlag.allCases {
      let (count, first) = Self.shown(flag, report)
      guard count > 0 else { continue }
      try sink("<h3>\(counted(count, "picture")) \(count == 1 ? "is" : "are") \(flag.words)</h3><div class=\"strip\">")
      for picture in first { try sink(try Self.figure(picture, nil, &records)) }
      try sink("</div>\(Self.more(count - Self.mostOfFlag, "picture"))\n")
    }
    if !report.unreadable.isEmpty {
      let rows = report.unreadable.prefix(Self.mostConflicts).map {
        "<tr><th scope=\"row\">\(HTML.short($0.picture.id))</th><td>\($0.reason.excerpt)</td></tr>" as HTML
      }
      try sink(
        """
        <h3>Cannot be decoded</h3><table class="plain"><caption>Pictures that cannot be decoded</caption><tbody>\(rows)</tbody></table>\
        \(Self.more(report.unreadable.count - Self.mostConflicts, "picture"))
        """)
    }
    try sink("</section>\n")
  }

  private static func more(_ count: Int, _ noun: String) -> HTML {
    count > 0 ? "<p>And \(counted(count, "more \(noun)")); the search for duplicates names all.</p>" : ""
  }

  private static func figure(
    _ picture: PictureReport.Picture, _ words: String?, _ records: inout some RecordSource, _ more: HTML? = nil
  ) throws(RunError) -> HTML {
    let record = try records.record(picture.ordinal)
    let bytes = record.pictures.indices.contains(picture.index) ? record.pictures[picture.index] : nil
    let place = picture.page.map { ", page \($0)" } ?? (picture.index > 0 ? ", picture \(picture.index + 1)" : "")
    return """
      <figure>\(Self.picture(bytes, longSide: thumbnail, alt: picture.id + place))<figcaption>\(HTML.short(picture.id, most: 60))\(place) \
      \(badge(picture.split))\(words.map { "<br/>\($0)" as HTML })</figcaption>\(more)</figure>
      """
  }
}

extension PictureReport.Likeness {
  fileprivate var words: String? {
    switch self {
    case .first: nil
    case .bytes: "the same bytes"
    case .pixels: "the same pixels"
    case .looks: "looks the same"
    case .turned: "the same, turned or mirrored"
    case .other: "like another of the group"
    }
  }
}
