import PrepJSON
import VisionPrep

/// What is printed about the pictures of an output folder.
enum DuplicatesText {
  /// Groups, conflicts and flagged pictures that are printed for people; the rest is in the JSON.
  private static let most = 20

  static func people(_ report: PictureReport, groups file: String?) -> Section {
    let found =
      report.groups.isEmpty
      ? "no two are alike"
      : "\(counted(report.groups.count, "group")) of pictures that are alike, \(grouped(report.straddling)) in several splits"
    var section = Section(
      "\(report.dataset): \(counted(report.pictures, "picture")) in \(counted(report.records, "record")); \(found)")
    // What harms comes first.
    let ordered = report.groups.filter(\.straddles) + report.groups.filter { !$0.straddles }
    for group in ordered.prefix(most) {
      section.add(group.straddles ? "alike, and in several splits" : "alike")
      section.list(Array(zip(group.pictures, group.likeness)), most: most) { picture, likeness in
        ["\(name(of: picture))  \(picture.split.rawValue)\(words(for: likeness))"]
      }
    }
    section.more(ordered.count - most, level: 1)
    if report.keptApart > 0 {
      section.add(
        "\(counted(report.keptApart, "pair")) that are alike are in different groups, since the first pictures of these are not")
    }
    if !report.conflicts.isEmpty { section.add("the same picture, with different answers") }
    section.list(report.conflicts, most: most) { conflict in
      [
        "\(name(of: conflict.first))  \(conflict.firstAnswer.excerpt)",
        "\(name(of: conflict.second))  \(conflict.secondAnswer.excerpt)",
      ]
    }
    if !report.unreadable.isEmpty { section.add("cannot be decoded") }
    section.list(report.unreadable, most: most) { ["\(name(of: $0.picture))  \($0.reason)"] }
    for flag in PictureFlag.allCases {
      let pictures = report.flagged.filter { $0.flags.contains(flag) }
      guard !pictures.isEmpty else { continue }
      let names = pictures.prefix(5).map { name(of: $0) }.joined(separator: ", ")
      section.add("\(flag.rawValue)  \(grouped(pictures.count)): \(names)\(pictures.count > 5 ? ", ..." : "")")
    }
    if let file, report.itemGroups.isEmpty {
      section.add("\(file) has no rows: no item shares a picture with another")
    } else if let file {
      section.add("\(file) is written; to keep these items together: split: {groups: \(file)}")
    } else if report.straddling > 0 {
      section.add(
        "to keep them in one split: visionprep duplicates OUT --groups groups.csv, and split: {groups: groups.csv}", level: 0)
    }
    return section
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

  static func json(_ report: PictureReport) -> [JSONLine] {
    var lines = report.groups.map { group in
      JSONLine(kind: "group") { json in
        json.member("straddles", group.straddles)
        json.objects("pictures", zip(group.pictures, group.likeness)) { json, element in
          write(element.0, to: &json)
          json.member("likeness", element.1.rawValue)
        }
      }
    }
    lines += report.conflicts.map { conflict in
      JSONLine(kind: "conflict") { json in
        json.object("first") { write(conflict.first, answering: conflict.firstAnswer, to: &$0) }
        json.object("second") { write(conflict.second, answering: conflict.secondAnswer, to: &$0) }
      }
    }
    lines += report.unreadable.map { damaged in
      JSONLine(kind: "unreadable") { json in
        write(damaged.picture, to: &json)
        json.member("reason", damaged.reason)
      }
    }
    lines += report.flagged.map { picture in
      JSONLine(kind: "flagged") { json in
        write(picture, to: &json)
        json.member("flags", picture.flags.map(\.rawValue))
      }
    }
    let summary = JSONLine(kind: "summary") { json in
      json.member("dataset", report.dataset)
      json.members([
        "records": report.records, "pictures": report.pictures, "groups": report.groups.count,
        "straddling": report.straddling, "kept_apart": report.keptApart, "conflicts": report.conflicts.count,
        "unreadable": report.unreadable.count, "flagged": report.flagged.count,
      ])
    }
    return lines + [summary]
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

  private static func write(_ picture: PictureReport.Picture, answering answer: String, to json: inout JSONWriter) {
    write(picture, to: &json)
    json.member("answer", answer)
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
  private static func field(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
}
