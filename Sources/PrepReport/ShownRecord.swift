package import PrepCore

/// Gives the records that a report shows.
package protocol RecordSource {
  /// The record of an item that the page names.
  mutating func record(_ ordinal: Int) throws(RunError) -> ShownRecord
}

/// A record with its pictures still encoded.
package struct ShownRecord: Sendable {
  package var outcome: Outcome
  package var texts: RecordTexts
  /// The encoded bytes of each picture; nil for one that is not in the record.
  package var pictures: [[UInt8]?]

  package init(outcome: Outcome, texts: RecordTexts, pictures: [[UInt8]?]) {
    self.outcome = outcome
    self.texts = texts
    self.pictures = pictures
  }
}
