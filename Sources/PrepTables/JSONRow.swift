import PrepJSON

/// Turns the JSON text of one row into a row.
enum JSONRow {
  /// Half a surrogate pair is refused: with U+FFFD in its place, two ids or answers that differ would look equal.
  private static let options: JSONOptions = {
    var options = JSONOptions.values
    options.loneSurrogates = .refuse
    return options
  }()

  /// - Parameters:
  ///   - line: the line of the file at which the text starts.
  ///   - isDamaged: the file has bytes that are not UTF-8, so this row may have some.
  static func read(_ text: UnsafeRawBufferPointer, line: Int, isDamaged: Bool) -> Result<Row, RowFault> {
    func fault(_ place: Int, _ message: String) -> Result<Row, RowFault> {
      .failure(RowFault(line: line, message: "line \(place): \(message)"))
    }
    if isDamaged {
      var survey = UTF8Survey()
      _ = survey.survey(text, isLast: true)
      if !survey.isValid { return fault(line, "the row holds bytes that are not UTF-8, unlike the rest of the file") }
    }
    do throws(JSONFault) {
      switch try JSONValue(text, options: options) {
      case .object(let members): return .success(Row(line: line, members: members))
      case let other: return fault(line, "\(other.title) where an object should be")
      }
    } catch  where error.kind == .surrogate {
      return fault(
        line + (error.line ?? 1) - 1,
        "a \\u escape of half a surrogate pair, which is no character (byte \(error.offset + 1) of the row)")
    } catch {
      return fault(line + (error.line ?? 1) - 1, "broken JSON: \(error.message) (byte \(error.offset + 1) of the row)")
    }
  }
}
