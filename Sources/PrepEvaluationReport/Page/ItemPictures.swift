import PrepCore
import PrepDataset
import PrepEvaluation
import PrepReport
import PrepSystem

/// The first picture of each item that a page shows, small.
///
/// A record is found by its line, so each file is read once, up to the last line that is wanted.
struct ItemPictures {
  private var pictures: [EvaluatedItem.Place: HTML] = [:]

  private static let longSide = 240
  /// Bytes of the longest record that is looked at.
  private static let longestRecord = 512 << 20

  /// - Parameter items: those that are shown.
  init(_ items: some Sequence<ShownItem>) throws(RunError) {
    var wanted: [String: [Int: String]] = [:]
    for item in items {
      guard let place = item.place else { continue }
      wanted[place.file, default: [:]][place.line] = item.id
    }
    for (file, lines) in wanted.sorted(by: { $0.key < $1.key }) { try read(file, lines) }
  }

  /// The picture of an item; nil when its record has none.
  subscript(item: ShownItem) -> HTML? { item.place.flatMap { pictures[$0] } }

  private mutating func read(_ file: String, _ ids: [Int: String]) throws(RunError) {
    do throws(FileFault) {
      var lines = ByteWindow(try InputFile(file))
      guard let last = ids.keys.max() else { return }
      var number = 0
      while number < last, let line = try lines.nextLine(longest: Self.longestRecord) {
        number += 1
        guard let id = ids[number], case .whole(let bytes) = line else { continue }
        pictures[EvaluatedItem.Place(file: file, line: number)] = Self.picture(of: Array(bytes), id)
      }
    } catch {
      throw RunError.input(file, error, remedy: "copy it again, or run the evaluation without a page")
    }
  }

  private static func picture(of record: [UInt8], _ id: String) -> HTML? {
    let images = ChatRecord.images(of: record)
    guard let first = images.first else { return nil }
    let rest: HTML? =
      images.count > 1 ? "<figcaption>the first of \(counted(images.count, "picture"))</figcaption>" : nil
    let picture = ReportPage.picture(Base64.decode(record[first]), longSide: longSide, alt: "Picture of \(id.excerpt)")
    return "<figure>\(picture)\(rest)</figure>"
  }
}
