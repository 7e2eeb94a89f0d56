import PrepCodecs
import PrepCore
import PrepDataset
import PrepImage
import PrepJSON
import TestSupport

@testable import PrepExport

/// Lines of OpenAI's chat format.
enum ExampleLines {
  static let png = dataURL(SampleImages.drawing(20, 12), .png)
  static let jpeg = dataURL(SampleImages.photo(24, 16), .jpeg)

  static func dataURL(_ pixels: PixelBuffer, _ format: ImageFormat) -> String {
    let bytes = (try? format == .png ? PNGEncoder.encode(pixels) : JPEGEncoder.encode(pixels, quality: 90)) ?? []
    return DataURL.encode(bytes, format)
  }

  /// A record with a system text, images behind the user's text, and an answer.
  static func line(images: [String] = [], user: String = "Which?", answer: String = "{\"year\":1.10}") -> String {
    var json = JSONWriter()
    json.beginObject()
    json.key("messages")
    json.beginArray()
    message("system", to: &json) { $0.value("Look.") }
    message("user", to: &json) { json in
      guard !images.isEmpty else { return json.value(user) }
      json.beginArray()
      json.literal("{\"type\":\"text\",\"text\":\(quoted(user))}")
      for image in images { json.literal("{\"type\":\"image_url\",\"image_url\":{\"url\":\"\(image)\",\"detail\":\"high\"}}") }
      json.endArray()
    }
    message("assistant", to: &json) { $0.value(answer) }
    json.endArray()
    json.endObject()
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private static func message(_ role: String, to json: inout JSONWriter, content: (inout JSONWriter) -> Void) {
    json.beginObject()
    json.member("role", role)
    json.key("content")
    content(&json)
    json.endObject()
  }

  static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONWriter.append(quoted: text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The record of one line in a target's format, with `DIGEST` in the place of digests.
  static func record(_ line: String, _ target: ExportTarget, prefix: String = "") throws -> String {
    let folder = try TemporaryFolder()
    let format = exportFormat(target, bucketOwner: nil)
    let export = RecordExport(format: format, folder: try ExportFolder("\(folder.path)/out", fresh: false), prefix: prefix)
    let job = ExportJob(split: .train, file: "a/train.jsonl", line: 1, id: "train.jsonl:1", bytes: Array(line.utf8))
    switch export.run(job) {
    case .made(let made): return String(decoding: made.bytes, as: UTF8.self).replacing(/[0-9a-f]{64}/, with: "DIGEST")
    case .fault(let fault): throw fault
    case .error(let error): throw error
    }
  }

  /// Why a line cannot be exported; nil when it can.
  static func fault(_ line: String, _ target: ExportTarget, prefix: String = "s3://b/") throws -> ExportFault? {
    do {
      _ = try record(line, target, prefix: prefix)
      return nil
    } catch let fault as ExportFault {
      return fault
    }
  }
}
