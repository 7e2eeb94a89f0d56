import PrepCore
import PrepTables

@testable import PrepPipeline

extension FuzzTarget {
  /// What a run finds in an output folder: the journal, rows of items.jsonl, and the manifest.
  static let output = FuzzTarget { bytes in
    let entries = Journal.decode(bytes)
    require(Journal.decode(entries.flatMap(Journal.encode)) == entries, "a journal comes back changed")

    if let outcome = ItemRow.decode(bytes) {
      require(ItemRow.decode(ItemRow.encode(outcome)) == outcome, "a row comes back changed")
    }

    if let manifest = try? JSONParser.parse(bytes), let provenance = Provenance(manifest: manifest) {
      var json = JSONWriter()
      json.beginObject()
      provenance.write(to: &json)
      json.endObject()
      let again = (try? JSONParser.parse(json.bytes)).flatMap(Provenance.init(manifest:))
      require(again == provenance, "a manifest comes back changed")
    }
  } seeds: {
    let entry = Journal.Entry(ordinal: 7, split: .test, rowBytes: 300, recordBytes: 4000)
    let image = ImageRow(
      source: "a.pdf", page: 2, sha256: "00ff", format: .jpeg, width: 8, height: 9, bytes: 10, resized: true, kept: false,
      reducedQuality: 60)
    let place = RecordPlace(file: "train-00001.jsonl", line: 3, bytes: 4, sha256: "00ff")
    let failure = Failure(.fetch, .http(404), "The server answered \"404\".")
    let manifest = #"""
      {"program":{"name":"a","version":"1"},"libraries":{"b":"2"},"dataset":"c","provider":{"name":"d","collected":"e"},
      "recipe_sha256":"f","plan_sha256":"0","files_max_bytes":9,"shard":{"index":1,"count":2,"items":3,"plan_items":4}}
      """#
    return [
      Journal.encode(entry),
      ItemRow.encode(Outcome(id: "a", ordinal: 7, split: .train, images: [image], ending: .record(place))),
      ItemRow.encode(Outcome(id: "ä", ordinal: 0, split: .validation, images: [], ending: .failure(failure))),
      Array(manifest.utf8),
    ]
  }
}
