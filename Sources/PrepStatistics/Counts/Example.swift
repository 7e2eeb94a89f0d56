package import PrepCore

/// One example, as ``Statistics`` counts it.
package struct Example: Sendable {
  package var split: Split
  /// Why it is not a record; nil when it is one, or may become one.
  package var failure: FailureCode?
  /// How many images it has; nil when that is known only once its document is opened.
  package var imageCount: Int?
  /// What was made of its images, once it is a record.
  package var images: [ImageRow] = []
  /// Where its record is, once it has one.
  package var record: RecordPlace?
  /// For each column that is counted, its values; empty when the cell is empty. Nil when the row has no such column.
  package var values: [[String]?]

  package init(split: Split, failure: FailureCode?, imageCount: Int?, values: [[String]?]) {
    self.split = split
    self.failure = failure
    self.imageCount = imageCount
    self.values = values
  }
}
