import PrepJSON
import VisionPrep

/// What is printed about the pictures of an output folder.
enum DuplicatesText {
  /// Groups, conflicts and flagged pictures that are printed for people; the rest is in the JSON.
  private static let most = 20

  static func people(_ report: PictureReport, groups file: String?) -> String {
    var lines = [
      "\(report.dataset): \(counted(report.pictures, "picture")) in \(counted(report.records, "record")); "
        + (report.groups.isEmpty
          ? "no two are alike"
          : "\(counted(report.groups.count, "group")) of pictures that are alike, \(grouped(report.straddling)) in several splits")
    ]
    // What harms comes first.
    let ordered = report.groups.filter(\.straddles) + report.groups.filter { !$0.straddles }
    for group in ordered.prefix(most) {
      lines.append(group.straddles ? "  alike, and in several splits" : "  alike")
      for (picture, likeness) in zip(group.pictures, group.likeness).prefix(most) {
        lines.append("    \(name(of: picture))  \(picture.split.rawValue)\(words(for: likeness))")
      }
      append(more: group.pictures.count, "    ", to: &lines)
    }
    append(more: ordered.count, "  ", to: &lines)
    if report.keptApart > 0 {
      lines.append(
        "  \(counted(report.keptApart, "pair")) that are alike are in different groups, since the first pictures of these are not"
      )
    }
    if !report.conflicts.isEmpty { lines.append("  the same picture, with different answers") }
    for conflict in report.conflicts.prefix(most) {
      lines.append("    \(name(of: conflict.first))  \(conflict.firstAnswer.excerpt)")
      lines.append("    \(name(of: conflict.second))  \(conflict.secondAnswer.excerpt)")
    }
    append(more: report.conflicts.count, "    ", to: &lines)
    if !report.unreadable.isEmpty { lines.append("  cannot be decoded") }
    for damaged in report.unreadable.prefix(most) { lines.append("    \(name(of: damaged.picture))  \(damaged.reason)") }
    append(more: report.unreadable.count, "    ", to: &lines)
    for flag in PictureFlag.allCases {
      let pictures = report.flagged.filter { $0.flags.contains(flag) }
      guard !pictures.isEmpty else { continue }
      let names = pictures.prefix(5).map { name(of: $0) }.joined(separator: ", ")
      lines.append("  \(flag.rawValue)  \(grouped(pictures.count)): \(names)\(pictures.count > 5 ? ", ..." : "")")
    }
    if let file, report.itemGroups.isEmpty {
      lines.append("  \(file) has no rows: no item shares a picture with another")
    } else if let file {
      lines.append("  \(file) is written; to keep these items together: split: {groups: \(file)}")
    } else if report.straddling > 0 {
      lines.append("to keep them in one split: visionprep duplicates OUT --groups groups.csv, and split: {groups: groups.csv}")
    }
    return lines.joined(separator: "\n")
  }

  private static func append(more count: Int, _ indent: String, to lines: inout [String]) {
    if count > most { lines.append("\(indent)and \(grouped(count - most)) more; --json has all") }
  }

  /// The item, and which of its pictures when it has several.
  private static func name(of picture: PictureReport.Picture) -> String {
    if let page = picture.page, !picture.id.hasSuffix("#\(page)") { return "\(picture.id) page \(page)" }
    return picture.index == 0 ? picture.id : "\(picture.id) picture \(picture.index + 1)"
  }

  private static func words(for likeness: PictureReport.Likeness) -> String {
    switch likeness {
    case .first: ""
    case .bytes: "  the same bytes"
    case .pixels: "  the same pixels"
    case .looks: "  looks the same"
    case .turned: "  looks the same when turned or mirrored"
    case .other: "  looks like another of the group"
    }
  }

  static func json(_ report: PictureReport) -> [String] {
    var lines: [String] = []
    func line(_ kind: String, _ body: (inout JSONWriter) -> Void) {
      var json = JSONWriter()
      json.beginObject()
      json.member("kind", kind)
      body(&json)
      json.endObject()
      lines.append(String(decoding: json.bytes, as: UTF8.self))
    }
    for group in report.groups {
      line("group") { json in
        json.member("straddles", group.straddles)
        json.key("pictures")
        json.beginArray()
        for (picture, likeness) in zip(group.pictures, group.likeness) {
          json.beginObject()
          write(picture, to: &json)
          json.member("likeness", likeness.rawValue)
          json.endObject()
        }
        json.endArray()
      }
    }
    for conflict in report.conflicts {
      line("conflict") { json in
        for (key, picture, answer) in [
          ("first", conflict.first, conflict.firstAnswer), ("second", conflict.second, conflict.secondAnswer),
        ] {
          json.key(key)
          json.beginObject()
          write(picture, to: &json)
          json.member("answer", answer)
          json.endObject()
        }
      }
    }
    for damaged in report.unreadable {
      line("unreadable") { json in
        write(damaged.picture, to: &json)
        json.member("reason", damaged.reason)
      }
    }
    for picture in report.flagged {
      line("flagged") { json in
        write(picture, to: &json)
        json.member("flags", picture.flags.map(\.rawValue))
      }
    }
    line("summary") { json in
      json.member("dataset", report.dataset)
      json.member("records", report.records)
      json.member("pictures", report.pictures)
      json.member("groups", report.groups.count)
      json.member("straddling", report.straddling)
      json.member("kept_apart", report.keptApart)
      json.member("conflicts", report.conflicts.count)
      json.member("unreadable", report.unreadable.count)
      json.member("flagged", report.flagged.count)
    }
    return lines
  }

  private static func write(_ picture: PictureReport.Picture, to json: inout JSONWriter) {
    json.member("id", picture.id)
    json.member("ordinal", picture.ordinal)
    json.member("split", picture.split.rawValue)
    json.member("image", picture.index)
    json.member("source", picture.source)
    json.member("page", picture.page)
    json.member("sha256", picture.sha256)
  }

  /// The table for `split.groups`. A group bears the id of its first item, so groups that come or go rename no others.
  static func table(_ report: PictureReport) -> String {
    var table = "id,group\n"
    for group in report.itemGroups {
      for id in group.ids { table += "\(field(id)),\(field(group.ids[0]))\n" }
    }
    return table
  }

  /// A field of RFC 4180, always in quotes: so that no reader takes an id for a number.
  private static func field(_ text: String) -> String {
    "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
  }
}
